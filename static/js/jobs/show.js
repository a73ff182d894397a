// Follow a job: the figures every second or two, the rest of the page when it changed.

import { announcement, isOutOfDate, pauseAfter } from "./progress.js";

export function mount(root, details, { fetch, setTimeout, parse }) {
  const part = (name) => root.querySelector(`[data-job-${name}]`);
  let failures = 0;
  let looks = 0;
  let before = {
    state: root.dataset.state,
    failed_chunks: Number(root.dataset.failedChunks),
    percent: Number(root.dataset.percent),
  };

  function show(now) {
    part("status").textContent = now.status;
    part("bar").max = now.total || 1;
    part("bar").value = now.done;
    part("percent").textContent = now.share;
    part("rate").textContent = now.rate;
    part("left").textContent = now.time_left;
    const said = announcement(before, now);
    if (said) part("announcement").textContent = said;
  }

  async function redraw() {
    const answer = await fetch(root.ownerDocument.location.href);
    if (!answer.ok) return;
    const fresh = parse(await answer.text()).querySelector("[data-job-details]");
    if (!fresh) return;
    const hadFocus = details.contains(root.ownerDocument.activeElement);
    details.replaceChildren(...fresh.childNodes);
    // The button that was focused may be gone: go on reading from the job's state.
    if (hadFocus) (details.querySelector("button") ?? part("status")).focus();
  }

  async function look() {
    try {
      const answer = await fetch(root.dataset.progress);
      if (!answer.ok) throw new Error(String(answer.status));
      const now = await answer.json();
      show(now);
      if (isOutOfDate(before, now)) await redraw();
      before = now;
      failures = 0;
      if (!now.is_open) return;
    } catch {
      failures += 1;
      part("left").textContent = root.dataset.silent;
    }
    looks += 1;
    setTimeout(look, pauseAfter(failures, looks));
  }

  if (root.dataset.open === "yes") setTimeout(look, pauseAfter(failures, looks));
}

if (globalThis.document) {
  mount(document.querySelector("[data-job]"), document.querySelector("[data-job-details]"), {
    fetch: (address) => fetch(address, { credentials: "same-origin" }),
    setTimeout: (work, pause) => setTimeout(work, pause),
    parse: (html) => new DOMParser().parseFromString(html, "text/html"),
  });
}
