// The annotate page.

import { within, wordsOf } from "../shell/words.js";
import { mountBack, standingOf } from "./back.js";
import { mountGuidelines, mountKeysDialog, mountReading } from "./dialogs.js";
import { mountDraft } from "./draft.js";
import { mountChooser, mountReasons } from "./floating.js";
import { isTyping } from "./keys.js";
import { mountLease } from "./lease.js";
import { mountMarking } from "./marking.js";
import { mountKeys } from "./moving.js";
import { mountPause } from "./pause.js";
import { restoreDraft } from "./restoring.js";
import { mountSending } from "./sending.js";
import { openStorage } from "./storage.js";
import { mountTabs, tellTabs } from "./tabs.js";
import { mountTimes } from "./times.js";
import {
  asksUnder,
  fetchAhead,
  fetchPage,
  fits,
  readLeaf,
  showAnswer,
  sorted,
  turnTo,
} from "./turning.js";

/**
 * Make the page of `root` quick to use; everything in it works without this, too. `kept` is the
 * leaf of the paragraph after this one, where it came with the answer to the last.
 */
export function mount(root, storage, kept = null) {
  const life = new AbortController();
  const { signal } = life;
  const find = (name) => root.querySelector(`[data-${name}]`);
  const form = find("annotate");
  const words = wordsOf(form);
  const say = (sentence) => {
    find("status").textContent = sentence;
  };
  const show = (text, kind = "") => {
    const state = find("state");
    // A screen reader says again what is written again.
    if (state.textContent !== text) state.textContent = text;
    state.className = kind ? `state state--${kind}` : "state";
  };

  const marking = mountMarking(form, say);
  const chooser = mountChooser(find("chooser"), form, marking, signal);
  const reasons = mountReasons(find("reason-tip"), marking.paragraph, signal);
  const keys = mountKeysDialog(find("keys"), find("keys-open"), storage, signal);
  const whenAway = () => {
    show(words("notReached"), "problem");
    say(words("cannotOpen"));
  };
  const guides = root.querySelectorAll("[data-guidelines]");
  mountGuidelines(find("guidelines-dialog"), guides, { whenAway, signal });
  mountReading(find("guidelines-dialog"), root, signal);
  mountPause(find("pause"), find("pause-after"), storage, signal);
  form.addEventListener("input", () => show(words("notSent"), "waiting"));
  const draft = mountDraft(form, storage, (groups) => {
    restoreDraft(form, groups, marking);
    marking.draw();
    show(words("restored"), "waiting");
  });
  mountTabs(
    form,
    () => {
      show(words("elsewhere"), "problem");
      say(words("storedElsewhere"));
    },
    signal,
  );

  let ahead = kept;
  if (!ahead) {
    fetchAhead(form).then((found) => {
      ahead = found;
    });
  }
  const remount = (after = null) => {
    life.abort();
    mount(root, storage, after);
  };
  const go = (address) => {
    life.abort();
    location.assign(address);
  };
  const clock = mountTimes(form, storage, signal);
  const goOn = async ({ next, progress, state, leaf, codebook }) => {
    draft.drop();
    clock.drop();
    tellTabs(form.dataset.assignment);
    // What was fetched ahead before the guidelines changed does not tell that they did.
    const present = [ahead, readLeaf(leaf)].filter((each) => each && asksUnder(codebook, each.page));
    const leaves = sorted(present, next);
    const turn = leaves.next ?? (await fetchPage(next));
    if (!turn || !fits(turn.page)) return go(next);
    turnTo(turn, { state, progress, back: form.action });
    remount(leaves.kept);
    say(`${state}. ${progress}. ${standingOf(root)}`.trim());
  };
  const answered = async (answer) => {
    // The session has ended: this paragraph's page leads to the sign-in page, and back here.
    if (answer.type === "opaqueredirect") return go(form.action);
    const isStored = answer.ok && answer.headers.get("Content-Type")?.startsWith("application/json");
    if (isStored) return goOn(await answer.json());
    if (showAnswer(await answer.text(), words("unstored"))) remount();
    else life.abort();
  };
  const held = () => ahead?.page.querySelector("[data-annotate]").dataset.assignment ?? "";
  const sending = mountSending(form, { show, say, clock, held, answered, signal });
  const wentBack = () => {
    const left = { left: within(form.dataset.place) };
    const isKept = draft.isKept();
    const undone = words(isKept ? "undoneKept" : "undone", left);
    const stands = find("state").textContent;
    remount();
    // A draft that came back says so itself.
    if (find("state").textContent === stands && stands) show(words(isKept ? "wentBackKept" : "wentBack", { state: stands }));
    say(`${undone} ${standingOf(root)}`);
  };
  mountBack(find("back"), { form, sending, whenAway, turned: wentBack, go, signal });
  mountLease(form, {
    clock,
    whenOver: () => {
      find("lease-over").hidden = false;
      say(find("lease-over").textContent);
    },
    signal,
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

  const leave = () => {
    chooser.hide();
    reasons.dismiss();
    if (isTyping(document.activeElement)) document.activeElement.blur();
    else document.getSelection().removeAllRanges();
  };
  mountKeys(root, { form, marking, keys, sending, say, leave, signal });
  say(standingOf(root));

  const trouble = find("trouble");
  if (trouble) (form.querySelector(".has-error input, [aria-invalid]") ?? trouble).focus();
  // From the paragraph, the next Tab goes to its first marked word, and not through the bar.
  else {
    marking.paragraph.focus({ preventScroll: true });
    // In its whole article it may stand far below what is in sight.
    if ("far" in marking.paragraph.dataset) marking.paragraph.scrollIntoView({ block: "center" });
  }
}

mount(document, openStorage());
// The address of a paragraph stands for its page, which is not kept: it is fetched anew.
addEventListener("popstate", () => location.reload());
