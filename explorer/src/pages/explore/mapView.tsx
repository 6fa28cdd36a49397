// The map: the board's things where they are, and buildings or workplaces of an area to put on the board. The list below it
// says the same for a screen reader and for the keyboard; it is cut to what the map shows at the moment.
import { memo, useEffect, useMemo, useRef, useState } from "react";
import { Button } from "react-aria-components";
import { Choice } from "../../shell/choice.tsx";
import { Failure, Loading } from "../../shell/states.tsx";
import { useShownTheme } from "../../shell/theme.tsx";
import { saveFile } from "../../shell/work.ts";
import { either } from "../../words/index.tsx";
import { useIsOpen } from "./asking.ts";
import type { Board } from "./board.ts";
import styles from "./explore.module.css";
import { SaveFile } from "./exporting.tsx";
import { useFirst } from "./firstPart.ts";
import { calledOn } from "./kinds/names.ts";
import { AreaChoice, useUnitsIn } from "./map/area.tsx";
import type { Finding, What } from "./map/finding.ts";
import { NO_OUTLINES, outlineBounds, useOutlines } from "./map/outlines.ts";
import { drawMap, type Picture, type Touch } from "./map/picture.ts";
import { type Facts, type GraphNode, isFull, startAll, visibleNodes } from "./model/graph.ts";
import { type Bounds, boundsOf, isWithin, type Place, placesOf, spotOf } from "./model/places.ts";
import { useExploreWords } from "./words.ts";

type Thing = Pick<GraphNode, "id" | "kind" | "facts" | "absence">;
type Places = readonly Place<Thing>[];

export default function MapView({ board, finding }: { board: Board; finding: Finding }) {
  const { words } = useExploreWords();
  const theme = useShownTheme(); // it is drawn into the map: another one is another map
  const { screen } = board;
  const nodes = visibleNodes(screen); // the same while only the selection changes
  const onBoard = useMemo(() => placesOf<Thing>(nodes), [nodes]);
  const fresh = useMemo(
    () =>
      (finding.found?.things ?? [])
        .filter((facts) => !screen.nodes.has(facts.id))
        .map((facts) => ({ id: facts.id, kind: facts.__typename, facts, absence: null })),
    [finding.found, screen.nodes],
  );
  const found = useMemo(() => placesOf<Thing>(fresh), [fresh]);
  const places = useMemo(() => ({ onBoard, found }), [onBoard, found]);
  const [inSight, setInSight] = useState<Bounds | null>(null);
  const onBoardHere = useMemo(() => seen(onBoard, inSight), [onBoard, inSight]);
  const foundHere = useMemo(() => seen(found, inSight), [found, inSight]);
  const nowhere = useMemo(() => nodes.filter((node) => !spotOf(node.facts)), [nodes]);
  const add = (things: readonly Thing[]) => {
    if (isFull(screen, things.length)) return board.say((now) => now.full);
    board.change((now) => startAll(now, facts(things)));
    board.say((now) => now.putOn(things.length));
  };
  return (
    <>
      <Asking finding={finding} inSight={inSight} />
      <p id="map-help" className={styles["quiet"]}>
        {words.mapHelp}
      </p>
      <Canvas
        key={theme}
        board={board}
        finding={finding}
        places={places}
        onAdd={add}
        inSight={inSight}
        onMove={setInSight}
      />
      <Listed
        board={board}
        onBoard={onBoardHere}
        found={foundHere}
        outside={onBoard.length + found.length - onBoardHere.length - foundHere.length}
        nowhere={nowhere}
        nowhereFound={fresh.filter((thing) => !spotOf(thing.facts))}
        onAdd={add}
      />
    </>
  );
}

function seen(places: Places, inSight: Bounds | null): Places {
  return inSight ? places.filter((place) => isWithin(place.spot, inSight)) : places;
}

function facts(things: readonly Thing[]): Facts[] {
  return things.map((thing) => thing.facts);
}

/** What to look for and where; how much of it is here, and how to get the rest. */
function Asking({ finding, inSight }: { finding: Finding; inSight: Bounds | null }) {
  const { words } = useExploreWords();
  const isOpen = useIsOpen();
  const { found, hasMore, isAsking } = finding;
  return (
    <>
      <div className={styles["tools"]}>
        <Choice<What>
          label={words.lookFor}
          options={[
            { id: "BUILDINGS", name: words.relations["buildings"] ?? "" },
            ...(isOpen("EMPLOYER") ? [{ id: "WORKPLACES" as const, name: words.relations["workplaces"] ?? "" }] : []),
          ]}
          chosen={finding.what}
          onChoose={finding.chooseWhat}
        />
        <AreaChoice code={finding.lookedFor?.unit ?? null} onChoose={finding.choose} />
        <Button isDisabled={!inSight} onPress={() => finding.look(inSight)}>
          {words.lookHere}
        </Button>
      </div>
      {finding.failure !== null && <Failure error={finding.failure} onRetry={finding.again} />}
      {isAsking && <Loading onCancel={finding.clear} />}
      <p role="status">
        {found && !isAsking && words.foundOnMap(found.things.length, found.total)}
        {found && hasMore && !isAsking && ` ${words.narrowOnMap}`}
      </p>
      {found && (
        <div className={styles["tools"]}>
          {hasMore && (
            <Button isDisabled={isAsking} onPress={finding.more}>
              {words.showMore(left(found))}
            </Button>
          )}
          <Button onPress={finding.clear}>{words.clearFound}</Button>
        </div>
      )}
    </>
  );
}

