// Goes back a paragraph without loading a page, and says where one is then.

import { fits, reach, turnBackTo } from "./turning.js";

/** Say which paragraph a page of `root` shows, and what stands above its questions, without links. */
export function standingOf(root) {
  const note = root.querySelector("[data-standing]")?.cloneNode(true);
  if (!note) return "";
  note.querySelectorAll("a").forEach((link) => link.remove());
  const said = note.textContent.replace(/\s+/g, " ").trim();
  return `${root.querySelector("[data-annotate]").dataset.place}. ${said}`;
}

/**
 * Take over the link back. What was entered here is kept as a draft; where nobody answers, the
 * page stays, and `whenAway` says so.
 */
export function mountBack(link, { form, sending, whenAway, turned, go, signal }) {
  let isAsking = false;
  const back = async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (sending.isUnderWay() || isAsking) return;
    isAsking = true;
    const { leaf, isAway } = await reach(link.href);
    isAsking = false;
    // An answer may have turned the page meanwhile.
    if (signal.aborted) return;
    if (isAway) return whenAway();
    if (!leaf || !fits(leaf.page)) return go(link.href);
    turnBackTo(leaf, form.action);
    turned();
  };
  link.addEventListener("click", back, { signal });
}
