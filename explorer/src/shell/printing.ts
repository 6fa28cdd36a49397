// Printing a part of a page alone: what is not it is left out by the style sheet (styles/base.css).

/** Prints `part`, and nothing else of the page. */
export function printOnly(part: HTMLElement): void {
  const root = document.documentElement;
  root.dataset["printing"] = "part";
  part.dataset["printed"] = "";
  const end = () => {
    delete root.dataset["printing"];
    delete part.dataset["printed"];
  };
  window.addEventListener("afterprint", end, { once: true });
  window.print();
}
