// What the departments are called. Of the policy's matrix this alone is in the first page: the rest comes with the pages.
import { clients } from "../../../docs/policy-matrix.json";
import type { Language } from "../words/format.ts";

/** A department's name; one that this build doesn't know is called as the register calls it. */
export function clientInWords(language: Language, id: string): string {
  const known = clients.find((each) => each.id === id);
  if (!known) return id;
  return language === "zh" ? known.nameZh : known.name;
}
