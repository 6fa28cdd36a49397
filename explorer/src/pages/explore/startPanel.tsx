// Where one starts: a search, the map, the landlord companies with most open repair orders or the employers of a district, and what
// one's office plans to inspect. What the purpose does not open is not offered.
import { type FormEvent, useState } from "react";
import { Button, Input, Label, SearchField } from "react-aria-components";
import { SEARCH_TEXT_LENGTH_MAX } from "../../api/limits.ts";
import { opensAtOnce } from "../../api/policy.ts";
import { useAnswer } from "../../shell/ask.ts";
import { Choice } from "../../shell/choice.tsx";
import { useSignedIn } from "../../shell/session.tsx";
import { Failure, Loading } from "../../shell/states.tsx";
import type { Board } from "./board.ts";
import styles from "./explore.module.css";
import { nameOf } from "./kinds/names.ts";
import { AreaChoice } from "./map/area.tsx";
import type { Facts } from "./model/graph.ts";
import { Districts, Employers, PlannedInspections, Ranking, Search, SearchFirms } from "./start.ts";
import { useExploreWords } from "./words.ts";

const ALL = "all";

export function StartPanel({ board, onMap }: { board: Board; onMap: () => void }) {
  const { words } = useExploreWords();
  const { client, purpose } = useSignedIn();
  const isOpen = (group: string) => opensAtOnce(client, purpose, group);
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
      {isOpen("LETTING") && <MostOpenOrders board={board} />}
      {!isOpen("LETTING") && isOpen("EMPLOYER") && <EmployersHere board={board} />}
      {isOpen("CASE") && isOpen("INSPECTION") && <Planned board={board} />}
    </>
  );
}

function SearchBox({ board }: { board: Board }) {
  const { words } = useExploreWords();
  const { client, purpose } = useSignedIn();
  const hasLicences = opensAtOnce(client, purpose, "LICENCE");
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
          <Label>{hasLicences ? words.search : words.searchFirms}</Label>
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
      {text && <Found text={text} board={board} hasLicences={hasLicences} />}
    </search>
  );
}

function Found({ text, board, hasLicences }: { text: string; board: Board; hasLicences: boolean }) {
  const { words } = useExploreWords();
  const { data, error, refetch } = useAnswer({
    document: hasLicences ? Search : (SearchFirms as unknown as typeof Search),
    variables: { text, asOf: board.asOf },
    key: ["explore", "search", hasLicences],
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
  const districts = useAnswer({ document: Districts, variables: {}, key: ["explore", "districts"] });
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
      <Ranked unit={unit === ALL ? null : unit} board={board} />
    </section>
  );
}

function Ranked({ unit, board }: { unit: string | null; board: Board }) {
  const { words, language } = useExploreWords();
  const variables = { unit, asOf: board.asOf };
  const { data, error, refetch } = useAnswer({ document: Ranking, variables, key: ["explore", "ranking"] });
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
  const answer = useAnswer({ document: Employers, variables, key: ["explore", "employers"] });
  return (
    <section aria-labelledby="employers">
      <h2 id="employers">{words.employersHere}</h2>
      <AreaChoice code={unit} onChoose={(next) => setUnit(next?.code ?? null)} />
      <Page answer={answer} first={first} onMore={setFirst} board={board} />
    </section>
  );
}

function Planned({ board }: { board: Board }) {
  const { words } = useExploreWords();
  const [first, setFirst] = useState(LISTED);
  const variables = { asOf: board.asOf, first };
  const answer = useAnswer({ document: PlannedInspections, variables, key: ["explore", "planned"] });
  return (
    <section aria-labelledby="planned">
      <h2 id="planned">{words.plannedInspections}</h2>
      <Page answer={answer} first={first} onMore={setFirst} board={board} />
    </section>
  );
}

type PageAnswer = { data: { page: { totalCount: number; nodes: readonly Facts[] } | null } };
type PageProps = {
  answer: { data: PageAnswer | undefined; error: unknown; refetch: () => void };
  first: number;
  onMore: (first: number) => void;
  board: Board;
};

/** The first of a list, how many there are, and more of them. */
function Page({ answer, first, onMore, board }: PageProps) {
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
        {page?.nodes.map((facts) => (
          <li key={facts.id}>
            <NodeButton facts={facts} board={board} />
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
