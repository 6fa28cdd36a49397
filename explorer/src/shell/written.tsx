/** What somebody wrote, or the register has, in whatever language: not the page's words, and no browser translates it. */
export function Written({ text }: { text: string | null | undefined }) {
  return <span translate="no">{text}</span>;
}
