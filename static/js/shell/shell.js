// What every page has: the switches of theme and language, a menu that closes, errors that are
// found, the clock.

import { mountSwitch } from "./switch.js";
import { mountTyped } from "./typed.js";

/** Close an open `<details>` menu on Escape, and when the pointer or focus goes elsewhere. */
export function mountMenu(menu) {
  const document = menu.ownerDocument;
  const closeOutside = (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  };
  document.addEventListener("pointerdown", closeOutside);
  document.addEventListener("focusin", closeOutside);
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

/** Tell the server how far ahead of UTC this clock is, so that "today" begins here at midnight. */
export function tellClock(document, date = new Date()) {
  document.cookie = `minutes_east=${-date.getTimezoneOffset()}; path=/; max-age=31536000; samesite=lax`;
}

/** Show the open room of a project where all stand in one line that scrolls, as CSS does in some browsers. */
export function showRoom(rooms) {
  const here = rooms.querySelector("[aria-current]");
  if (!here) return;
  const end = here.offsetLeft + here.offsetWidth - rooms.offsetLeft;
  rooms.scrollLeft = Math.max(rooms.scrollLeft, end - rooms.clientWidth);
}

function mount(document) {
  tellClock(document);
  document.querySelectorAll(".tabs").forEach(showRoom);
  const button = document.querySelector("[data-theme-switch]");
  if (button) mountSwitch(button, document.documentElement);
  document.querySelectorAll("details[data-menu]").forEach(mountMenu);
  mountTyped(document, document.querySelector("form.languages"));
  document.querySelector("[data-error-summary]")?.focus();
}

mount(document);
