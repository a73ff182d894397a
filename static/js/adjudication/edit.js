// The page of a decision: digits take an answer, Enter confirms; all of it works without this, too.

import { mountDraft } from "../annotations/draft.js";
import { hasOwnEnter, isTyping, keyOf } from "../annotations/keys.js";
import { openStorage } from "../annotations/storage.js";
import { choose, offered, restore } from "./taking.js";

function mount(root, storage) {
  const form = root.querySelector("[data-decide]");
  const state = root.querySelector("[data-state]");
  const inputs = () => form.querySelectorAll("input, select, textarea");
  const say = (sentence) => {
    state.textContent = sentence;
  };
  mountDraft(form, storage, (groups) => {
    restore(inputs(), groups);
    say(form.dataset.restored);
  });
  form.addEventListener("change", () => say(form.dataset.unsaved));

  const links = [...root.querySelectorAll("[data-key]")];
  for (const link of links.filter((one) => "take" in one.dataset)) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      choose(inputs(), offered(link.dataset));
      form.dispatchEvent(new Event("change"));
      say(link.dataset.taken);
    });
  }

  const box = root.querySelector("[data-keys-switch]");
  box.checked = storage.getItem("keys") !== "off";
  box.addEventListener("change", () => storage.setItem("keys", box.checked ? "on" : "off"));
  box.closest("[data-needs-script]").hidden = false;

  root.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || !box.checked || isTyping(event.target)) return;
    const isChoice = ["radio", "checkbox"].includes(event.target.type);
    if (event.key === "Enter" && (isChoice || !hasOwnEnter(event.target)) && !event.repeat) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-confirm]"));
      return;
    }
    const key = keyOf(event, (typed) => links.some((link) => link.dataset.key === typed));
    const link = key && links.find((one) => one.dataset.key === key);
    if (!link) return;
    event.preventDefault();
    link.click();
  });
}

mount(document, openStorage());
