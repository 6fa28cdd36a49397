// Who may act for a resident, and for whom they may act; the way into the record of somebody whom they represent.
import { Button } from "react-aria-components";
import { useLocation } from "wouter";
import type { ResultOf } from "../../api/schema.ts";
import { useSay } from "../../words/enumerations.ts";
import { day } from "../../words/format.ts";
import { useWords } from "../../words/index.tsx";
import { useActing } from "./acting.tsx";
import { Cards, Section } from "./parts.tsx";
import { Represented } from "./questions.ts";
import styles from "./record.module.css";
import { useRecordWords } from "./words.ts";

type One = NonNullable<NonNullable<ResultOf<typeof Represented>["me"]>["represents"]>[number];

export function Representation() {
  const words = useRecordWords();
  const { of } = useActing();
  const { title, text } = words.representation;
  return (
    <Section id="representation" title={title} text={text} document={Represented} variables={{}}>
      {({ me }) => (
        <>
          <h3>{words.representation.by}</h3>
          <Cards items={me?.representedBy} id={(each) => each.id} none={words.representation.byNobody}>
            {(each) => <OneLine one={each} />}
          </Cards>
          {of === null && (
            <>
              <h3>{words.representation.of}</h3>
              <Cards items={me?.represents} id={(each) => each.id} none={words.representation.ofNobody}>
                {(each) => (
                  <>
                    <OneLine one={each} />
                    <Into id={each.id ?? ""} />
                  </>
                )}
              </Cards>
            </>
          )}
        </>
      )}
    </Section>
  );
}

function OneLine({ one }: { one: One }) {
  const words = useRecordWords();
  const say = useSay();
  const { language } = useWords();
  return (
    <>
      <strong>{say("RepresentationBasis", one.basis)}</strong>
      <span>
        {one.validFrom &&
          (one.validTo
            ? words.held.span(day(language, one.validFrom), day(language, one.validTo))
            : words.held.since(day(language, one.validFrom)))}
      </span>
    </>
  );
}

function Into({ id }: { id: string }) {
  const words = useRecordWords();
  const { actFor } = useActing();
  const [, go] = useLocation();
  const open = () => {
    actFor(id);
    go("/record");
  };
  return <Button onPress={open}>{words.representation.open}</Button>;
}

/** Above every section while somebody else's record is shown. */
export function ActingNote() {
  const words = useRecordWords();
  const { of, name, actFor } = useActing();
  if (of === null) return null;
  return (
    <div role="status" className={styles["acting"]}>
      <p>{words.representation.acting(name)}</p>
      <Button onPress={() => actFor(null)}>{words.representation.back}</Button>
    </div>
  );
}
