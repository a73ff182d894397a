// A button that copies an address which is shown only once.

/** Copy `text` and tell whether that went well; `clipboard` may be missing or refuse. */
export async function copied(text, clipboard) {
  try {
    await clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Make the button of `root` copy the value of its input. */
export function mount(root) {
  const input = root.querySelector("input");
  const button = root.querySelector("[data-copy-button]");
  const status = root.querySelector("[data-copy-status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    input.select();
    // Without HTTPS a browser offers no clipboard.
    const { clipboard } = root.ownerDocument.defaultView.navigator;
    const { copied: done, refused } = status.dataset;
    status.textContent = (await copied(input.value, clipboard)) ? done : refused;
  });
  input.addEventListener("focus", () => input.select());
}

globalThis.document?.querySelectorAll("[data-copy]").forEach(mount);
