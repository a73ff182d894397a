// What every page has: the theme switch, a menu that closes, errors that are found.

import { mountSwitch } from "./switch.js";

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

function mount(document) {
  const button = document.querySelector("[data-theme-switch]");
  if (button) mountSwitch(button, document.documentElement);
  document.querySelectorAll("details[data-menu]").forEach(mountMenu);
  document.querySelector("[data-error-summary]")?.focus();
}

mount(document);