function left(found: { things: readonly unknown[]; total: number }): number {
  return Math.min(100, found.total - found.things.length);
}

type CanvasProps = {
  board: Board;
  finding: Finding;
  places: { onBoard: Places; found: Places };
  onAdd: (things: readonly Thing[]) => void;
  inSight: Bounds | null;
  onMove: (bounds: Bounds) => void;
};

/** The drawn map, kept the same as the board and as what was found. */
function Canvas({ board, finding, places, onAdd, inSight, onMove }: CanvasProps) {
  const { words, language } = useExploreWords();
  const place = useRef<HTMLDivElement>(null);
  const names = useRef<HTMLDivElement>(null);
  const [picture, setPicture] = useState<Picture | null>(null);
  const outlines = useOutlines();
  const units = useUnitsIn(finding.area);
  const districts = useUnitsIn(null);
  const area = finding.lookedFor?.unit ?? null;
  const boxed = useRef(finding.lookedFor?.within); // looked in, it is in sight; opened with a saved view, it is not yet
  boxed.current = finding.lookedFor?.within;
  const { selected } = board.screen;
  const touch = ({ ids, isOnBoard }: Touch) => {
    const found = places.found.flatMap((one) => one.things);
    if (!isOnBoard) return onAdd(found.filter((thing) => ids.includes(thing.id)));
    board.point(ids[(ids.indexOf(selected ?? "") + 1) % ids.length] ?? null); // the next of those at one place
  };
  const waiting = useRef<string[] | null>(null); // a press from before the units' names were there
  const isWithinOwn = (codes: readonly string[]) =>
    codes.some((code) => districts.some((one) => code.startsWith(one.code)));
  const choose = (codes: string[]) => {
    const within = units.find((unit) => codes.includes(unit.code));
    const other = districts.find((unit) => codes.includes(unit.code) && !area?.startsWith(unit.code));
    const next = within ?? other;
    waiting.current = next || districts.length > 0 ? null : codes;
    if (next) finding.choose(next);
    else if (districts.length > 0) board.say((now) => (isWithinOwn(codes) ? now.lookedInIt : now.outsideArea));
  };
  const on = useRef({ touch, units: choose, move: onMove });
  on.current = { touch, units: choose, move: onMove };
  useEffect(() => {
    if (districts.length > 0 && waiting.current) on.current.units(waiting.current);
  }, [districts]);
  useEffect(() => {
    if (!place.current || !names.current) return;
    const drawn = drawMap(place.current, names.current, words.mapTexts, {
      touch: (touched) => on.current.touch(touched),
      units: (codes) => on.current.units(codes),
      move: (bounds) => on.current.move(bounds),
    });
    let isGone = false;
    void drawn.ready.then(() => isGone || setPicture(drawn));
    return () => {
      isGone = true;
      setPicture(null);
      drawn.remove();
    };
  }, [words]);
  useEffect(() => {
    picture?.outlines(outlines.data ?? NO_OUTLINES, ({ latinName, name }) => either(language, latinName, name));
  }, [picture, outlines.data, language]);
  useEffect(() => picture?.dots({ board: places.onBoard, found: places.found, selected }), [picture, places, selected]);
  const whole = useMemo(() => {
    const features = (outlines.data ?? NO_OUTLINES).features;
    const own = districts.length > 0 ? districts.map((one) => one.code) : null; // of one's office: a map starts there
    const chosen = features.filter(({ properties }) =>
      area ? properties.code === area : (own?.includes(properties.code) ?? true),
    );
    const corners = chosen.flatMap((one) => {
      const [west, south, east, north] = outlineBounds(one) ?? [];
      return west === undefined ? [] : [[west, south] as const, [east, north] as const];
    });
    return boundsOf(corners as (readonly [number, number])[]);
  }, [outlines.data, area, districts]);
  const spots = useRef(places);
  spots.current = places;
  const fitAll = (isSlow: boolean) => {
    const { onBoard, found } = spots.current;
    const box = boundsOf([...onBoard, ...found].map((one) => one.spot)) ?? whole;
    if (box) picture?.fit(box, isSlow);
  };
  const fitRef = useRef(fitAll);
  fitRef.current = fitAll;
  const begun = useRef<Picture | null>(null);
  useEffect(() => {
    if (!picture) return;
    const isNew = begun.current !== picture; // then at once: what is selected may move it next, and would end a slow move
    begun.current = picture;
    if (isNew && boxed.current) picture.fit(boxed.current, false);
    else if (area && whole) picture.fit(whole, !isNew);
    else fitRef.current(false);
  }, [picture, whole, area]);
  const spot = selected ? spotOf(board.screen.nodes.get(selected)?.facts ?? NOWHERE) : null;
  const key = spot?.join(",");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same spot is a new array each time
  useEffect(() => {
    if (spot) picture?.show(spot);
  }, [picture, key]);
  return (
    <>
      <div className={styles["tools"]}>
        <Button onPress={() => picture?.zoom(1)}>{words.zoomIn}</Button>
        <Button onPress={() => picture?.zoom(-1)}>{words.zoomOut}</Button>
        <Button onPress={() => fitAll(true)}>{words.fitAll}</Button>
        <SaveFile
          label={words.png}
          shown={within(places, inSight)}
          exported={() => within(spots.current, picture?.inSight() ?? null)}
          save={async () => picture && saveFile("domicile.png", "image/png", await picture.png())}
        />
      </div>
      <div className={styles["picture"]}>
        <div ref={place} className={styles["map"]} data-map={picture ? "ready" : "loading"} />
        <div ref={names} className={styles["names"]} aria-hidden="true" />
      </div>
      {outlines.error && <Failure error={outlines.error} onRetry={() => void outlines.refetch()} />}
    </>
  );
}

