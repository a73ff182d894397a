// A store that a private window may refuse or fill; without it, nothing is kept beyond the page.

function inMemory() {
  const kept = new Map();
  return {
    names: () => [...kept.keys()],
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
}

/** Open the browser's lasting store, or one that lasts as long as the page. */
export function openStorage() {
  let storage;
  try {
    storage = globalThis.localStorage;
    storage.getItem("keys");
  } catch {
    return inMemory();
  }
  return {
    names: () => Object.keys(storage),
    getItem: (key) => storage.getItem(key),
    setItem: (key, value) => {
      try {
        storage.setItem(key, value);
      } catch {
        // It is full: what is on the page stays on the page.
      }
    },
    removeItem: (key) => storage.removeItem(key),
  };
}
