// The cases that an officer holds: found in a list, the one that ends first before the others.
import { useState } from "react";
import { Button } from "react-aria-components";
import { purposeOf } from "../../api/policy.ts";
import type { ResultOf } from "../../api/schema.ts";
import { useAnswer } from "../../shell/ask.ts";
import { useSession, useSignedIn } from "../../shell/session.tsx";
import { Failure, Loading } from "../../shell/states.tsx";
import { useWork } from "../../shell/work.ts";
import { useSay } from "../../words/enumerations.ts";
import { instant } from "../../words/format.ts";
import { either, useWords } from "../../words/index.tsx";
import styles from "./case.module.css";
import { hasPersons } from "./choosing.tsx";
import { HeldCases as Held } from "./questions.ts";
import { useCaseWords } from "./words.ts";

type HeldCase = NonNullable<ResultOf<typeof Held>["heldCases"]>["nodes"][number];

export function HeldCases() {
  const words = useCaseWords();
  const { purpose } = useSignedIn();
  const [pages, setPages] = useState<(string | null)[]>([null]);
  if (!hasPersons(purpose)) return null;
  return (
    <section aria-labelledby="held">
      <h2 id="held">{words.held.title}</h2>
      {pages.map((after, index) => (
        <Page
          key={after ?? ""}
          after={after}
          onMore={index === pages.length - 1 ? (cursor) => setPages([...pages, cursor]) : null}
        />
      ))}
    </section>
  );
}

function Page({ after, onMore }: { after: string | null; onMore: ((cursor: string) => void) | null }) {
  const words = useCaseWords();
  const { data, error, refetch } = useAnswer({ document: Held, variables: { after }, key: ["case", "held"] });
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  const page = data?.data.heldCases;
  if (!page) return data ? null : <Loading />;
  const cursor = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  return (
    <>
      {page.totalCount === 0 && <p>{words.held.none}</p>}
      {cursor && onMore && <p>{words.inspections.shown(page.nodes.length, page.totalCount)}</p>}
      <ul className={styles["waiting"]}>
        {page.nodes.map((item) => (
          <li key={item.number}>
            <One item={item} />
          </li>
        ))}
      </ul>
      {cursor && onMore && <Button onPress={() => onMore(cursor)}>{words.inspections.more}</Button>}
    </>
  );
}

/** One that is for another purpose is used for that one. */
function One({ item }: { item: HeldCase }) {
  const words = useCaseWords();
  const { language } = useWords();
  const say = useSay();
  const { purpose: chosen } = useSignedIn();
  const { choose } = useSession();
  const { isBusy, failure, run } = useWork();
  const { number, purpose, kind, endsAt } = item;
  const known = purposeOf(purpose);
  return (
    <>
      <div className={styles["ways"]}>
        <strong translate="no">{number}</strong>
        <span>{say("CaseKind", kind)}</span>
        <span>{words.held.ends(instant(language, endsAt))}</span>
        {purpose !== chosen && (
          <span>{words.held.forPurpose(either(language, known?.description ?? purpose, known?.descriptionZh))}</span>
        )}
        <Button isDisabled={isBusy} onPress={() => void run(() => choose({ purpose, case: number }))}>
          {words.inspections.choose(number)}
        </Button>
      </div>
      {failure !== null && <Failure error={failure} />}
    </>
  );
}
