// Keep the number on the import button true while ticks are set and taken.

import { filled } from "../shell/words.js";

/** Count what would be stored: the count of the page as drawn, and what was ticked since. */
export function countToStore(atFirst, boxes) {
  return boxes.reduce(
    (count, box) => count + Number(box.checked) - Number(box.defaultChecked),
    atFirst,
  );
}

/** Watch the ticks of a preview. */
export function mount(form) {
  const boxes = [...form.querySelectorAll('input[name="chosen"]')];
  const button = form.querySelector("[data-count]");
  const say = () => {
    const count = countToStore(Number(form.dataset.toStore), boxes);
    button.textContent = filled(count === 1 ? button.dataset.one : button.dataset.many, {
      count: count.toLocaleString(document.documentElement.lang),
    });
  };
  form.addEventListener("change", say);
  say();
}

if (typeof document !== "undefined") {
  document.querySelectorAll("[data-preview]").forEach(mount);
}
