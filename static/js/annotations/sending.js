// Sends the form once, not before every question has an answer, and through a lost connection.

import { within, wordsOf } from "../shell/words.js";
import { postUntilAnswered } from "./post.js";
import { fetchPage } from "./turning.js";

/** Find the first question without an answer. */
export function firstMissing(form) {
  return (
    [...form.querySelectorAll("fieldset.question")].find(
      (question) => !question.querySelector("input:checked"),
    ) ?? null
  );
}

/**
 * Take the token of the session that is on now; tells whether there is one for this paragraph.
 *
 * Who signed out and in again in another tab has another session than the one of this page. The
 * form keeps its own key, so that it is stored once whichever of its tries came through.
 */
async function renewToken(form) {
  const found = await fetchPage(form.action);
  if (!found) return false;
  form.elements.csrf_token.value = found.page.querySelector("[name=csrf_token]").value;
  return true;
}

/**
 * Guard the sending of `form`. `show` writes the state in the bar, `say` speaks to the live
 * region; `held` tells which assignment's leaf is here already, and need not be sent again;
 * `answered` gets the answer of the server once there is one.
 */
export function mountSending(form, { show, say, clock, held, answered, signal }) {
  const buttons = [...form.querySelectorAll("button[type=submit]")];
  const questions = form.querySelector(".annotate__questions");
  const words = wordsOf(form);
  const hurry = { now: () => {} };
  let isSending = false;

  const setSending = (is) => {
    isSending = is;
    questions.inert = is;
    for (const button of buttons) button.setAttribute("aria-disabled", String(is));
  };

  const refuse = (missing) => {
    missing.classList.add("has-error");
    missing.querySelector(".question__label").dataset.choose = words("chooseOne");
    missing.querySelector("input").focus();
    show(words("missing"), "problem");
    say(words("chooseAnswer", { question: within(missing.querySelector("legend").textContent) }));
  };

  const send = async (body) => {
    setSending(true);
    show(words("saving"), "waiting");
    let said = "";
    const whenWaiting = (tries, met) => {
      // Who is told of the network looks for the fault in the room; the database is elsewhere.
      const isThere = met?.status === 503;
      const sentence = words(isThere ? "storesNothing" : "away");
      show(words(isThere ? "waitingToStore" : "waiting"), "problem");
      if (sentence !== said) say(sentence);
      said = sentence;
    };
    let answer = await postUntilAnswered(form.action, body, { hurry, whenWaiting });
    if (answer.status === 400 && (await renewToken(form))) {
      body.set("csrf_token", form.elements.csrf_token.value);
      answer = await postUntilAnswered(form.action, body, { hurry, whenWaiting });
    }
    setSending(false);
    if (answer.status >= 500) {
      show(words("notSaved"), "problem");
      say(words("failed"));
      return;
    }
    await answered(answer);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (isSending) return hurry.now();
    const missing = event.submitter?.value === "skip" ? null : firstMissing(form);
    if (missing) return refuse(missing);
    clock.write(form);
    const body = new FormData(form);
    body.set("act", event.submitter?.value ?? "confirm");
    body.set("held", held());
    send(body);
  });
  form.addEventListener("change", (event) => {
    event.target.closest("fieldset.question")?.classList.remove("has-error");
  });
  addEventListener(
    "beforeunload",
    (event) => {
      if (isSending) event.preventDefault();
    },
    { signal },
  );
  return { isUnderWay: () => isSending, hurry: () => hurry.now() };
}
