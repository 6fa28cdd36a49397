// How a node is called, and its facts in words.
import { day, instant, type Language } from "../../../words/format.ts";
import { either } from "../../../words/index.tsx";
import type { Facts } from "../model/graph.ts";
import type { ExploreWords } from "../words.ts";

type Named = { legalName?: string; latinName?: string | null; label?: string; address?: Named | null };

/** What a node is called on the screen; never a person's name, for none is ever asked for. */
export function nameOf(words: ExploreWords, language: Language, facts: Facts): string {
  const said = (key: string) => (facts[key] == null ? "" : (words.values[String(facts[key])] ?? String(facts[key])));
  const named = (value: unknown) => either(language, (value as Named)?.latinName, (value as Named)?.legalName);
  switch (facts.__typename) {
    case "AdminUnit":
      return either(language, facts["latinName"] as string | null, facts["name"] as string);
    case "Address":
      return said("label");
    case "Building":
      return (facts["address"] as Named)?.label ?? "";
    case "Room":
      return [(facts["building"] as Named)?.address?.label, said("designator")].filter(Boolean).join(" · ");
    case "Organisation":
      return named(facts);
    case "Landlord":
    case "ManagingAgent":
    case "Employer":
      return named(facts["organisation"]) || words.kinds[facts.__typename];
    case "Workplace":
      return said("name") || ((facts["address"] as Named)?.label ?? words.kinds.Workplace);
    case "Mandate":
      return (facts["powers"] as string[]).map((power) => words.values[power] ?? power).join(", ");
    case "Complaint":
      return `${said("complaintKind")} (${said("complaintState")})`;
    case "Finding":
      return `${said("findingKind")} (${said("findingState")})`;
    case "RepairOrder":
      return `${said("orderState")}, ${day(language, facts["dueOn"] as string)}`;
    default:
      return said("number");
  }
}

/** Field and value in words; a field that was not given is said as such by the page. */
export function factsInWords(words: ExploreWords, language: Language, yesNo: [string, string], facts: Facts) {
  return Object.entries(facts).flatMap(([key, value]) => {
    const label = words.fields[key];
    if (!label || value == null) return [];
    return [{ key, label, text: inWords(words, language, yesNo, value) }];
  });
}

function inWords(words: ExploreWords, language: Language, yesNo: [string, string], value: unknown): string {
  if (typeof value === "boolean") return value ? yesNo[0] : yesNo[1];
  if (typeof value === "number") return value.toLocaleString(language);
  if (Array.isArray(value)) return value.map((item) => inWords(words, language, yesNo, item)).join(", ");
  const text = String(value);
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return instant(language, text);
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return day(language, text);
  return words.values[text] ?? text;
}
