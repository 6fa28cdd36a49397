// Whose record is on the screen: the reader's own, or that of somebody whom they represent. Kept in memory only.
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";

/** What each question carries as `for`, and how to change it. */
export type Acting = {
  /** The id of the representation by which the reader acts; null for their own record. */
  of: string | null;
  actFor: (representation: string | null) => void;
};

const Context = createContext<Acting>({ of: null, actFor: () => {} });

export function ActingFor({ children }: { children: ReactNode }) {
  const [of, actFor] = useState<string | null>(null);
  const acting = useMemo(() => ({ of, actFor }), [of]);
  return <Context value={acting}>{children}</Context>;
}

export function useActing(): Acting {
  return useContext(Context);
}
