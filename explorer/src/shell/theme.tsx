// Light, dark, or as the system: one attribute on the root element, which the style sheets read.
import { useEffect, useState, useSyncExternalStore } from "react";

export type Theme = "light" | "dark" | "system";

const STORED = "domicile-theme"; // a setting, nothing about a person

/** The theme and how to change it. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(() => {
    const stored = localStorage.getItem(STORED);
    return stored === "light" || stored === "dark" ? stored : "system";
  });
  useEffect(() => {
    localStorage.setItem(STORED, theme);
    document.documentElement.dataset["theme"] = theme;
  }, [theme]);
  return [theme, setTheme];
}

/** Which of the two is shown now; for what is drawn on a canvas, where no style sheet reaches. */
export function useShownTheme(): "light" | "dark" {
  return useSyncExternalStore(watch, () => {
    const chosen = document.documentElement.dataset["theme"];
    if (chosen === "light" || chosen === "dark") return chosen;
    return DARK.matches ? "dark" : "light";
  });
}

const DARK = matchMedia("(prefers-color-scheme: dark)");

function watch(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  DARK.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    DARK.removeEventListener("change", changed);
  };
}
