import { on } from "./behaviour.js";

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Switch between system, light and dark. The server reads the cookie, so the next page is right from its first paint. */
export function watchTheme() {
  on("click", "theme", (_group, event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (button) choose(button.dataset.themeChoice);
  });
}

function choose(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  document.cookie = `theme=${theme}; path=/; max-age=${theme ? YEAR_SECONDS : 0}; samesite=lax`;
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
  }
}
