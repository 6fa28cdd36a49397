// What a resident keeps off their screen: asked for only when they open this, and shown again by one press.
import { useState } from "react";
import { Button, Disclosure, DisclosurePanel, Heading } from "react-aria-components";
import type { ResultOf } from "../../api/schema.ts";
import { useAnswer } from "../../shell/ask.ts";
import { Failure, Loading } from "../../shell/states.tsx";
import { useSay } from "../../words/enumerations.ts";
import { instant, series } from "../../words/format.ts";
import { either, useWords } from "../../words/index.tsx";
import { Cards, Press, useWrite } from "./parts.tsx";
import { OffScreen, Show } from "./questions.ts";
import styles from "./record.module.css";
import { useRecordWords } from "./words.ts";

const PAGE_SIZE = 50;
type Me = NonNullable<ResultOf<typeof OffScreen>["me"]>;

export function OffMyScreen() {
  const words = useRecordWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <Disclosure onExpandedChange={setOpen} className={styles["act"] ?? ""}>
      <Heading level={2}>
        <Button slot="trigger">{words.offScreen.title}</Button>
      </Heading>
      <DisclosurePanel>{isOpen && <Lists />}</DisclosurePanel>
    </Disclosure>
  );
}

function Lists() {
  const words = useRecordWords();
  const [cursors, setCursors] = useState<(string | null)[]>([null]);
  return (
    <>
      <p>{words.offScreen.text}</p>
      {cursors.map((after, index) => (
        <Page
          key={after ?? ""}
          after={after}
          onMore={index === cursors.length - 1 ? (cursor) => setCursors([...cursors, cursor]) : null}
        />
      ))}
    </>
  );
}

function Page({ after, onMore }: { after: string | null; onMore: ((cursor: string) => void) | null }) {
  const words = useRecordWords();
  const variables = { first: PAGE_SIZE, after };
  const { data, error, refetch } = useAnswer({ document: OffScreen, variables, key: ["record", "off-screen"] });
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  const entries = data.data.me?.offScreenEntries;
  const cursor = entries?.pageInfo.hasNextPage ? entries.pageInfo.endCursor : null;
  return (
    <>
      {after === null && (
        <>
          <h3>{words.offScreen.cases}</h3>
          <Cards items={data.data.me?.offScreenCases} id={(each) => each.number} none={words.offScreen.noCase}>
            {(each) => <HiddenCase hidden={each} />}
          </Cards>
          <h3>{words.offScreen.entries}</h3>
        </>
      )}
      <Cards items={entries?.nodes} id={(each) => each.number} none={words.offScreen.noEntry}>
        {(each) => <HiddenEntry hidden={each} />}
      </Cards>
      {entries && onMore && entries.nodes.length > 0 && (
        <p role="status">{cursor ? words.moreThan(entries.totalCount) : words.all(entries.totalCount)}</p>
      )}
      {cursor && onMore && <Button onPress={() => onMore(cursor)}>{words.looked.older}</Button>}
    </>
  );
}

function useShow() {
  const writing = useWrite();
  return {
    writing,
    show: (numbers: number[], cases: string[]) => void writing.write(Show, { numbers, cases }, { forget: "all" }),
  };
}

function HiddenCase({ hidden }: { hidden: NonNullable<Me["offScreenCases"]>[number] }) {
  const words = useRecordWords();
  const { language } = useWords();
  const say = useSay();
  const { writing, show } = useShow();
  return (
    <>
      <strong>{series(language, [hidden.number, say("CaseKind", hidden.kind), hidden.office.name])}</strong>
      <Press
        name={words.offScreen.show}
        about={hidden.number}
        writing={writing}
        onPress={() => show([], [hidden.number])}
      />
    </>
  );
}

function HiddenEntry({ hidden }: { hidden: NonNullable<Me["offScreenEntries"]>["nodes"][number] }) {
  const words = useRecordWords();
  const { language } = useWords();
  const { writing, show } = useShow();
  const number = hidden.number ?? 0;
  const isOwnAct = hidden.operation === "hideEntries" || hidden.operation === "showEntries"; // those stay off it
  return (
    <>
      <span>
        {hidden.at && instant(language, hidden.at)} {either(language, hidden.summaryEn, hidden.summaryZh)}
      </span>
      {hidden.case ? (
        <small>{words.offScreen.byCase(hidden.case)}</small>
      ) : (
        !isOwnAct && (
          <Press
            name={words.offScreen.show}
            about={words.offScreen.entry(number)}
            writing={writing}
            onPress={() => show([number], [])}
          />
        )
      )}
    </>
  );
}
