// The button that goes round the themes: the system's, light, dark.

export const THEMES = ["system", "light", "dark"];

/** Return the theme after this one; anything unknown counts as the system's. */
export function nextTheme(theme) {
  return THEMES[(Math.max(THEMES.indexOf(theme), 0) + 1) % THEMES.length];
}

function remember(theme) {
  try {
    if (theme === "system") localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    return; // Without storage the choice holds for this page alone.
  }
}

/** Make `button` switch the theme of `root`, and say in words which one is on. */
export function mountSwitch(button, root) {
  const name = button.querySelector("[data-theme-name]");
  const say = () => {
    name.textContent = button.dataset[root.dataset.theme ?? "system"];
  };
  button.addEventListener("click", () => {
    const theme = nextTheme(root.dataset.theme ?? "system");
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    remember(theme);
    say();
  });
  say();
  button.hidden = false;
}
