// The two dialogs: the keys, and the guidelines fetched from their own page.

import { isAway } from "./post.js";

/** Open the keys dialog with its button; the switch in it turns single keys off and on. */
export function mountKeysDialog(dialog, button, storage, signal) {
  const box = dialog.querySelector("[data-keys-switch]");
  box.checked = storage.getItem("keys") !== "off";
  showKeys(dialog.ownerDocument, box.checked);
  const choose = () => {
    storage.setItem("keys", box.checked ? "on" : "off");
    showKeys(dialog.ownerDocument, box.checked);
  };
  box.addEventListener("change", choose, { signal });
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
  return { areOn: () => box.checked };
}

/** Let the page name its keys only while they do something. */
function showKeys(document, areOn) {
  document.body.classList.toggle("has-keys-off", !areOn);
  for (const element of document.querySelectorAll("[aria-keyshortcuts], [data-shortcuts]")) {
    element.dataset.shortcuts ??= element.getAttribute("aria-keyshortcuts");
    if (areOn) element.setAttribute("aria-keyshortcuts", element.dataset.shortcuts);
    else element.removeAttribute("aria-keyshortcuts");
  }
}

/**
 * Show the guidelines, or what changed in them, over the page.
 *
 * Where nobody answers, what was read last is shown again, or `whenAway` says so; where another page
 * answers, the link opens as it is.
 */
export function mountGuidelines(dialog, links, { whenAway, signal }) {
  const place = dialog.querySelector("[data-guidelines-text]");
  const show = async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const address = event.currentTarget.href;
    // Asked for each time: they may have changed since they were read last.
    const found = await proseAt(address);
    if (found.text) {
      place.replaceChildren(...found.text.childNodes);
      place.dataset.address = address;
    } else if (!found.isAway) {
      open(address, "_blank", "noopener");
      return;
    } else if (place.dataset.address !== address) return whenAway();
    dialog.showModal();
    // Taller than the dialog, it would be scrolled to its middle or its edge.
    place.focus({ preventScroll: true });
    dialog.scrollTop = 0;
  };
  links.forEach((link) => link.addEventListener("click", show, { signal }));
}

/** Keep that the guidelines are read without leaving the page, and take the note about it away. */
export function mountReading(dialog, root, signal) {
  const form = dialog.querySelector("[data-confirm-reading]");
  const note = root.querySelector("[data-guidelines-news]");
  // It was confirmed while the page with this note was fetched ahead.
  if (!form) note?.remove();
  form?.addEventListener(
    "submit",
    async (event) => {
      event.preventDefault();
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
      if (!answer?.ok) return form.submit();
      form.remove();
      root.querySelector("[data-guidelines-news]")?.remove();
      dialog.close();
    },
    { signal },
  );
}

async function proseAt(address) {
  try {
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return { text: answer.ok ? page.querySelector(".prose") : null, isAway: isAway(answer) };
  } catch {
    return { text: null, isAway: true };
  }
}
