// Which cases a resident can open online: a department, a purpose of it, and the kinds of case that fit.

import policy from "../../../../docs/policy-matrix.json";
import { clients, opens, type PolicyPurpose, purposeOf } from "../../api/policy.ts";

/** Opened by an office or as the answer to something, never by a resident. */
const NOT_ONLINE = new Set(["HOUSING_INSPECTION", "LABOUR_INSPECTION", "OBJECTION", "APPEAL"]);

export type Choice = { client: string; purpose: PolicyPurpose; kinds: string[] };

export function openAt(): Choice[] {
  return clients.flatMap(({ id: client }) =>
    policy.purposes.flatMap(({ id }) => {
      const purpose = purposeOf(id);
      const kinds = purpose?.caseKinds.filter((kind) => !NOT_ONLINE.has(kind)) ?? [];
      return purpose && kinds.length > 0 && opens(client, id, "CASE") ? [{ client, purpose, kinds }] : [];
    }),
  );
}
