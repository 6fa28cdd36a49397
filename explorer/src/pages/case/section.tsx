// One section of a case: asked when it is shown, with why its reader may see it, and what was not shown.
import type { TadaDocumentNode } from "gql.tada";
import { type ReactNode, useId, useState } from "react";
import { Button } from "react-aria-components";
import { codeOf, HubError } from "../../api/errors.ts";
import { purposeOf } from "../../api/policy.ts";
import { useSignedIn } from "../../shell/session.tsx";
import { Failure, Loading, Notice } from "../../shell/states.tsx";
import { series } from "../../words/format.ts";
import { either, useWords } from "../../words/index.tsx";
import { cutInWords } from "../../words/lists.ts";
import { basisInWords } from "../../words/policy.ts";
import styles from "./case.module.css";
import { useClosed } from "./head.ts";
import { type Denied, isStopped, type Said, saidBy, useSection } from "./visit.ts";
import { useCaseWords } from "./words.ts";

/** `group` decides whether it is asked at all: where this build's policy never opens it, its reader is asked first. */
export function Section<Data, Variables>(props: {
  operation: string;
  number: string | null;
  document: TadaDocumentNode<Data, Variables>;
  variables: Variables;
  group: string;
  children: (data: Data) => ReactNode;
}) {
  const words = useCaseWords();
  const closed = useClosed()(props.group);
  const [isForced, setForced] = useState(false);
  const isAsked = isForced || closed === null;
  const result = useSection({ ...props, isEnabled: isAsked });
  if (!isAsked) {
    return (
      <div className={styles["closed"]}>
        <h3>{words.closed.titles[closed]}</h3>
        <p>{words.closed.texts[closed]}</p>
        <Button onPress={() => setForced(true)}>{words.closed.ask}</Button>
      </div>
    );
  }
  if (result.isFetching) return <Loading onCancel={result.cancel} />;
  if (result.isStopped) return <Stopped onRetry={() => void result.refetch()} />;
  if (result.error) return <CaseFailure error={result.error} onRetry={() => void result.refetch()} />;
  if (!result.data) return <Loading />;
  const said = saidBy(result.data.extensions);
  const isDenied = said.denied.some((item) => item.group === props.group);
  return (
    <>
      {isDenied ? <p role="alert">{words.basis.deniedText}</p> : props.children(result.data.data)}
      <Basis said={said} />
      <Button onPress={() => void result.refetch()}>{words.again}</Button>
    </>
  );
}

/** Under a list that was cut, or may have been: how much of how much there is. */
export function Cut({ length, total }: { length: number; total?: number | null | undefined }) {
  const { language } = useWords();
  const said = cutInWords(language, length, total);
  return said && <p>{said}</p>;
}

/** Its reader stopped waiting: the question may have been answered and logged all the same. */
export function Stopped({ onRetry }: { onRetry: () => void }) {
  const words = useCaseWords();
  return (
    <Notice {...words.stopped}>
      <Button onPress={onRetry}>{words.again}</Button>
    </Notice>
  );
}

/** Legal basis, rules and policy version; what was withheld; what is not allowed. */
export function Basis({ said }: { said: Said }) {
  const words = useCaseWords();
  const { language } = useWords();
  const { purpose: id } = useSignedIn();
  const purpose = purposeOf(id);
  const heading = useId();
  return (
    <aside aria-labelledby={heading} className={styles["basis"]}>
      <h3 id={heading}>{words.basis.title}</h3>
      <dl>
        <Row name={words.basis.purpose}>{either(language, purpose?.description ?? id, purpose?.descriptionZh)}</Row>
        {purpose && <Row name={words.basis.legal}>{basisInWords(language, purpose.legalBasis)}</Row>}
        {said.allowed.length > 0 && (
          <Row name={words.basis.rules}>
            <Groups groups={said.allowed} />
          </Row>
        )}
        {said.withheld.length > 0 && (
          <Row name={words.basis.withheld}>
            {series(
              language,
              said.withheld.map((group) => words.groups[group] ?? group),
            )}
            <small>{words.basis.withheldText}</small>
          </Row>
        )}
        {said.denied.length > 0 && (
          <Row name={words.basis.denied}>
            <Groups groups={said.denied} />
          </Row>
        )}
        {said.policyVersion && (
          <Row name={words.basis.version}>
            <code>{said.policyVersion.slice(0, 8)}</code>
          </Row>
        )}
      </dl>
    </aside>
  );
}

/** What was refused, in the words of this page: the same for every reason that the hub keeps apart from nobody. */
export function CaseFailure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const words = useCaseWords();
  if (isStopped(error)) return <Notice {...words.stoppedWrite} />;
  const code = codeOf(error);
  const said = saidBy(error instanceof HubError ? error.extensions : {});
  const own = {
    CASE_REQUIRED: words.failure.another,
    CASE_CLOSED: words.failure.closed,
    PURPOSE_NOT_ALLOWED: words.failure.purpose,
  }[code as string];
  return (
    <>
      {own ? <Notice {...own} code={code} /> : <Failure error={error} {...(onRetry ? { onRetry } : {})} />}
      {said.denied.length > 0 && <Basis said={said} />}
    </>
  );
}

/** A name and what it has. */
export function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Groups({ groups }: { groups: Denied[] }) {
  const words = useCaseWords();
  const { language } = useWords();
  return (
    <ul className={styles["groups"]}>
      {groups.map(({ group, rules }) => (
        <li key={group}>
          {words.groups[group] ?? group} <code>{series(language, rules)}</code>
        </li>
      ))}
    </ul>
  );
}
