// What the policy opens to whom, as it came with this build (docs/policy-matrix.json). The hub decides by the policy in
// force, which may be newer: so a page asks all the same where its reader wants it, and shows what the hub said.
import policy from "../../../docs/policy-matrix.json";

export type When =
  | "WITHOUT_CASE"
  | "PLACE_CASE"
  | "ANY_CASE"
  | "PROVED_CASE"
  | "HISTORY_CASE"
  | "CONTACTS_CASE"
  | "OWN_RECORD";

export type Opening = {
  client: string;
  purpose: string | null;
  group: string;
  when: When[];
  rule: string;
  legalBasis: string | null;
};

export type PolicyPurpose = {
  id: string;
  description: string;
  descriptionZh: string;
  legalBasis: string;
  caseKinds: string[];
  mayDisclose: boolean;
};

export const openings = policy.openings as Opening[];
export const clients: { id: string; name: string; nameZh: string }[] = policy.clients;

/** What a purpose is called and based on; undefined for one that this build doesn't know. */
export function purposeOf(id: string | null): PolicyPurpose | undefined {
  return policy.purposes.find((item) => item.id === id);
}

/** Whether any case opens `group` to `client` for `purpose`. */
export function opens(client: string, purpose: string | null, group: string): boolean {
  return openings.some((item) => item.client === client && item.purpose === purpose && item.group === group);
}

/** Whether `group` is open to `client` for `purpose` before any case is chosen. */
export function opensAtOnce(client: string, purpose: string | null, group: string): boolean {
  return openings.some(
    (item) =>
      item.client === client && item.purpose === purpose && item.group === group && item.when.includes("WITHOUT_CASE"),
  );
}

/** What of a case decides how much it opens. */
export type CaseFacts = { proof: string; permissions: readonly string[] };

/** Why a group is closed in a case: to the purpose at all, for want of a proof, or for want of the resident's permission. */
export type Closed = "PURPOSE" | "PROOF" | "PERMISSION";

/** Why `group` is closed in this case; null where it is open. */
export function closedIn(client: string, purpose: string | null, group: string, held: CaseFacts): Closed | null {
  const whens = openings
    .filter((item) => item.client === client && item.purpose === purpose && item.group === group)
    .flatMap((item) => item.when);
  if (whens.length === 0) return "PURPOSE";
  if (whens.some((when) => holds(when, held))) return null;
  if (held.proof === "OFFICER_ATTESTED") return "PROOF";
  return whens.some((when) => when === "HISTORY_CASE" || when === "CONTACTS_CASE") ? "PERMISSION" : "PURPOSE";
}

function holds(when: When, { proof, permissions }: CaseFacts): boolean {
  const isPlace = proof === "EX_OFFICIO";
  const isProved = !isPlace && proof !== "OFFICER_ATTESTED";
  switch (when) {
    case "WITHOUT_CASE":
      return true;
    case "PLACE_CASE":
      return isPlace;
    case "ANY_CASE":
      return !isPlace;
    case "PROVED_CASE":
      return isProved;
    case "HISTORY_CASE":
      return isProved && permissions.includes("HISTORY");
    case "CONTACTS_CASE":
      return isProved && permissions.includes("DECLARED_CONTACTS");
    default:
      return false;
  }
}
