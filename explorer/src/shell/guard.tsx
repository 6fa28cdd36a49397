// Who a page is for: the others are told, with the way on; officers are asked once what for.
import type { ReactNode } from "react";
import { useWords } from "../words/index.tsx";
import { ForWhat, SignInLinks } from "./identity.tsx";
import { useSession } from "./session.tsx";
import { Notice } from "./states.tsx";

/** Shows `children` to who is signed in as `kind` (anybody signed in, without one); officers need a purpose first. */
export function For({
  kind,
  needsPurpose = true,
  children,
}: {
  kind?: "officer" | "resident";
  needsPurpose?: boolean;
  children: ReactNode;
}) {
  const { session } = useSession();
  const { words } = useWords();
  if (!session.signedIn)
    return (
      <Notice title={words.session.signInTitle} next={words.session.signInText}>
        <SignInLinks asButtons />
      </Notice>
    );
  if (kind && session.kind !== kind) {
    return <Notice {...(kind === "officer" ? words.states.officersOnly : words.states.residentsOnly)} />;
  }
  if (session.kind === "officer" && needsPurpose && !session.purpose) return <ForWhat />;
  return children;
}
