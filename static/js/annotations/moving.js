// The keys of the annotate page: walking by words, and the keys that stand in the page itself.

import { wordsOf } from "../shell/words.js";
import { hasOwnEnter, isTyping, keyOf } from "./keys.js";
import { select } from "./text.js";
import { selected, step, words } from "./walking.js";

const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

/** Press what a key stands for, and say what it did: the focus stays in the text. */
function press(element, words, say) {
  element.click();
  // What stands after the key cap.
  const label = element.parentElement.lastElementChild.lastChild;
  if (element.type === "radio") {
    say(`${element.closest("fieldset").querySelector("legend").textContent}: ${label.textContent.trim()}`);
  } else if (element.type === "checkbox") say(words(element.checked ? "flagged" : "notFlagged"));
}

/** Listen to the keys of `root`; `leave` closes what floats, `sending` knows of a form under way. */
export function mountKeys(root, { form, marking, keys, sending, say, leave, signal }) {
  const bound = new Map(
    [...root.querySelectorAll("[data-key]")].map((element) => [element.dataset.key, element]),
  );
  const isBound = (key) => bound.has(key) || key === "x";
  const list = words(marking.text, form.querySelector("article").lang || undefined);
  const said = wordsOf(form);
  let walk = null;

  const walkBy = (event, direction) => {
    walk = step(walk, direction, list.length, event.shiftKey);
    if (!walk) return;
    event.preventDefault();
    select(marking.paragraph, selected(walk, list));
    say(document.getSelection().toString());
  };

  root.addEventListener(
    "keydown",
    (event) => {
      const target = event.target;
      if (root.querySelector("dialog[open]")) return;
      if (event.key === "Escape") return leave();
      if (isTyping(target) || !keys.areOn()) return;
      const direction = STEPS[event.key];
      const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
      if (direction && isPlain && target.type !== "radio") return walkBy(event, direction);
      if (event.key === "Enter" && isPlain && !hasOwnEnter(target)) {
        event.preventDefault();
        if (!event.repeat) form.querySelector("[data-confirm]").click();
        return;
      }
      const key = keyOf(event, isBound);
      if (!key || event.repeat) return;
      event.preventDefault();
      // What is on its way must not change any more.
      if (sending.isUnderWay() && key !== "g" && key !== "?") return;
      if (key === "x") marking.reject(marking.focusedRow());
      else press(bound.get(key), said, say);
    },
    { signal },
  );
}
