// Joins the text, the rail's rows and the category keys: marking, recategorising, rejecting.

import { wordsOf } from "../shell/words.js";
import { slice } from "./offsets.js";
import { addRow, drawRows, readRows, rowOf, setCategory, toggle } from "./rows.js";
import { isRejected, look, plan } from "./spans.js";
import { drawMarks, focusMark, readSelection } from "./text.js";

/** Give the actions on the spans of a form; `say` speaks to the live region. */
export function mountMarking(form, say) {
  const paragraph = form.querySelector("[data-text]");
  const list = form.querySelector("[data-spans]");
  const template = form.querySelector("[data-added-row]");
  const text = paragraph.textContent;
  const words = wordsOf(form);
  const titles = new Map(
    [...form.querySelectorAll("[data-category]")].map((button) => [
      button.dataset.category,
      button.querySelector("mark").textContent,
    ]),
  );

  const stateOf = (span) => {
    if (isRejected(span)) return words(span.isRevealed ? "notMarked" : "rejected");
    const category = titles.get(span.category) ?? words("chooseOne");
    return look(span) ? words("suggestedAs", { category }) : category;
  };
  const describe = (span) => {
    const reason = document.getElementById(`${span.row}-reason`)?.textContent;
    return reason ? `${stateOf(span)}. ${reason}` : stateOf(span);
  };

  const draw = () => {
    const spans = readRows(list);
    drawRows(list, spans, words);
    drawMarks(paragraph, text, spans, describe);
  };
  const changed = () => {
    draw();
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const focusedRow = () => {
    const holder = document.activeElement?.closest("mark[data-row], .span-item");
    return holder && form.contains(holder) ? rowOf(list, holder.dataset.row) : null;
  };

  const mark = (place, category) => {
    const word = slice(text, place.start, place.end);
    const { same, replaced } = plan(readRows(list), place);
    replaced.forEach((span) => {
      const row = rowOf(list, span.row);
      if (span.suggested) setCategory(row, "");
      else row.remove();
    });
    const row = same
      ? rowOf(list, same.row)
      : addRow(list, template, { ...place, text: word, category }, words);
    setCategory(row, category);
    document.getSelection().removeAllRanges();
    changed();
    focusMark(paragraph, row.dataset.row);
    const others = replaced.map((span) => slice(text, span.start, span.end)).join(", ");
    const title = titles.get(category);
    say(others ? words("insteadOf", { word, category: title, others }) : `${word}: ${title}`);
  };

  // What a key needs first stands on the page already: there the eye is led, too.
  const ask = (message, hint) => {
    say(words(message));
    form.querySelector(hint)?.classList.add("state", "state--problem");
  };
  const stopAsking = () => {
    for (const hint of form.querySelectorAll("[data-hint]")) hint.classList.remove("state", "state--problem");
  };

  const categorise = (category) => {
    stopAsking();
    const place = readSelection(paragraph, text);
    if (place) {
      mark(place, category);
      return;
    }
    const row = focusedRow();
    if (!row) {
      ask("selectFirst", "[data-hint=select]");
      return;
    }
    setCategory(row, category);
    changed();
    say(`${row.dataset.text}: ${titles.get(category)}`);
  };

  const reject = (row) => {
    stopAsking();
    if (!row) {
      ask("goFirst", "[data-hint=go]");
      return;
    }
    const word = row.dataset.text;
    const isInText = paragraph.contains(document.activeElement);
    const next = row.nextElementSibling ?? row.previousElementSibling;
    say(`${word}: ${words(toggle(row))}`);
    changed();
    if (!row.isConnected && next && isInText) focusMark(paragraph, next.dataset.row);
    else if (!row.isConnected) (next?.querySelector("[data-reject]") ?? paragraph).focus();
  };

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-reject]");
    if (button) reject(button.closest(".span-item"));
  });
  // A press with the mouse leaves the focus where it is, so that Enter still means confirm.
  list.addEventListener("mousedown", (event) => {
    if (event.target.closest("[data-reject], summary")) event.preventDefault();
  });
  list.addEventListener("change", draw);
  draw();
  return { categorise, draw, focusedRow, list, paragraph, reject, template, text };
}
