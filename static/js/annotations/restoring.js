// Puts a draft back into the form.

import { wordsOf } from "../shell/words.js";
import { addRow } from "./rows.js";

/** Fill `form` with the groups of a draft; spans that the person marked become rows again. */
export function restoreDraft(form, groups, { list, template }) {
  const words = wordsOf(form);
  for (const field of form.elements) {
    const values = groups.get(field.name);
    if (field.type === "radio") field.checked = values?.includes(field.value) ?? false;
    else if (field.type === "checkbox") field.checked = values !== undefined;
    else if (values && (field.name === "comment" || field.name.startsWith("word_"))) field.value = values[0];
  }
  for (const name of ["typed_words", "typed_category"]) {
    form.querySelectorAll(`[name=${name}]`).forEach((field, i) => {
      field.value = groups.get(name)?.[i] ?? "";
    });
  }
  list.querySelectorAll(".span-item[data-suggested='']").forEach((row) => row.remove());
  (groups.get("added_start") ?? []).forEach((start, i) => {
    const span = {
      start: Number(start),
      end: Number(groups.get("added_end")[i]),
      text: groups.get("added_text")[i],
      category: groups.get("added_category")[i],
    };
    addRow(list, template, span, words);
  });
}
