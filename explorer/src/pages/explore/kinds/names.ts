// How a node is called, and its facts in words.
import { type Short, shortAddress } from "../../../words/address.ts";
import { type Enumerations, said } from "../../../words/enumerations.ts";
import { day, instant, type Language, numeral, remarked, series } from "../../../words/format.ts";
import { either } from "../../../words/index.tsx";
import type { Facts, GraphNode } from "../model/graph.ts";
import type { ExploreWords } from "../words.ts";

type Called = Pick<GraphNode, "facts" | "absence">;
type Named = { legalName?: string; latinName?: string | null };
type Located = { address?: Short | null };

const names = new WeakMap<Facts, { language: Language; name: string }>();

/** What a node is called, and that it was not there on the day that is shown. */
export function calledOn(words: ExploreWords, language: Language, { facts, absence }: Called): string {
  const name = nameOf(words, language, facts);
  return absence === null ? name : remarked(language, name, words.absences[absence]);
}

/** What a node is called on the screen; never a person's name, for none is ever asked for. Worked out once: facts never change. */
export function nameOf(words: ExploreWords, language: Language, facts: Facts): string {
  const held = names.get(facts);
  if (held?.language === language) return held.name;
  const name = nameIn(words, language, facts);
  names.set(facts, { language, name });
  return name;
}

function nameIn(words: ExploreWords, language: Language, facts: Facts): string {
  const text = (key: string) => (facts[key] == null ? "" : valueInWords(language, facts.__typename, key, facts[key]));
  const named = (value: unknown) => either(language, (value as Named)?.latinName, (value as Named)?.legalName);
  const at = (value: unknown) => {
    const address = (value as Located | null)?.address;
    return address ? shortAddress(language, address) : "";
  };
  switch (facts.__typename) {
    case "AdminUnit":
      return either(language, facts["latinName"] as string | null, facts["name"] as string);
    case "Address":
      return shortAddress(language, facts as unknown as Short);
    case "Building":
      return at(facts);
    case "Room":
      return [at(facts["building"]), text("designator")].filter(Boolean).join(" · ");
    case "Organisation":
      return named(facts);
    case "Landlord":
    case "ManagingAgent":
    case "Employer":
      return named(facts["organisation"]) || words.kinds[facts.__typename];
    case "Workplace":
      return text("name") || at(facts) || words.kinds.Workplace;
    case "Mandate":
      return series(
        language,
        (facts["powers"] as string[]).map((power) => said(language, "MandatePower", power)),
      );
    case "Complaint":
      return remarked(language, text("complaintKind"), text("complaintState"));
    case "Finding":
      return remarked(language, text("findingKind"), text("findingState"));
    case "RepairOrder":
      return orderName(words, language, facts, text("orderState"));
    default:
      return text("number");
  }
}

/** An order by where it stands, with the day that says most of it: when it was done, else until when it was due. */
function orderName(words: ExploreWords, language: Language, facts: Facts, state: string): string {
  const { doneOn, dueOn } = facts as { doneOn?: string | null; dueOn?: string | null };
  if (doneOn) return words.doneOn(day(language, doneOn));
  return dueOn ? words.dueOn(state, day(language, dueOn)) : state;
}

/** Field and value in words; a field that was not given is said as such by the page. */
export function factsInWords(words: ExploreWords, language: Language, yesNo: [string, string], facts: Facts) {
  return Object.entries(facts).flatMap(([key, value]) => {
    const label = words.fields[key];
    if (!label || value == null) return [];
    return [{ key, label, text: inWords(language, yesNo, facts.__typename, key, value) }];
  });
}

function inWords(language: Language, yesNo: [string, string], kind: string, key: string, value: unknown): string {
  if (typeof value === "boolean") return value ? yesNo[0] : yesNo[1];
  if (typeof value === "number") return numeral(language, value);
  if (Array.isArray(value))
    return series(
      language,
      value.map((item) => inWords(language, yesNo, kind, key, item)),
    );
  const text = String(value);
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return instant(language, text);
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return day(language, text);
  return valueInWords(language, kind, key, value);
}

/** Which enumeration a fact is of; all else is text. */
const ENUMERATIONS: Record<string, keyof Enumerations> = {
  "AdminUnit.level": "AdminUnitLevel",
  "Building.kind": "BuildingKind",
  "Building.residentBand": "Band",
  "Workplace.workerBand": "Band",
  "Room.roomKind": "RoomKind",
  "Employer.sector": "Sector",
  "Mandate.powers": "MandatePower",
  "LandlordLicence.conditions": "LicenceCondition",
  "Complaint.complaintKind": "ComplaintKind",
  "Complaint.complaintState": "ComplaintState",
  "Finding.findingKind": "FindingKind",
  "Finding.findingState": "FindingState",
  "RepairOrder.orderState": "OrderState",
  "InspectionCase.caseState": "CaseState",
};

function valueInWords(language: Language, kind: string, key: string, value: unknown): string {
  const name = ENUMERATIONS[`${kind}.${key}`];
  return name ? said(language, name, String(value)) : String(value);
}
