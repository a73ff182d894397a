// Sends the form once, and not before every question has an answer.

/** Find the first question without an answer. */
export function firstMissing(form) {
  return (
    [...form.querySelectorAll("fieldset.question")].find(
      (question) => !question.querySelector("input:checked"),
    ) ?? null
  );
}

/** Guard the sending of `form`; `show` writes the state that stands in the bar. */
export function mountSending(form, show, say) {
  const buttons = [...form.querySelectorAll("button[type=submit]")];
  let isSending = false;

  form.addEventListener("submit", (event) => {
    if (isSending) {
      event.preventDefault();
      return;
    }
    const missing = event.submitter?.value === "skip" ? null : firstMissing(form);
    if (missing) {
      event.preventDefault();
      missing.classList.add("has-error");
      missing.querySelector("input").focus();
      const words = `Choose an answer for ${missing.querySelector("legend").textContent.toLowerCase()}.`;
      show("not sent", "problem");
      say(words);
      return;
    }
    isSending = true;
    show("saving …", "waiting");
    // A disabled button would not send its value, so it is disabled once the form is on its way.
    setTimeout(() => buttons.forEach((button) => (button.disabled = true)));
  });

  form.addEventListener("change", (event) => {
    event.target.closest("fieldset.question")?.classList.remove("has-error");
  });
  // The browser may bring the page back as it was left, with its buttons disabled.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    isSending = false;
    buttons.forEach((button) => (button.disabled = false));
  });
}
