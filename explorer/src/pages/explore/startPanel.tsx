// Where one starts: a search, the map, the landlord companies with most open repair orders or the employers of a district, and what
// one's office plans to inspect. What the purpose does not open is not offered.
import { type FormEvent, useState } from "react";
import { Button, Input, Label, SearchField } from "react-aria-components";
import { SEARCH_TEXT_LENGTH_MAX } from "../../api/limits.ts";
import { Choice } from "../../shell/choice.tsx";
import { Failure, Loading } from "../../shell/states.tsx";
import { day } from "../../words/format.ts";
import { useIsOpen, useOpenAnswer } from "./asking.ts";
import type { Board } from "./board.ts";
import styles from "./explore.module.css";
import { nameOf } from "./kinds/names.ts";
import { AreaChoice } from "./map/area.tsx";
import type { Facts } from "./model/graph.ts";
import { byPlan, isEnded, isOverdue, type Visited } from "./planned.ts";
import { Districts, Employers, PlannedInspections, Ranking, Search } from "./start.ts";
import { useExploreWords } from "./words.ts";

const ALL = "all";

export function StartPanel({ board, onMap }: { board: Board; onMap: () => void }) {
  const { words } = useExploreWords();
  const isOpen = useIsOpen();
  if (!isOpen("PLACE")) return null;
  return (
    <>
      <SearchBox board={board} />
      <p>
        <Button
          onPress={() => {
            onMap();
            showBoard();
          }}
        >
          {words.startOnMap}
        </Button>
      </p>
      {isOpen("LETTING") && isOpen("INSPECTION") && <MostOpenOrders board={board} />}
      {!isOpen("LETTING") && isOpen("EMPLOYER") && <EmployersHere board={board} />}
      {isOpen("CASE") && isOpen("INSPECTION") && <Planned board={board} />}
    </>
  );
}

function SearchBox({ board }: { board: Board }) {
  const { words } = useExploreWords();
  const isOpen = useIsOpen();
  const label = isOpen("LICENCE") ? words.search : isOpen("ORGANISATION") ? words.searchFirms : words.searchAddresses;
  const [typed, setTyped] = useState("");
  const [text, setText] = useState("");
  const find = (event: FormEvent) => {
    event.preventDefault();
    setText(typed.trim());
  };
  return (
    <search>
      <form onSubmit={find} className={styles["search"]}>
        <SearchField value={typed} onChange={setTyped}>
          <Label>{label}</Label>
          <Input
            autoComplete="off"
            spellCheck="false"
            maxLength={SEARCH_TEXT_LENGTH_MAX}
            aria-describedby="search-help"
          />
        </SearchField>
        <Button type="submit" className="primary">
          {words.find}
        </Button>
        <p id="search-help" className={styles["quiet"]}>
          {words.searchHelp}
        </p>
      </form>
      {text && <Found text={text} board={board} />}
    </search>
  );
}

function Found({ text, board }: { text: string; board: Board }) {
  const { words } = useExploreWords();
  const { data, error, refetch } = useOpenAnswer({
    document: Search,
    variables: { text, asOf: board.asOf },
    key: ["explore", "search"],
  });
  if (error) return <Failure error={error} onRetry={refetch} />;
  if (!data) return <Loading />;
  const { organisations, addresses, licence } = data.data;
  const items = [...(licence ? [licence] : []), ...(organisations?.nodes ?? []), ...(addresses?.nodes ?? [])];
  const total = (licence ? 1 : 0) + (organisations?.totalCount ?? 0) + (addresses?.totalCount ?? 0);
  return (
    <div role="status">
      <p>{total === 0 ? words.nothingFound : words.found(total)}</p>
      <ul className={styles["list"]}>
        {items.map((facts) => (
          <li key={facts.id}>
            <NodeButton facts={facts} board={board} />
          </li>
        ))}
      </ul>
      {items.length < total && <p>{words.moreFound(items.length, total)}</p>}
    </div>
  );
}

function MostOpenOrders({ board }: { board: Board }) {
  const { words, language } = useExploreWords();
  const [unit, setUnit] = useState(ALL);
  const districts = useOpenAnswer({ document: Districts, variables: {}, key: ["explore", "districts"] });
  const options = (districts.data?.data.adminUnits?.nodes ?? []).map((facts) => ({
    id: facts.code,
    name: nameOf(words, language, facts),
  }));
  return (
    <section aria-labelledby="ranking">
      <h2 id="ranking">{words.ranking}</h2>
      <Choice
        label={words.district}
        options={[{ id: ALL, name: words.allDistricts }, ...options]}
        chosen={unit}
        onChoose={setUnit}
      />
      {board.asOf !== null && <p className={styles["quiet"]}>{words.openNow}</p>}
      <Ranked unit={unit === ALL ? null : unit} board={board} />
    </section>
  );
}

