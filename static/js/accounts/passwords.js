// A button under each password field that shows what is typed.

/** Return the next kind of the input, and which of its words the button then says. */
export function turned(type) {
  return type === "password" ? { type: "text", says: "hide" } : { type: "password", says: "show" };
}

/** Put a button after `input` that shows and hides its value; a sent form never keeps it shown. */
export function mount(input) {
  const button = input.ownerDocument.createElement("button");
  button.type = "button";
  button.className = "button button--quiet button--small button--reveal";
  button.setAttribute("aria-controls", input.id);
  button.textContent = input.dataset.show;
  button.addEventListener("click", () => {
    const next = turned(input.type);
    input.type = next.type;
    button.textContent = input.dataset[next.says];
  });
  input.form?.addEventListener("submit", () => {
    input.type = "password";
  });
  input.after(button);
}

globalThis.document?.querySelectorAll("input[type=password]").forEach(mount);
