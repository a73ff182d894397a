// Tells this browser's other tabs what was stored, so that nobody answers a paragraph twice.

const CHANNEL = "annotations.stored";
// A page hears its own channels, too, and may stay with its paragraph.
const OWN = crypto.randomUUID?.() ?? String(Math.random());

/** Tell the other tabs that an assignment was stored. */
export function tellTabs(assignment) {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage({ assignment, from: OWN });
  channel.close();
}

/** Hear from other tabs; `whenStored` runs once this page's assignment was stored in one. */
export function mountTabs(form, whenStored, signal) {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener("message", ({ data }) => {
    if (data.from !== OWN && data.assignment === form.dataset.assignment) whenStored();
  });
  signal.addEventListener("abort", () => channel.close());
}
