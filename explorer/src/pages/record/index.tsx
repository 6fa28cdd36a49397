// A resident's own record, in pages of one matter each: what a page shows is asked for when it is opened, and is an entry then.
import { Link, Route, Switch, useLocation } from "wouter";
import { For } from "../../shell/guard.tsx";
import { NotFound } from "../../shell/states.tsx";
import { ActingFor, useActing } from "./acting.tsx";
import { Allowed } from "./allowed.tsx";
import { CasesAndProofs } from "./cases.tsx";
import { HeldFacts } from "./held.tsx";
import { TakeAlong } from "./keep.tsx";
import { WhoLooked } from "./looked.tsx";
import { News } from "./notices.tsx";
import styles from "./record.module.css";
import { ActingNote, Representation } from "./representation.tsx";
import { RightsPage } from "./rights.tsx";
import { useRecordWords } from "./words.ts";

const PAGES = [
  { path: "/record", name: "held", shows: HeldFacts },
  { path: "/record/looked", name: "looked", shows: WhoLooked },
  { path: "/record/notices", name: "notices", shows: News },
  { path: "/record/allowed", name: "allowed", shows: Allowed },
  { path: "/record/rights", name: "rights", shows: RightsPage },
  { path: "/record/cases", name: "cases", shows: CasesAndProofs },
  { path: "/record/representation", name: "representation", shows: Representation },
  { path: "/record/file", name: "file", shows: TakeAlong },
] as const;

export default function RecordPage() {
  return (
    <For kind="resident">
      <ActingFor>
        <Whole />
      </ActingFor>
    </For>
  );
}

function Whole() {
  const words = useRecordWords();
  const { of, name } = useActing();
  return (
    <div className={styles["record"]}>
      <ActingNote />
      <h1>{of === null ? words.title : words.titleOf(name)}</h1>
      <p>{words.lead}</p>
      <Pages />
      <Shown />
    </div>
  );
}

function Pages() {
  const words = useRecordWords();
  const [here] = useLocation();
  return (
    <nav aria-label={words.pages.label} className={styles["pages"]}>
      {PAGES.map(({ path, name }) => (
        <Link key={path} to={path} aria-current={here === path ? "page" : undefined}>
          {words.pages[name]}
        </Link>
      ))}
    </nav>
  );
}

/** One page, anew for each person whose record it is. */
function Shown() {
  const { of } = useActing();
  return (
    <Switch key={of ?? ""}>
      {PAGES.map(({ path, shows }) => (
        <Route key={path} path={path} component={shows} />
      ))}
      <Route component={NotFound} />
    </Switch>
  );
}
