// Loaded before the page is drawn, and not as a module, so that a chosen theme never flashes.
// Storage may be refused, by private windows for instance: then the system's theme stands.
(() => {
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch {
    return;
  }
})();
