// Where the focus goes when what had it is gone: beside it, never to the start of the page (WCAG 2.4.3). One listener for a whole
// part of the page, so that no button that disappears has to think of it. A page that focuses something itself goes before.
import { type RefObject, useEffect } from "react";

const FOCUSABLE =
  'a[href], summary, :is(button, input, select, textarea):not([disabled]), [tabindex]:not([tabindex^="-"]), [contenteditable="true"]';
/** What is called by a name of its own: the focus does not leave it while there is something in it. */
const PLACES = "main, section, aside, search, form, dialog, [role=region], [role=tabpanel], [role=dialog]";
/** On a group whose buttons pass the focus on when they are disabled; elsewhere one is disabled for a moment, and gets it back. */
export const PASSES_ON = { "data-passes-on": "" };
/** On a list whose buttons do what nobody wants twice: a line has the focus itself, so that a second press does nothing. */
export const BY_LINE = { "data-by-line": "" };

/** Keeps the focus within `whole`. */
export function useFocusKept(whole: RefObject<HTMLElement | null>): void {
  useEffect(() => (whole.current ? keepFocus(whole.current) : undefined), [whole]);
}

/** The same without React; answers with how to end it. */
export function keepFocus(whole: HTMLElement): () => void {
  let last: HTMLElement | null = null;
  const isLost = () => document.activeElement === document.body || document.activeElement === null;
  const come = ({ target }: Event) => {
    last = target instanceof HTMLElement && target !== whole && whole.contains(target) ? target : null;
  };
  const leave = () =>
    queueMicrotask(() => {
      // Somebody pressed beside everything. What is removed or disabled is left in the same way, and is another matter.
      if (isLost() && last?.isConnected && !isDisabled(last)) last = null;
    });
  const press = ({ target }: Event) => {
    if (last && !(target instanceof Node && last.contains(target))) last = null;
  };
  const observer = new MutationObserver((records) => {
    if (!last || !(isLost() || (document.activeElement === last && isDisabled(last)))) return;
    if (!last.isConnected) nearest(gapOf(records, last), whole).focus();
    else if (!isDisabled(last)) last.focus();
    else if (last.closest("[data-passes-on]")) beside(last)?.focus();
  });
  observer.observe(whole, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] });
  document.addEventListener("focusin", come);
  document.addEventListener("focusout", leave);
  document.addEventListener("pointerdown", press);
  return () => {
    observer.disconnect();
    document.removeEventListener("focusin", come);
    document.removeEventListener("focusout", leave);
    document.removeEventListener("pointerdown", press);
  };
}

/** Where something was: within what is still there, and between which of its children. */
type Gap = { within: Element; before: Node | null; after: Node | null };

function gapOf(records: readonly MutationRecord[], gone: Node): Gap | null {
  const left = [...records];
  for (let lost = gone; ; ) {
    const at = left.findIndex(({ removedNodes }) => [...removedNodes].some((node) => node.contains(lost)));
    const [record] = at < 0 ? [] : left.splice(at, 1);
    if (!record) return null;
    if (record.target.isConnected)
      return { within: record.target as Element, before: record.previousSibling, after: record.nextSibling };
    lost = record.target;
  }
}

/** What comes next in the same place, or before; a place in which nothing is left has the focus itself. */
function nearest(gap: Gap | null, whole: HTMLElement): HTMLElement {
  const line = gap && lineAt(gap);
  if (line) return able(line);
  const place = gap?.within.closest<HTMLElement>(PLACES) ?? whole;
  const isOther = gap?.within === whole; // the page itself is another
  const all = isOther ? [] : [...place.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(isShown);
  const next = gap && all.find((one) => isBehind(gap, one));
  const found = next ?? all.at(-1);
  return found ?? able(place);
}

/** The line around the gap, or the one that stands there now. */
function lineAt({ within, before, after }: Gap): HTMLElement | null {
  const list = within.closest("[data-by-line]");
  const isLine = (node: Node | null) => node instanceof HTMLElement && node.isConnected && node.matches("li");
  const own = within === list ? [after, before].find(isLine) : within.closest("li");
  return list && own instanceof HTMLElement && list.contains(own) ? own : null;
}

/** The same element, able to have the focus. */
function able(element: HTMLElement): HTMLElement {
  if (!element.hasAttribute("tabindex")) element.tabIndex = -1;
  return element;
}

function isBehind({ within, before, after }: Gap, one: HTMLElement): boolean {
  if (after?.isConnected) return after.contains(one) || follows(after, one);
  if (before?.isConnected) return !before.contains(one) && follows(before, one);
  return follows(within, one);
}

function follows(one: Node, other: Node): boolean {
  return (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

function beside(one: HTMLElement): HTMLElement | undefined {
  const all = [...(one.closest("[data-passes-on]")?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])].filter(isShown);
  return all.find((other) => follows(one, other)) ?? all.at(-1);
}

function isDisabled(one: HTMLElement): boolean {
  return one.matches(":disabled");
}

function isShown(one: HTMLElement): boolean {
  return one.closest("[hidden], [inert]") === null && (one.checkVisibility?.() ?? true);
}
