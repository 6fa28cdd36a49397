// What the keyboard reaches of a page. "begin" notes, from now on, where the focus is after each press of a key; "around" says
// whether it has come to where it was first; "end", what it never came to, and what it was on that cannot be seen.
(step) => {
  const CONTROLS = `a[href], button, input:not([type=hidden]), select, textarea, summary, [contenteditable=true], [tabindex="0"],
    [role=button], [role=link], [role=tab], [role=option], [role=checkbox], [role=switch], [role=radio], [role=menuitem],
    [role=slider], [role=combobox], [role=textbox], [role=searchbox], [role=grid] [role=row], [role=columnheader]`;
  // What is one stop for Tab; arrows lead on inside, and Enter into an editor. A button of its own there is still one for Tab.
  const COMPOSITES = `[role=tablist], [role=listbox], [role=grid], [role=menu], [role=toolbar], [role=radiogroup],
    [role=group][tabindex="0"]`;
  const told = (element) => {
    const name = element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent;
    return `${element.getAttribute("role") ?? element.localName} ${name.trim().replace(/\s+/g, " ").slice(0, 60)}`;
  };
  const isClipped = ({ offsetWidth, offsetHeight }) => offsetWidth <= 1 && offsetHeight <= 1; // for screen readers only
  const isDrawn = (element) => {
    for (let each = element; each !== document.body; each = each.parentElement) if (isClipped(each)) return false;
    return element.checkVisibility({ visibilityProperty: true }) && element.closest("[aria-hidden=true], [inert]") === null;
  };
  const places = (element) => [element, ...(element.labels ?? [])].filter(isDrawn);
  const isInSight = (element) => {
    for (const each of element.getAnimations()) each.finish();
    const { top, left, bottom, right } = element.getBoundingClientRect();
    return bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  };
  if (step === "begin") {
    removeEventListener("keyup", globalThis.reached?.look, true);
    const reached = { first: null, isAround: false, all: new Set(), unseen: new Set() };
    reached.look = () => {
      const now = document.activeElement;
      if (now === document.body || reached.isAround) return; // between the last control and the first
      reached.first ??= now;
      reached.isAround = now === reached.first && reached.all.size > 1;
      reached.all.add(now);
      if (!places(now).some(isInSight)) reached.unseen.add(now);
    };
    addEventListener("keyup", reached.look, true);
    globalThis.reached = reached;
    return null;
  }
  const { isAround, all, unseen } = globalThis.reached;
  if (step === "around") return isAround;
  const isMember = (element) => {
    const composite = element.parentElement.closest(COMPOSITES);
    if (composite === null || element.tabIndex >= 0) return false;
    const leads = (each) => composite.contains(each) || (each.getAttribute("aria-controls") ?? "").split(" ").includes(composite.id);
    return [...all].some(leads);
  };
  const controls = [...document.querySelectorAll(CONTROLS)].filter(
    (each) => places(each).length > 0 && !each.matches(":disabled, [aria-disabled=true]") && !all.has(each) && !isMember(each),
  );
  return { unreached: controls.map(told), unseen: [...unseen].map(told), reached: all.size };
};
