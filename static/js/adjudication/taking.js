// Taking an answer or a proposal into the form, and writing what the form holds back from a draft.

/** Read what a link takes: its labels by question, and its words, or null to leave these alone. */
export function offered(dataset) {
  const labels = new Map(Object.entries(JSON.parse(dataset.take)));
  const spans = "spans" in dataset ? new Set(dataset.spans.split(" ").filter(Boolean)) : null;
  return { labels, spans };
}

/** Choose in the form what is offered; every other label stays as it is. */
export function choose(inputs, { labels, spans }) {
  for (const input of inputs) {
    const question = input.name.startsWith("label_") ? input.name.slice("label_".length) : "";
    if (input.type === "radio" && labels.has(question)) {
      input.checked = input.value === labels.get(question);
    } else if (input.name === "spans" && spans) {
      input.checked = spans.has(input.value);
    }
  }
}

/** Put a draft back: `groups` holds the values of each field by its name. */
export function restore(inputs, groups) {
  const places = new Map();
  for (const input of inputs) {
    const values = groups.get(input.name) ?? [];
    if (input.type === "radio" || input.type === "checkbox") {
      input.checked = values.includes(input.value);
    } else if (input.type !== "hidden" && input.name) {
      const place = places.get(input.name) ?? 0;
      input.value = values[place] ?? "";
      places.set(input.name, place + 1);
    }
  }
}