/** What the map shows in a box; of all that it has where the box is not known. */
function within({ onBoard, found }: CanvasProps["places"], box: Bounds | null): Thing[] {
  return [...onBoard, ...found].filter(({ spot }) => !box || isWithin(spot, box)).flatMap((place) => place.things);
}

const NOWHERE: Facts = { id: "", __typename: "Mandate" };

type ListedProps = {
  board: Board;
  onBoard: Places;
  found: Places;
  outside: number;
  nowhere: readonly Thing[];
  nowhereFound: readonly Thing[];
  onAdd: (things: readonly Thing[]) => void;
};

const LISTED_AT_ONCE = 50;

type EntryProps = { id: string; name: string; isSelected: boolean; onSelect: (id: string) => void };

/** A thing of the board in the list. A plain button: there may be two thousand. */
const Entry = memo(({ id, name, isSelected, onSelect }: EntryProps) => (
  <li>
    <button type="button" className={styles["link"]} aria-pressed={isSelected} onClick={() => onSelect(id)}>
      {name}
    </button>
  </li>
));

/** What the map shows, in words: each thing to select, each found one to put on the board. */
function Listed({ board, onBoard, found, outside, nowhere, nowhereFound, onAdd }: ListedProps) {
  const { words, language } = useExploreWords();
  const name = (thing: Thing) => `${words.kinds[thing.kind]} ${calledOn(words, language, thing)}`;
  const placed = useMemo(() => onBoard.flatMap((place) => place.things), [onBoard]);
  const fresh = [...found.flatMap((place) => place.things), ...nowhereFound];
  const select = (thing: Thing) => (
    <Entry
      key={thing.id}
      id={thing.id}
      name={name(thing)}
      isSelected={board.screen.selected === thing.id}
      onSelect={board.point}
    />
  );
  const first = useFirst(placed, LISTED_AT_ONCE);
  const firstNowhere = useFirst(nowhere, LISTED_AT_ONCE);
  return (
    <section aria-label={words.mapShows} className={styles["scroll"]}>
      <h3>{words.onBoardHere(placed.length, onBoard.length)}</h3>
      <ul className={styles["list"]}>{first.map(select)}</ul>
      {nowhere.length > 0 && (
        <details>
          <summary>{words.noPlace(nowhere.length)}</summary>
          <ul className={styles["list"]}>{firstNowhere.map(select)}</ul>
        </details>
      )}
      {fresh.length > 0 && (
        <>
          <h3>{words.foundHere(fresh.length)}</h3>
          <Button onPress={() => onAdd(fresh)}>{words.putAll(fresh.length)}</Button>
          <ul className={styles["list"]}>
            {fresh.map((thing) => (
              <li key={thing.id}>
                <Button
                  className={styles["link"] ?? ""}
                  aria-label={words.putOne(name(thing))}
                  onPress={() => onAdd([thing])}
                >
                  {name(thing)}
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
      {outside > 0 && <p className={styles["quiet"]}>{words.outOfSight(outside)}</p>}
    </section>
  );
}
