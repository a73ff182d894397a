// The annotate page.

import { mountGuidelines, mountKeysDialog } from "./dialogs.js";
import { mountDraft } from "./draft.js";
import { mountChooser, mountReasons } from "./floating.js";
import { hasOwnEnter, isTyping, keyOf } from "./keys.js";
import { mountMarking } from "./marking.js";
import { restoreDraft } from "./restoring.js";
import { mountSending } from "./sending.js";
import { select } from "./text.js";
import { selected, step, words } from "./walking.js";

const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

/** A store that a private window may refuse; without it, nothing is kept beyond the page. */
function storageOr(name) {
  try {
    const storage = globalThis[name];
    storage.getItem("keys");
    return storage;
  } catch {
    const kept = new Map();
    return {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => kept.set(key, value),
      removeItem: (key) => kept.delete(key),
    };
  }
}

/** Make the page of `root` quick to use; everything in it works without this, too. */
export function mount(root) {
  const find = (name) => root.querySelector(`[data-${name}]`);
  const form = find("annotate");
  const state = find("state");
  const say = (sentence) => {
    find("status").textContent = sentence;
  };
  const show = (text, kind = "") => {
    state.textContent = text;
    state.className = kind ? `state state--${kind}` : "state";
  };

  const marking = mountMarking(form, say);
  const chooser = mountChooser(find("chooser"), form, marking);
  const reasons = mountReasons(find("reason-tip"), marking.paragraph);
  const keys = mountKeysDialog(find("keys"), find("keys-open"), storageOr("localStorage"));
  mountGuidelines(find("guidelines-dialog"), find("guidelines"));
  mountSending(form, show, say);
  form.addEventListener("input", () => show("not sent yet", "waiting"));
  mountDraft(form, storageOr("sessionStorage"), (groups) => {
    restoreDraft(form, groups, marking);
    marking.draw();
    show("draft restored", "waiting");
  });

  const remarks = find("remarks");
  const comment = form.querySelector("textarea[name=comment]");
  find("comment").addEventListener("click", () => {
    remarks.open = true;
    comment.focus();
  });
  root.querySelectorAll("[data-needs-script], [data-comment]").forEach((part) => {
    part.hidden = false;
  });

  const bound = new Map(
    [...root.querySelectorAll("[data-key]")].map((element) => [element.dataset.key, element]),
  );
  const isBound = (key) => bound.has(key) || key === "x";
  const list = words(marking.text, form.querySelector("article").lang || undefined);
  let walk = null;

  const leave = () => {
    chooser.hide();
    reasons.hide();
    if (isTyping(document.activeElement)) document.activeElement.blur();
    else document.getSelection().removeAllRanges();
  };

  root.addEventListener("keydown", (event) => {
    const target = event.target;
    if (root.querySelector("dialog[open]")) return;
    if (event.key === "Escape") return leave();
    if (isTyping(target) || !keys.areOn()) return;
    const direction = STEPS[event.key];
    const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey;
    if (direction && isPlain && target.type !== "radio") {
      walk = step(walk, direction, list.length, event.shiftKey);
      if (!walk) return;
      event.preventDefault();
      select(marking.paragraph, selected(walk, list));
      say(document.getSelection().toString());
      return;
    }
    if (event.key === "Enter" && isPlain && !hasOwnEnter(target)) {
      event.preventDefault();
      if (!event.repeat) find("confirm").click();
      return;
    }
    const key = keyOf(event, isBound);
    if (!key || event.repeat) return;
    event.preventDefault();
    if (key === "x") marking.reject(marking.focusedRow());
    else bound.get(key).click();
  });

  const trouble = find("trouble");
  if (trouble) (form.querySelector(".has-error input, [aria-invalid]") ?? trouble).focus();
  // From the paragraph, the next Tab goes to its first marked word, and not through the bar.
  else marking.paragraph.focus({ preventScroll: true });
}

mount(document);
