// Keep the number on the import button true while ticks are set and taken.

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
  const number = form.querySelector("[data-count]");
  const plural = form.querySelector("[data-plural]");
  const say = () => {
    const count = countToStore(Number(form.dataset.toStore), boxes);
    number.textContent = count.toLocaleString("en");
    plural.hidden = count === 1;
  };
  form.addEventListener("change", say);
  say();
}

if (typeof document !== "undefined") {
  document.querySelectorAll("[data-preview]").forEach(mount);
}
