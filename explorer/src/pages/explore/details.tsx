// What the register says of the selected node, and its relationships with their totals, each to be opened.
import { useEffect } from "react";
import { Button } from "react-aria-components";
import { Link } from "wouter";
import { Failure, Loading } from "../../shell/states.tsx";
import { useWords } from "../../words/index.tsx";
import { cutInWords } from "../../words/lists.ts";
import { type Board, PAGE_ITEMS } from "./board.ts";
import styles from "./explore.module.css";
import { leadsTo } from "./kinds/leads.ts";
import { calledOn, factsInWords } from "./kinds/names.ts";
import { useNode } from "./kinds/node.ts";
import { opened, type Relationship } from "./kinds/opened.ts";
import { type GraphNode, hide, move, type NodeKind, pin } from "./model/graph.ts";
import { drawn, drawnAs, showApart, sizeOf, wholeOf } from "./model/groups.ts";
import { shownBy } from "./model/shown.ts";
import { useExploreWords } from "./words.ts";

export function Details({ board }: { board: Board }) {
  const { words } = useExploreWords();
  const node = board.screen.selected ? board.screen.nodes.get(board.screen.selected) : undefined;
  return (
    <section aria-label={words.details} className={styles["details"]}>
      {node ? <Selected key={node.id} node={node} board={board} /> : <p>{words.nothingSelected}</p>}
    </section>
  );
}

function Selected({ node, board }: { node: GraphNode; board: Board }) {
  const { words, language } = useExploreWords();
  const { words: common } = useWords();
  const { data, error, refetch } = useNode(node.kind, node.id, board.asOf);
  const answered = data?.data.node;
  const read = answered ? opened(node.kind, answered) : null;
  const { learn } = board;
  useEffect(() => {
    if (answered) learn(opened(node.kind, answered).facts);
  }, [answered, node.kind, learn]);
  return (
    <>
      <h2>
        <span className={styles["kind"]}>{words.kinds[node.kind]}</span> {calledOn(words, language, node)}
      </h2>
      <div className={styles["tools"]}>
        <Button onPress={() => board.change((now) => hide(now, ...wholeOf(drawn(now), node.id)))}>{words.hide}</Button>
        <Button onPress={() => board.change((now) => pin(now, node.id, !node.isPinned))}>
          {node.isPinned ? words.unpin : words.pin}
        </Button>
      </div>
      <Moving node={node} board={board} />
      <Grouped node={node} board={board} />
      <dl className={styles["facts"]}>
        {factsInWords(words, language, [common.values.yes, common.values.no], node.facts).map((fact) => (
          <div key={fact.key}>
            <dt>{fact.label}</dt>
            <dd>{fact.text}</dd>
          </div>
        ))}
      </dl>
      {node.kind === "InspectionCase" && (
        <Link to={`/case/${encodeURIComponent(String(node.facts["number"]))}`}>{words.inCase}</Link>
      )}
      {error && <Failure error={error} onRetry={refetch} />}
      {!data && !error && <Loading />}
      {data && !read && <p>{node.absence === null ? words.gone : words.notThere[node.absence]}</p>}
      {read && (
        <>
          <h3>{words.relationships}</h3>
          <ul className={styles["relationships"]}>
            {read.relationships.map((relationship) => (
              <Related key={relationship.relation} node={node} relationship={relationship} board={board} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

const WAYS = [
  { key: "moveLeft", sign: "←", across: -1, up: 0 },
  { key: "moveRight", sign: "→", across: 1, up: 0 },
  { key: "moveUp", sign: "↑", across: 0, up: 1 },
  { key: "moveDown", sign: "↓", across: 0, up: -1 },
] as const;

/** The same as dragging it, for whoever does not drag. */
function Moving({ node, board }: { node: GraphNode; board: Board }) {
  const { words } = useExploreWords();
  return (
    <fieldset className={styles["tools"]}>
      <legend className="visually-hidden">{words.moveIt}</legend>
      {WAYS.map(({ key, sign, across, up }) => (
        <Button key={key} aria-label={words[key]} onPress={() => board.change((now) => move(now, node.id, across, up))}>
          {sign}
        </Button>
      ))}
    </fieldset>
  );
}

/** What is drawn as one with it, or as part of which it is drawn. */
function Grouped({ node, board }: { node: GraphNode; board: Board }) {
  const { words, language } = useExploreWords();
  const { screen } = board;
  const size = sizeOf(screen, node.id);
  const head = screen.nodes.get(drawnAs(drawn(screen), node.id) ?? "");
  if (head && head.id !== node.id)
    return <p className={styles["quiet"]}>{words.drawnIn(calledOn(words, language, head))}</p>;
  if (size === 0) return null;
  const isApart = screen.apart.has(node.id);
  return (
    <p>
      {!isApart && `${words.groupOf(size)} `}
      <Button onPress={() => board.change((now) => showApart(now, node.id, !isApart))}>
        {isApart ? words.groupTogether : words.groupApart}
      </Button>
    </p>
  );
}

/** What the register counts as of now, whatever day is asked for. */
const UNDATED = new Set<NodeKind>(["Complaint", "Finding", "InspectionCase", "RepairOrder"]);

function Related({ node, relationship, board }: { node: GraphNode; relationship: Relationship; board: Board }) {
  const { words, language } = useExploreWords();
  const { relation, total } = relationship;
  const { whole } = relationship;
  const joined = shownBy(board.screen, node, relation, leadsTo(node.kind, relation));
  const shown = Math.min(joined.size, total ?? 0);
  const left = whole ? whole.filter((facts) => !joined.has(facts.id)).length : (total ?? 0) - shown;
  const next = whole ? left : Math.min(PAGE_ITEMS, left);
  const label = words.relations[relation] ?? relation;
  const isOfNow = board.asOf !== null && UNDATED.has(leadsTo(node.kind, relation));
  const isOpening = board.isOpening(node.id, relation);
  const offer = shown > 0 ? words.showMore(next) : words.show(next);
  const show = isOpening ? words.askedFor(offer) : offer; // a press says at once that it was heard
  return (
    <li>
      <span>{label}</span>
      {total === null ? (
        <span className={styles["quiet"]}>{words.notAllowed}</span>
      ) : total === 0 ? (
        <span className={styles["quiet"]}>{words.none}</span>
      ) : (
        <span>{isOfNow ? words.shownOfNow(shown, total) : words.shownOf(shown, total)}</span>
      )}
      {whole && total !== null && total > whole.length && <small>{cutInWords(language, whole.length, total)}</small>}
      {left > 0 && (
        <Button
          data-relationship={relation}
          aria-label={`${label}: ${show}`}
          onPress={() => board.more(node.id, node.kind, relationship)}
        >
          {show}
        </Button>
      )}
    </li>
  );
}
