// The two dialogs: the keys, and the guidelines fetched from their own page.

/** Open the keys dialog with its button; the switch in it turns single keys off and on. */
export function mountKeysDialog(dialog, button, storage, signal) {
  const box = dialog.querySelector("[data-keys-switch]");
  box.checked = storage.getItem("keys") !== "off";
  box.addEventListener("change", () => storage.setItem("keys", box.checked ? "on" : "off"), { signal });
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
  return { areOn: () => box.checked };
}

/** Show the guidelines over the page; where they cannot be fetched the link opens as it is. */
export function mountGuidelines(dialog, link) {
  const place = dialog.querySelector("[data-guidelines-text]");
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!place.childElementCount && !(await fill(place, link.href))) {
      open(link.href, "_blank", "noopener");
      return;
    }
    dialog.showModal();
    // Taller than the dialog, it would be scrolled to its middle or its edge.
    place.focus({ preventScroll: true });
    dialog.scrollTop = 0;
  });
}

async function fill(place, address) {
  try {
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const text = answer.ok ? page.querySelector(".prose") : null;
    if (text) place.replaceChildren(...text.childNodes);
    return text !== null;
  } catch {
    return false;
  }
}
