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

/** Show the guidelines, or what changed in them, over the page; else the link opens as it is. */
export function mountGuidelines(dialog, links, signal) {
  const place = dialog.querySelector("[data-guidelines-text]");
  const show = async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const address = event.currentTarget.href;
    if (place.dataset.address !== address && !(await fill(place, address))) {
      open(address, "_blank", "noopener");
      return;
    }
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

async function fill(place, address) {
  try {
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const text = answer.ok ? page.querySelector(".prose") : null;
    if (!text) return false;
    place.replaceChildren(...text.childNodes);
    place.dataset.address = address;
    return true;
  } catch {
    return false;
  }
}
