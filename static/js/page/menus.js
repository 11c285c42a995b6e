import { on } from "./behaviour.js";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** Walk a menu's choices with the arrow keys; opening one puts the focus on its first choice. */
export function watchMenus() {
  on("keydown", "menu", walk);
  on("toggle", "menu", (menu, event) => {
    if (event.target === menu && event.newState === "open") choices(menu)[0]?.focus();
  });
  document.addEventListener("keydown", openByArrow);
}

function walk(menu, event) {
  const all = choices(menu);
  const here = all.indexOf(document.activeElement);
  let next;
  if (event.key in STEPS && !isText(event.target)) next = (here + STEPS[event.key] + all.length) % all.length;
  else if (event.key === "Home" && !isText(event.target)) next = 0;
  else if (event.key === "End" && !isText(event.target)) next = all.length - 1;
  else return;
  event.preventDefault();
  all[next].focus();
}

function openByArrow(event) {
  if (event.key !== "ArrowDown") return;
  const menu = event.target.popoverTargetElement;
  if (!menu?.matches('[data-behaviour~="menu"]') || menu.matches(":popover-open")) return;
  event.preventDefault();
  menu.showPopover({ source: event.target });
}

function choices(menu) {
  const all = menu.querySelectorAll("a[href], summary, button:not(:disabled), input:not([type=hidden])");
  return [...all].filter((choice) => choice.checkVisibility());
}

function isText(element) {
  return element.matches("input, textarea, select");
}
