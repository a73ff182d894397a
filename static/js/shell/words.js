// What a script says. A template writes the words into `data-words`, in the reader's language.

/** Give a function that says the words of `root` by their name, with `{…}` filled in. */
export function wordsOf(root) {
  const words = JSON.parse(root.dataset.words);
  return (name, values = {}) => filled(words[name], values);
}

/** Put values into the `{…}` of a sentence. */
export function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** Write a title as it stands inside a sentence: English loses its capital, German keeps it. */
export function within(title, locale = document.documentElement.lang) {
  return locale === "en" ? title.toLowerCase() : title;
}
