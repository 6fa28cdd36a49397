// Whose record is on the screen: the reader's own, or that of somebody whom they represent. Kept in memory only.
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";

/** What each question carries as `for`, and how to change it. */
export type Acting = {
  /** The id of the representation by which the reader acts; null for their own record. */
  of: string | null;
  /** Who that is, once their record has said so. */
  name: string | null;
  actFor: (representation: string | null) => void;
  call: (name: string) => void;
};

const Context = createContext<Acting>({ of: null, name: null, actFor: () => {}, call: () => {} });

export function ActingFor({ children }: { children: ReactNode }) {
  const [of, setOf] = useState<string | null>(null);
  const [name, call] = useState<string | null>(null);
  const actFor = useCallback((representation: string | null) => {
    setOf(representation);
    call(null);
  }, []);
  const acting = useMemo(() => ({ of, name, actFor, call }), [of, name, actFor]);
  return <Context value={acting}>{children}</Context>;
}

export function useActing(): Acting {
  return useContext(Context);
}
