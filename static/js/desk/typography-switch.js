// The button that switches curly quotes, dashes and ellipses on and off for one person on this device.
//   <button data-behaviour="typography-switch" data-person="3" aria-pressed="true">
import { isTypographyOn, switchTypography } from "./typography.js";

export function openTypographySwitch(button) {
  const { person } = button.dataset;
  const show = () => button.setAttribute("aria-pressed", String(isTypographyOn(person)));
  button.addEventListener("click", () => {
    switchTypography(person, !isTypographyOn(person));
    // Other tabs hear of it from the browser; the other switches of this page hear it from here.
    dispatchEvent(new StorageEvent("storage"));
  });
  addEventListener("storage", show);
  show();
}
