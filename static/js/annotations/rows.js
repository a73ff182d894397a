// The rows of loaded words in the rail. Their selects are the one state: what stands there is
// what the form sends, with or without this script.

import { classesOf } from "./text.js";

/** Read the rows as spans. */
export function readRows(list) {
  return [...list.children].map((row) => ({
    row: row.dataset.row,
    start: Number(row.dataset.start),
    end: Number(row.dataset.end),
    category: row.querySelector("select").value,
    suggested: row.dataset.suggested,
    isConfirmed: "confirmed" in row.dataset,
    isRevealed: "revealed" in row.dataset,
  }));
}

/** Draw each row as its select says; `words` says what its button does. */
export function drawRows(list, spans, words) {
  spans.forEach((span, i) => {
    const row = list.children[i];
    const word = row.dataset.text;
    const button = row.querySelector("[data-reject]");
    const isOut = span.category === "";
    row.querySelector("mark").className = classesOf(span);
    row.classList.toggle("is-rejected", isOut && !span.isRevealed);
    button.hidden = false;
    const sign = document.createElement("span");
    sign.setAttribute("aria-hidden", "true");
    sign.textContent = isOut ? (span.isRevealed ? "+" : "↩") : "×";
    button.replaceChildren(sign);
    // Its title is its name and its tip: beside a label of the same words it would be read twice.
    button.title = words(does(span, isOut), { word });
    button.removeAttribute("aria-label");
  });
}

function does(span, isOut) {
  if (isOut) return span.isRevealed ? "markWord" : "putWordBack";
  return span.suggested ? "rejectWord" : "takeWordOut";
}

/** Find the row with this id. */
export function rowOf(list, id) {
  return [...list.children].find((row) => row.dataset.row === id) ?? null;
}

/** Give a row a category; "" rejects a suggestion. */
export function setCategory(row, category) {
  const select = row.querySelector("select");
  if (select.value) row.dataset.before = select.value;
  select.value = category;
}

/** Reject a suggestion or put it back; take a person's own span out. Gives the name of what was done. */
export function toggle(row) {
  const select = row.querySelector("select");
  if (!row.dataset.suggested) {
    row.remove();
    return "takenOut";
  }
  if (select.value === "") {
    setCategory(row, row.dataset.before || row.dataset.suggested);
    return "revealed" in row.dataset ? "markedAsSuggested" : "putBack";
  }
  setCategory(row, "");
  return "revealed" in row.dataset ? "notMarked" : "rejected";
}

let made = 0;

/** Add a row for a span that the person marked. */
export function addRow(list, template, { start, end, text, category }, words) {
  const row = template.content.firstElementChild.cloneNode(true);
  made += 1;
  Object.assign(row.dataset, { row: `own_${made}`, start, end, text, suggested: "" });
  row.querySelector("mark").textContent = text;
  row.querySelector("select").value = category;
  row.querySelector("select").setAttribute("aria-label", words("categoryOf", { word: text }));
  row.querySelector("[name=added_start]").value = start;
  row.querySelector("[name=added_end]").value = end;
  row.querySelector("[name=added_text]").value = text;
  const next = [...list.children].find((other) => Number(other.dataset.start) > start);
  list.insertBefore(row, next ?? null);
  return row;
}
