// Say what was chosen and whether it is too large, before it is sent.

import { filled } from "../shell/words.js";

const UNITS = ["bytes", "kB", "MB", "GB"];

/** Write a size with at most one decimal: 1536 → "1.5 kB". */
export function sizeInWords(bytes, locale = "en") {
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${size.toLocaleString(locale, { maximumFractionDigits: 1 })} ${UNITS[unit]}`;
}

/** Describe the files, each with a `size`, against the limit; `said` holds the sentences. */
export function describe(files, maximum, said, locale = "en") {
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const chosen = filled(files.length === 1 ? said.one : said.many, {
    count: files.length.toLocaleString(locale),
    size: sizeInWords(total, locale),
  });
  const most = sizeInWords(maximum, locale);
  return {
    tooLarge: total > maximum,
    words: total > maximum ? `${chosen} ${filled(said.tooLarge, { most })}` : chosen,
  };
}

/** Watch the file input of the upload form. */
export function mount(form) {
  const input = form.querySelector('input[type="file"]');
  const line = form.querySelector("[data-chosen]");
  const button = form.querySelector('button[type="submit"]');
  const say = () => {
    const files = [...input.files];
    const locale = document.documentElement.lang;
    const maximum = Number(form.dataset.maxBytes);
    const { tooLarge, words } = describe(files, maximum, form.dataset, locale);
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
