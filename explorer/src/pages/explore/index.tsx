// The page that explores: start, picture or table, and what the register says of what is selected.
import { lazy, Suspense, useState } from "react";
import { Button, Tab, TabList, TabPanel, Tabs, ToggleButton } from "react-aria-components";
import { opens } from "../../api/policy.ts";
import { PASSES_ON } from "../../shell/focus.ts";
import { For } from "../../shell/guard.tsx";
import { useSignedIn } from "../../shell/session.tsx";
import { Failure, Loading } from "../../shell/states.tsx";
import { timeOfDay } from "../../words/format.ts";
import { useWords } from "../../words/index.tsx";
import { Arrival } from "./arrival.tsx";
import { useIsOpen } from "./asking.ts";
import { type Saving, useAutosave } from "./autosave.ts";
import { type Board, useBoard } from "./board.ts";
import { DayField } from "./dayField.tsx";
import { Details } from "./details.tsx";
import styles from "./explore.module.css";
import { useFinding } from "./map/finding.ts";
import {
  dropHidden,
  type NodeKind,
  type Screen,
  showAll,
  toggleKind,
  visibleEdges,
  visibleNodes,
} from "./model/graph.ts";
import { forbiddenStart, type Shows } from "./model/view.ts";
import { Narrowing } from "./narrowing.tsx";
import { Opening } from "./opening.tsx";
import { Filters, Restrictions } from "./restrictions.tsx";
import { StartPanel } from "./startPanel.tsx";
import { OnAnotherDay } from "./then.tsx";
import { ViewsPanel } from "./viewsPanel.tsx";
import { type ExploreWords, useExploreWords } from "./words.ts";

const GraphView = lazy(() => import("./graphView.tsx"));
const MapView = lazy(() => import("./mapView.tsx"));
const TableView = lazy(() => import("./tableView.tsx"));

export default function Explore() {
  return (
    <For kind="officer">
      <ForPurpose />
    </For>
  );
}

/** What was answered for one purpose is not on the screen for another. */
function ForPurpose() {
  const { purpose } = useSignedIn();
  return <Exploring key={purpose} />;
}

function Exploring() {
  const { words: common } = useWords();
  const { words } = useExploreWords();
  const board = useBoard(words);
  const { client, purpose } = useSignedIn();
  const keepsViews = opens(client, purpose, "VIEW");
  const [view, setView] = useState("graph");
  const shows = view.toUpperCase() as Shows;
  const { saving, opened } = useAutosave(board.screen, shows, keepsViews);
  const onOpened = (screen: Screen, showing: Shows) => {
    opened(screen, showing);
    setView(showing.toLowerCase());
  };
  const isOpen = useIsOpen();
  const finding = useFinding(
    board,
    isOpen("EMPLOYER") && !isOpen("LETTING") ? "WORKPLACES" : "BUILDINGS",
    view === "map",
  );
  const isEmpty = board.screen.nodes.size === 0;
  const nothing = (
    <div className={styles["empty"]}>
      <p>{words.lead}</p>
      <p>{nothingYet(words, isOpen)}</p>
    </div>
  );
  return (
    <>
      <h1 className="visually-hidden">{common.nav.explore}</h1>
      <div className={styles["page"]}>
        <div className={styles["start"]}>
          <StartPanel board={board} onMap={() => setView("map")} />
          {keepsViews && <ViewsPanel board={board} shows={shows} onOpened={onOpened} />}
        </div>
        <div className={styles["middle"]} id="board">
          <Tools board={board} />
          <div className={styles["news"]}>
            <p role="status">{board.said}</p>
            {keepsViews && <Kept board={board} saving={saving} />}
          </div>
          <OnAnotherDay board={board} />
          <Arrival board={board} />
          <Opening board={board} onOpened={onOpened} />
          {board.failure !== null && <Failure error={board.failure} />}
          <Tabs selectedKey={view} onSelectionChange={(key) => setView(String(key))}>
            <div className={styles["views"]}>
              <TabList aria-label={words.views} className={styles["tabs"] ?? ""}>
                <Tab id="graph">{words.graph}</Tab>
                <Tab id="table">{words.table}</Tab>
                <Tab id="map">{words.map}</Tab>
              </TabList>
              <p className={styles["quiet"]}>
                {words.onScreen(visibleNodes(board.screen).length, visibleEdges(board.screen).length)}
              </p>
            </div>
            <Suspense fallback={<Loading />}>
              <TabPanel id="graph">{isEmpty ? nothing : <GraphView board={board} />}</TabPanel>
              <TabPanel id="table">{isEmpty ? nothing : <TableView board={board} />}</TabPanel>
              <TabPanel id="map">
                <MapView board={board} finding={finding} />
              </TabPanel>
            </Suspense>
          </Tabs>
        </div>
        <Details board={board} />
      </div>
    </>
  );
}

/** How one starts, by what the purpose opens. */
function nothingYet({ empty }: ExploreWords, isOpen: (group: string) => boolean): string {
  if (!isOpen("PLACE")) return empty.closed;
  if (isOpen("LETTING")) return isOpen("INSPECTION") ? empty.landlords : empty.search;
  return isOpen("EMPLOYER") ? empty.employers : isOpen("ORGANISATION") ? empty.search : empty.places;
}

/** Whether what is on the screen would survive a reload. */
function Kept({ board, saving }: { board: Board; saving: Saving }) {
  const { words, language } = useExploreWords();
  if (board.screen.nodes.size === 0) return null;
  const { draft, isFailed, isCurrent } = saving;
  const text = forbiddenStart(board.screen)
    ? words.draftForbidden
    : isFailed
      ? words.draftFailed
      : draft && (isCurrent ? words.draftKept : words.draftOlder)(timeOfDay(language, draft.at));
  return <p>{text}</p>;
}

function Tools({ board }: { board: Board }) {
  const { words } = useExploreWords();
  const { screen, change } = board;
  const kinds = [...new Set([...screen.nodes.values()].map((node) => node.kind))].sort() as NodeKind[];
  const isHiding = visibleNodes(screen).length < screen.nodes.size;
  return (
    <>
      <div className={styles["tools"]} {...PASSES_ON}>
        <Button isDisabled={!board.undo} onPress={() => board.undo?.()}>
          {words.undo}
        </Button>
        <Button isDisabled={!board.redo} onPress={() => board.redo?.()}>
          {words.redo}
        </Button>
        <Button isDisabled={!isHiding} onPress={() => change(showAll)}>
          {words.showAll}
        </Button>
        <Button isDisabled={!isHiding} onPress={() => change(dropHidden)}>
          {words.dropHidden}
        </Button>
        <Button isDisabled={screen.nodes.size === 0} onPress={board.clear}>
          {words.clear}
        </Button>
      </div>
      <div className={styles["tools"]}>
        <DayField day={board.asOf} onDay={board.setAsOf} />
        {kinds.length > 0 && (
          <fieldset className={styles["tools"]}>
            <legend className="visually-hidden">{words.kindsShown}</legend>
            <span aria-hidden="true" className={styles["quiet"]}>
              {words.kindsShown}
            </span>
            {kinds.map((kind) => (
              <ToggleButton
                key={kind}
                isSelected={!screen.hiddenKinds.has(kind)}
                onChange={() => change((now) => toggleKind(now, kind))}
              >
                {words.kinds[kind]}
              </ToggleButton>
            ))}
          </fieldset>
        )}
      </div>
      {screen.nodes.size > 0 && <Filters board={board} />}
      <Restrictions board={board} />
      <Narrowing board={board} />
    </>
  );
}
