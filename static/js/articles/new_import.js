// Say what was chosen and whether it is too large, before it is sent.

const UNITS = ["bytes", "kB", "MB", "GB"];

/** Write a size with at most one decimal: 1536 → "1.5 kB". */
export function sizeInWords(bytes) {
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${unit ? Math.round(size * 10) / 10 : size} ${UNITS[unit]}`;
}

/** Describe the files, each with a `size`, against the limit. */
export function describe(files, maximum) {
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const count = `${files.length} ${files.length === 1 ? "file" : "files"}`;
  const chosen = `${count} chosen, ${sizeInWords(total)}.`;
  return {
    tooLarge: total > maximum,
    words:
      total > maximum
        ? `${chosen} At most ${sizeInWords(maximum)} can be sent at a time: choose fewer.`
        : chosen,
  };
}

/** Watch the file input of the upload form. */
export function mount(form) {
  const input = form.querySelector('input[type="file"]');
  const line = form.querySelector("[data-chosen]");
  const button = form.querySelector('button[type="submit"]');
  const say = () => {
    const files = [...input.files];
    const { tooLarge, words } = describe(files, Number(form.dataset.maxBytes));
    line.hidden = files.length === 0;
    line.textContent = words;
    button.disabled = tooLarge;
  };
  const area = input.closest(".field");
  input.addEventListener("change", say);
  for (const name of ["dragenter", "dragover"]) {
    input.addEventListener(name, () => area.classList.add("is-dropping"));
  }
  for (const name of ["dragleave", "drop"]) {
    input.addEventListener(name, () => area.classList.remove("is-dropping"));
  }
  say();
}

if (typeof document !== "undefined") {
  document.querySelectorAll("[data-upload]").forEach(mount);
}
