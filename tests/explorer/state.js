// What axe can tell apart of a page, as one text: each kind of element by the kinds above it, with roles, classes, states and
// whether it has a text, a name, and ids that lead somewhere; the headings' order; language, width and appearance.
// Texts, values, and how often a kind stands there are left out.
() => {
  const kinds = new Set();
  const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
  const leads = (value) => value.split(/\s+/).every((id) => document.getElementById(id));
  const told = (element) =>
    [...element.attributes]
      .filter(({ name }) => /^(aria-|role$|type$|tabindex$|disabled$|required$|hidden$|inert$|lang$|class$|for$|alt$|title$)/.test(name))
      .map(({ name, value }) => {
        if (/^(aria-labelledby|aria-describedby|aria-controls|aria-activedescendant|for)$/.test(name)) return `${name}=${leads(value)}`;
        if (/^(aria-label|alt|title|aria-posinset|aria-setsize|aria-row|aria-col|aria-value)/.test(name)) return `${name}=${value !== ""}`;
        return `${name}=${value}`;
      })
      .sort()
      .join(" ");
  const walk = (element, above) => {
    if (element.namespaceURI === "http://www.w3.org/2000/svg" && element.parentElement?.namespaceURI === element.namespaceURI) return;
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== "");
    const isShown = element.checkVisibility();
    const kind = `${above}>${element.localName}[${told(element)}]${hasText ? "t" : ""}${isShown ? "" : "-"}`;
    kinds.add(kind);
    for (const child of element.children) walk(child, kind);
  };
  walk(document.body, "");
  const headings = [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map((each) => each.localName);
  const steps = new Set(headings.map((name, place) => `${headings[place - 1] ?? ""}${name}`));
  const media = ["(prefers-color-scheme: dark)", "(forced-colors: active)"].map((query) => matchMedia(query).matches);
  return JSON.stringify([
    [...kinds].sort(), [...steps].sort(), ids.length === new Set(ids).size, document.documentElement.lang, innerWidth, media,
    document.title !== "",
  ]);
};
