// Light, dark, or as the system: one attribute on the root element, which the style sheets read.
import { useEffect, useState } from "react";

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
