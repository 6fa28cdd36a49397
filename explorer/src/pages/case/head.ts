// The case whose sections are shown: what it opens depends on its proof and on what its resident allowed.
import { createContext, useContext } from "react";
import { type CaseFacts, type Closed, closedIn, opens } from "../../api/policy.ts";
import { useSignedIn } from "../../shell/session.tsx";

export const CaseShown = createContext<CaseFacts | null>(null);

/** Why a group is closed in the case that is shown; null where it is open. */
export function useClosed(): (group: string) => Closed | null {
  const { client, purpose } = useSignedIn();
  const held = useContext(CaseShown);
  return (group) => {
    if (held) return closedIn(client, purpose, group, held);
    return opens(client, purpose, group) ? null : "PURPOSE";
  };
}
