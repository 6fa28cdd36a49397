// What a purpose does not open is left out of this page's documents before they are sent: the answer would be a refusal, which is logged.

/** The field group of what the documents ask for, by the field's name; other fields are of the group of what holds them. */
export const GROUPS: Readonly<Record<string, string>> = {
  ...group("BAND", "residentBand", "workerBand"),
  ...group("CASE", "inspection", "inspectionCase", "inspections"),
  ...group("COMPLAINT", "complaint", "complaints", "complaintsCount"),
  ...group("EMPLOYER", "employer", "employers", "workplace", "workplaces"),
  ...group("INSPECTION", "finding", "findings", "findingsCount", "openRepairOrders", "orders", "ordersCount"),
  ...group("INSPECTION", "repairOrder", "repairOrders"),
  ...group("LETTING", "agent", "agents", "declaredPlaces", "landlord", "landlords", "managingAgent", "mandate"),
  ...group("LETTING", "mandates", "owners", "ownersCount"),
  ...group("LICENCE", "landlordLicence", "licence", "licences", "licencesCount"),
  ...group("ORGANISATION", "organisation", "organisations"),
  ...group("PLACE", "address", "addresses", "adminUnit", "adminUnits", "building", "buildings", "room"),
};

function group(name: string, ...fields: string[]): Record<string, string> {
  return Object.fromEntries(fields.map((field) => [field, name]));
}

type Ast = { kind: string; [key: string]: unknown };
type IsOpen = (group: string) => boolean;

/** The document without what is not open; null where nothing of it is left. Variables that nothing uses any more go, too. */
export function openPart<Document extends object>(document: Document, isOpen: IsOpen): Document | null {
  const { definitions } = document as unknown as { definitions: Ast[] };
  const kept = definitions.flatMap((part) => pruned(part, isOpen) ?? []);
  const operation = kept.find((part) => part.kind === "OperationDefinition");
  if (!operation) return null;
  const used = namesIn(operation["selectionSet"], "Variable");
  const variables = ((operation["variableDefinitions"] ?? []) as Ast[]).filter((each) =>
    used.has(nameOf(each["variable"] as Ast)),
  );
  const spread = namesIn(operation, "FragmentSpread"); // no fragment of this page spreads another
  const fragments = kept.filter((part) => part !== operation && spread.has(nameOf(part)));
  const asked = { ...operation, variableDefinitions: variables };
  return { kind: "Document", definitions: [asked, ...fragments] } as unknown as Document;
}

function pruned(node: Ast, isOpen: IsOpen): Ast | null {
  const group = node.kind === "Field" ? GROUPS[nameOf(node)] : undefined;
  if (group !== undefined && !isOpen(group)) return null;
  const held = node["selectionSet"] as { selections: Ast[] } | undefined;
  if (!held) return node;
  const selections = held.selections.flatMap((each) => pruned(each, isOpen) ?? []);
  return selections.length === 0 ? null : { ...node, selectionSet: { ...held, selections } };
}

function namesIn(part: unknown, kind: string): Set<string> {
  if (part === null || typeof part !== "object") return new Set();
  const own = (part as Ast).kind === kind ? [nameOf(part as Ast)] : [];
  return new Set([...own, ...Object.values(part).flatMap((inner) => [...namesIn(inner, kind)])]);
}

function nameOf(node: Ast): string {
  return (node["name"] as { value: string }).value;
}
