// Opening a saved view: by its address, or the draft that one left off with. Its things are asked for anew.
import { useEffect, useRef, useState } from "react";
import { Button, Label, ProgressBar } from "react-aria-components";
import { useLocation } from "wouter";
import { useAsk } from "../../shell/ask.ts";
import { Failure } from "../../shell/states.tsx";
import type { Board } from "./board.ts";
import styles from "./explore.module.css";
import { VIEWS_PER_PAGE, View, Views } from "./keeping.ts";
import type { Screen } from "./model/graph.ts";
import { today } from "./model/then.ts";
import { type Shows, screenOf, type ViewContent } from "./model/view.ts";
import { useExploreWords } from "./words.ts";

type Mark = { isDraft?: boolean } | null;
type Opened = (screen: Screen, shows: Shows) => void;

/** Note at this place of the browser's history that there is work which the draft keeps. It says nothing else. */
export function markDraft(): void {
  const held = window.history.state as Mark;
  if (!held?.isDraft) window.history.replaceState({ ...held, isDraft: true }, "");
}

/** A view of a day that has not come is one of today. */
function upToToday({ asOf, ...content }: ViewContent): ViewContent {
  return asOf !== undefined && asOf < today() ? { ...content, asOf } : content;
}

/** Opens a view by its id; false where there is none for who asks. */
export function useOpening(board: Board, onOpened: Opened) {
  const ask = useAsk();
  return async (id: string): Promise<boolean> => {
    const { data } = await ask(View, { id });
    if (!data.view) return false;
    const content = upToToday(JSON.parse(data.view.content) as ViewContent);
    const { name, version, isDraft, isOwn, officer } = data.view;
    const kept = { ...screenOf(content), view: isDraft ? null : { id: data.view.id, name, version, isOwn, officer } };
    const screen = await board.openView(kept, (words) => (isDraft ? words.draft : name));
    if (screen) onOpened(screen, content.shows ?? "GRAPH");
    return true;
  };
}

/** Reads `/explore/view/ID`, and after a reload brings back what one left off with; shows what it takes. */
export function Opening({ board, onOpened }: { board: Board; onOpened: Opened }) {
  const { words } = useExploreWords();
  const [here] = useLocation();
  const [, id = null] = /^\/explore\/view\/([A-Za-z0-9_-]+)$/.exec(here) ?? [];
  const [failure, setFailure] = useState<unknown>(null);
  const [isGone, setGone] = useState(false);
  const open = useOpening(board, onOpened);
  const ask = useAsk();
  const isEmpty = board.screen.nodes.size === 0;
  const arrive = async () => {
    if ((window.history.state as Mark)?.isDraft) {
      if (!isEmpty) return;
      const { data } = await ask(Views, { first: VIEWS_PER_PAGE, after: null });
      const draft = data.views?.nodes.find((view) => view.isDraft);
      if (draft && (await open(draft.id))) return;
    }
    if (id !== null) setGone(!(await open(id)));
  };
  const arrived = useRef(arrive);
  arrived.current = arrive;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each address that is come to
  useEffect(() => {
    setGone(false);
    setFailure(null);
    arrived.current().catch(setFailure);
  }, [here]);
  return (
    <>
      {board.progress && (
        <div className={styles["tools"]}>
          <ProgressBar value={board.progress.done} maxValue={Math.max(1, board.progress.of)}>
            {({ percentage }) => (
              <>
                <Label>{words.askingAnew(board.progress?.done ?? 0, board.progress?.of ?? 0)}</Label>
                <progress value={percentage ?? 0} max={100} aria-hidden="true" />
              </>
            )}
          </ProgressBar>
          <Button onPress={board.cancel}>{words.stop}</Button>
        </div>
      )}
      {isGone && <p role="alert">{words.viewGone}</p>}
      {failure !== null && <Failure error={failure} onRetry={() => void arrived.current().catch(setFailure)} />}
    </>
  );
}
