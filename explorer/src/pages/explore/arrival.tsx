// Somebody followed a link to one thing: it is asked for, and stands on the board from then on.
import { useEffect, useState } from "react";
import { useLocation } from "wouter";
import { Failure, Loading } from "../../shell/states.tsx";
import type { Board } from "./board.ts";
import { KINDS } from "./kinds/documents.ts";
import { useNode } from "./kinds/node.ts";
import { opened } from "./kinds/opened.ts";
import type { NodeKind } from "./model/graph.ts";
import { useExploreWords } from "./words.ts";

/** Reads `/explore/node/KIND/ID`; shows nothing where the address names no node. */
export function Arrival({ board }: { board: Board }) {
  const { words } = useExploreWords();
  const [here] = useLocation();
  const [, named, id] = /^\/explore\/node\/([A-Za-z]+)\/([^/]+)$/.exec(here) ?? [];
  if (named === undefined || id === undefined) return null;
  const kind = (Object.keys(KINDS) as NodeKind[]).find((one) => one.toLowerCase() === named.toLowerCase());
  return kind ? <Arriving key={here} board={board} kind={kind} id={id} /> : <p>{words.gone}</p>;
}

function Arriving({ board, kind, id }: { board: Board; kind: NodeKind; id: string }) {
  const { words } = useExploreWords();
  const [day] = useState(board.asOf); // on which one arrived: another day asks the board anew, and is no arrival
  const { data, error, refetch } = useNode(kind, id, day);
  const answered = data?.data.node;
  const { begin } = board;
  useEffect(() => {
    if (answered) begin(opened(kind, answered).facts);
  }, [answered, kind, begin]);
  if (error) return <Failure error={error} onRetry={refetch} />;
  if (!data) return <Loading />;
  return answered ? null : <p>{words.gone}</p>;
}
