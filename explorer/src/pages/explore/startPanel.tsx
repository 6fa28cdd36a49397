// Where one starts: a search, and the landlord companies with most open repair orders in a district.
import { type FormEvent, useState } from "react";
import { Button, Input, Label, SearchField } from "react-aria-components";
import { useAnswer } from "../../shell/ask.ts";
import { Choice } from "../../shell/choice.tsx";
import { Failure, Loading } from "../../shell/states.tsx";
import type { Board } from "./board.ts";
import styles from "./explore.module.css";
import { nameOf } from "./kinds/names.ts";
import type { Facts } from "./model/graph.ts";
import { Districts, Ranking, Search } from "./start.ts";
import { useExploreWords } from "./words.ts";

const ALL = "all";

export function StartPanel({ board, onMap }: { board: Board; onMap: () => void }) {
  const { words } = useExploreWords();
  return (
    <>
      <SearchBox board={board} />
      <p>
        <Button onPress={onMap}>{words.startOnMap}</Button>
      </p>
      <MostOpenOrders board={board} />
    </>
  );
}

function SearchBox({ board }: { board: Board }) {
  const { words } = useExploreWords();
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
          <Label>{words.search}</Label>
          <Input autoComplete="off" spellCheck="false" maxLength={100} aria-describedby="search-help" />
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
  const { data, error, refetch } = useAnswer({
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

function NodeButton({ facts, board }: { facts: Facts; board: Board }) {
  const { words, language } = useExploreWords();
  return (
    <Button className={styles["link"] ?? ""} onPress={() => board.begin(facts)}>
      <span className={styles["kind"]}>{words.kinds[facts.__typename]}</span> {nameOf(words, language, facts)}
    </Button>
  );
}
