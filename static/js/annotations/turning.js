// Turns to the next paragraph without loading a page. Its leaf, what changes from page to page, is
// here already: the answer to each submission brings the one after the next.

import { isAway } from "./post.js";

const PARTS = ["[data-bar]", "[data-annotate]", "[data-chooser]", "[data-reason-tip]"];
// What a leaf leaves as it is; a whole page brings them, for another codebook perhaps.
const DIALOGS = ["[data-keys]", "[data-guidelines-dialog]"];

/**
 * Ask for the annotate page at `address`. Gives its leaf, null where another page stands there, and
 * `isAway` where nobody answered.
 */
export async function reach(address) {
  try {
    const answer = await fetch(address, { redirect: "manual" });
    if (!answer.ok) return { leaf: null, isAway: isAway(answer) };
    return { leaf: readLeaf({ address, html: await answer.text() }), isAway: false };
  } catch {
    return { leaf: null, isAway: true };
  }
}

/** Fetch the page at `address`, or null where it is not an annotate page. */
export async function fetchPage(address) {
  return (await reach(address)).leaf;
}

/** Read a leaf, or a whole page, as the server sends it; null for none. */
export function readLeaf(leaf) {
  if (!leaf) return null;
  const page = new DOMParser().parseFromString(leaf.html, "text/html");
  return isWhole(page) ? { address: leaf.address, page } : null;
}

/** Choose among leaves the one at an address, and the one to keep for the turn after it. */
export function sorted(leaves, address) {
  const here = leaves.filter(Boolean);
  const next = here.find((leaf) => leaf.address === address) ?? null;
  return { next, kept: next && (here.find((leaf) => leaf.address !== address) ?? null) };
}

function isWhole(page) {
  return PARTS.every((part) => page.querySelector(part));
}

function replaceParts(page) {
  for (const part of [...PARTS, ...DIALOGS]) {
    const fresh = page.querySelector(part);
    if (fresh) document.querySelector(part).replaceWith(document.adoptNode(fresh));
  }
  document.title = page.title;
}

/** Ask for the leaf of the paragraph after this one; null where there is none. */
export async function fetchAhead(form) {
  const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
  try {
    const answer = await fetch(form.dataset.ahead, { method: "POST", body, redirect: "error" });
    if (answer.status !== 200) return null;
    return readLeaf(await answer.json());
  } catch {
    return null;
  }
}

/** Tell whether `page` asks under a version of the codebook and the guidelines, by its number. */
export function asksUnder(number, page) {
  return codebookOf(page) === String(number);
}

/** Tell whether `page` can take the place of this document, asking by the same codebook. */
export function fits(page, here = document) {
  return codebookOf(page) === codebookOf(here);
}

function codebookOf(page) {
  return page.querySelector("[name=codebook_number]").value;
}

/** Turn on to a leaf that was drawn before the answer to this page was stored, as it says now. */
export function turnTo(leaf, { state, progress, back }) {
  const { address, page } = leaf;
  const bar = page.querySelector("[data-bar]");
  bar.querySelector("[data-state]").textContent = state;
  bar.querySelector("[data-progress]").textContent = progress;
  if (!isSamePlace(address, back)) {
    const link = page.querySelector("[data-back]");
    link.href = back;
    link.hidden = false;
    link.dataset.key = "u";
  }
  show(leaf, back);
}

/** Turn back to a leaf that was drawn just now. */
export function turnBackTo(leaf, from) {
  show(leaf, from);
}

function show({ address, page }, from) {
  replaceParts(page);
  // The same paragraph again, after a first answer, is no new place to come back from.
  if (!isSamePlace(address, from)) history.pushState(null, "", address);
  scrollTo(0, 0);
}

function isSamePlace(one, other) {
  return new URL(one, location).pathname === new URL(other, location).pathname;
}

/**
 * Show a page that the server answered with; tells whether it is an annotate page again. Above any
 * other stands `unstored`, the sentence about what was entered.
 */
export function showAnswer(text, unstored) {
  const page = new DOMParser().parseFromString(text, "text/html");
  if (isWhole(page)) {
    replaceParts(page);
    return true;
  }
  // An error page: it has no form of ours, and nothing more to do than to be read.
  // The switch of the theme stays, with its listeners; the rest of the masthead is that page's.
  const around = page.querySelectorAll(".masthead > :not([data-theme-switch])");
  document.querySelector("[data-bar]")?.replaceWith(...around);
  document.body.className = page.body.className;
  const main = document.adoptNode(page.querySelector("main"));
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.setAttribute("role", "status");
  main.prepend(notice);
  document.querySelector("main").replaceWith(main);
  // Said once it stands in the page: a status that comes with its words is not read out.
  notice.textContent = unstored;
  document.title = page.title;
  return false;
}