function Ranked({ unit, board }: { unit: string | null; board: Board }) {
  const { words, language } = useExploreWords();
  const variables = { unit, asOf: board.asOf };
  const { data, error, refetch } = useOpenAnswer({ document: Ranking, variables, key: ["explore", "ranking"] });
  if (error) return <Failure error={error} onRetry={refetch} />;
  if (!data) return <Loading />;
  const landlords = (data.data.landlords?.nodes ?? []).filter((facts) => (facts.here ?? 0) > 0);
  if (landlords.length === 0) return <p>{words.noRanking}</p>;
  return (
    <ol className={styles["list"]}>
      {landlords.map(({ here, agents, ...facts }) => (
        <li key={facts.id}>
          <NodeButton facts={facts} board={board} />
          <span>{words.openOrders(here ?? 0)}</span>
          {agents.nodes.map((agent) => (
            <span key={agent.id} className={styles["quiet"]}>
              {`${words.kinds.ManagingAgent}: ${nameOf(words, language, agent)}`}
            </span>
          ))}
        </li>
      ))}
    </ol>
  );
}

const LISTED = 10;
const LISTED_MAX = 100; // what the API gives at once

/** For who inspects work: the companies that employ somebody in an area. */
function EmployersHere({ board }: { board: Board }) {
  const { words } = useExploreWords();
  const [unit, setUnit] = useState<string | null>(null);
  const [first, setFirst] = useState(LISTED);
  const variables = { unit, asOf: board.asOf, first };
  const answer = useOpenAnswer({ document: Employers, variables, key: ["explore", "employers"] });
  return (
    <section aria-labelledby="employers">
      <h2 id="employers">{words.employersHere}</h2>
      <AreaChoice code={unit} onChoose={(next) => setUnit(next?.code ?? null)} />
      <Page answer={answer} first={first} onMore={setFirst} board={board} />
    </section>
  );
}

/** Each with the day for which it was planned: one that has passed without a visit is no plan, and stands under that name. */
function Planned({ board }: { board: Board }) {
  const { words, language } = useExploreWords();
  const [first, setFirst] = useState(LISTED);
  const variables = { asOf: board.asOf, first };
  const answer = useOpenAnswer({ document: PlannedInspections, variables, key: ["explore", "planned"] });
  return (
    <section aria-labelledby="planned">
      <h2 id="planned">{words.plannedInspections}</h2>
      <Page
        answer={answer}
        first={first}
        onMore={setFirst}
        board={board}
        order={byPlan}
        about={(facts) => {
          const { plannedOn } = facts as Visited;
          const said = isEnded(facts)
            ? words.planEnded
            : isOverdue(plannedOn ?? "")
              ? words.overdueSince
              : words.plannedFor;
          return plannedOn && said(day(language, plannedOn));
        }}
      />
    </section>
  );
}

type PageAnswer = { data: { page: { totalCount: number; nodes: readonly Facts[] } | null } };
type PageProps = {
  answer: { data: PageAnswer | undefined; error: unknown; refetch: () => void };
  first: number;
  onMore: (first: number) => void;
  board: Board;
  order?: (nodes: readonly Facts[]) => readonly Facts[];
  about?: (facts: Facts) => string | null;
};

/** The first of a list, how many there are, and more of them. */
function Page({ answer, first, onMore, board, order = (nodes) => nodes, about }: PageProps) {
  const { words } = useExploreWords();
  if (answer.error) return <Failure error={answer.error} onRetry={answer.refetch} />;
  if (!answer.data) return <Loading />;
  const { page } = answer.data.data;
  const shown = page?.nodes.length ?? 0;
  const total = page?.totalCount ?? 0;
  if (total === 0) return <p>{words.noneHere}</p>;
  return (
    <>
      <p className={styles["quiet"]}>{words.shownOf(shown, total)}</p>
      <ul className={styles["list"]}>
        {order(page?.nodes ?? []).map((facts) => (
          <li key={facts.id}>
            <NodeButton facts={facts} board={board} />
            {about && <span className={styles["quiet"]}>{about(facts)}</span>}
          </li>
        ))}
      </ul>
      {shown < total && first < LISTED_MAX && (
        <Button onPress={() => onMore(Math.min(LISTED_MAX, first + LISTED))}>
          {words.showMore(Math.min(LISTED, total - shown))}
        </Button>
      )}
      {shown < total && first >= LISTED_MAX && <p>{words.searchForRest}</p>}
    </>
  );
}

function NodeButton({ facts, board }: { facts: Facts; board: Board }) {
  const { words, language } = useExploreWords();
  return (
    <Button
      className={styles["link"] ?? ""}
      onPress={() => {
        board.begin(facts);
        showBoard();
      }}
    >
      <span className={styles["kind"]}>{words.kinds[facts.__typename]}</span> {nameOf(words, language, facts)}
    </Button>
  );
}

/** Where the board lies below, as on a telephone, it comes into sight: else one would see nothing of what one chose. */
function showBoard() {
  const board = document.getElementById("board");
  if (board && board.getBoundingClientRect().top > window.innerHeight / 2) board.scrollIntoView();
}
