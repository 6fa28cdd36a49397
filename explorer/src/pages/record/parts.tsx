// What the sections of the record share: a question with its states, a list of facts, an act behind a heading.
import type { TadaDocumentNode } from "gql.tada";
import { type ReactNode, useState } from "react";
import { Button } from "react-aria-components";
import type { Answer } from "../../api/client.ts";
import { clients, purposeOf } from "../../api/policy.ts";
import { useAnswer, useAsk } from "../../shell/ask.ts";
import { BY_LINE } from "../../shell/focus.ts";
import { FoldedForm } from "../../shell/folded.tsx";
import { Failure, Loading } from "../../shell/states.tsx";
import { useTold } from "../../shell/told.ts";
import { useWork } from "../../shell/work.ts";
import { series, timeOfDay } from "../../words/format.ts";
import { either, useWords } from "../../words/index.tsx";
import { useActing } from "./acting.tsx";
import styles from "./record.module.css";
import { useRecordWords } from "./words.ts";

/** A heading, and below it what a question answered; asked when the section is shown. */
export function Section<Data, Variables>(props: {
  id: string;
  title: string;
  text?: string;
  document: TadaDocumentNode<Data, Variables>;
  variables: Omit<Variables, "for">;
  /** The field groups of which something is shown: of these only some can be withheld. */
  shows?: (data: Data) => readonly string[];
  children: (data: Data) => ReactNode;
}) {
  const { of } = useActing();
  const variables = { ...props.variables, for: of } as Variables;
  const { data, error, refetch } = useAnswer({ document: props.document, variables, key: ["record", props.id] });
  return (
    <Part id={props.id} title={props.title} {...(props.text === undefined ? {} : { text: props.text })}>
      {error ? <Failure error={error} onRetry={() => void refetch()} /> : data ? null : <Loading />}
      {data && <Withheld answer={data} shown={props.shows?.(data.data) ?? []} />}
      {data && props.children(data.data)}
    </Part>
  );
}

type Connection<Item> = {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: readonly Item[];
};

/** A long list in pages: the next is asked for by a press, and how much is shown of how much always stands there. */
export function Paged<Data, Variables, Item>(props: {
  id: string;
  document: TadaDocumentNode<Data, Variables>;
  connection: (data: Data) => Connection<Item> | null | undefined;
  none: string;
  more: string;
  itemId: (item: Item, index: number) => string | number | null | undefined;
  className?: string | undefined;
  children: (item: Item) => ReactNode;
}) {
  const { of } = useActing();
  const [cursors, setCursors] = useState<(string | null)[]>([null]);
  return cursors.map((after, index) => (
    <Page
      key={`${of ?? ""} ${after ?? ""}`}
      {...props}
      variables={{ for: of, after } as Variables}
      onMore={index === cursors.length - 1 ? (cursor) => setCursors([...cursors, cursor]) : null}
    />
  ));
}

function Page<Data, Variables, Item>(
  props: Parameters<typeof Paged<Data, Variables, Item>>[0] & {
    variables: Variables;
    onMore: ((cursor: string) => void) | null;
  },
) {
  const words = useRecordWords();
  const { document, variables, id } = props;
  const { data, error, refetch } = useAnswer({ document, variables, key: ["record", id] });
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  const page = props.connection(data.data);
  const nodes = page?.nodes ?? [];
  const cursor = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  return (
    <>
      <Withheld answer={data} />
      {nodes.length === 0 && <p className={styles["quiet"]}>{props.none}</p>}
      {nodes.length > 0 && (
        <ul className={props.className ?? styles["list"]} {...BY_LINE}>
          {nodes.map((item, index) => (
            <li key={props.itemId(item, index) ?? index}>{props.children(item)}</li>
          ))}
        </ul>
      )}
      {props.onMore && page && nodes.length > 0 && (
        <p role="status">{cursor ? words.moreThan(page.totalCount) : words.all(page.totalCount)}</p>
      )}
      {cursor && props.onMore && <Button onPress={() => props.onMore?.(cursor)}>{props.more}</Button>}
    </>
  );
}

/** A part of the page under a heading of its own. */
export function Part(props: { id: string; title: string; text?: string; children?: ReactNode }) {
  return (
    <section aria-labelledby={props.id}>
      <h2 id={props.id}>{props.title}</h2>
      {props.text && <p>{props.text}</p>}
      {props.children}
    </section>
  );
}

/** What a representative isn't shown is named, and not why. */
function Withheld({ answer, shown = [] }: { answer: Answer<unknown>; shown?: readonly string[] }) {
  const words = useRecordWords();
  const { language } = useWords();
  const withheld = answer.extensions.withheld ?? [];
  const named = (groups: readonly string[]) =>
    series(
      language,
      groups.map((group) => words.groups[group] ?? group),
    );
  const [part, whole] = [
    withheld.filter((group) => shown.includes(group)),
    withheld.filter((group) => !shown.includes(group)),
  ];
  return (
    <>
      {whole.length > 0 && <p className={styles["quiet"]}>{words.withheld(named(whole))}</p>}
      {part.length > 0 && <p className={styles["quiet"]}>{words.withheldPart(named(part))}</p>}
    </>
  );
}

/** A purpose and a department in words, by what this build knows of them; else as the register says it. */
export function useNames() {
  const { language } = useWords();
  return {
    purpose: (id: string | null) => {
      const known = purposeOf(id);
      return known ? either(language, known.description, known.descriptionZh) : (id ?? "");
    },
    department: (id: string | null) => {
      const known = clients.find((each) => each.id === id);
      return known ? either(language, known.name, known.nameZh) : (id ?? "");
    },
  };
}

/** The supervisory authority, as its operator named it. */
export function Authority({ authority }: { authority: { name: string; url: string } | null | undefined }) {
  const words = useRecordWords();
  return (
    authority && (
      <Row name={words.authority}>
        <span translate="no">{`${authority.name} ${authority.url}`}</span>
      </Row>
    )
  );
}

export function Facts({ children }: { children: ReactNode }) {
  return <dl className={styles["facts"]}>{children}</dl>;
}

/** A name and what it has; nothing is shown of what isn't there. */
export function Row({ name, children }: { name: string; children: ReactNode }) {
  const isNothing = children === null || children === undefined || children === "" || children === false;
  return isNothing ? null : (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A list of cards, or that there is nothing. `none` says what its emptiness means. */
export function Cards<Item>(props: {
  items: readonly Item[] | null | undefined;
  id: (item: Item, index: number) => string | number | null | undefined;
  none: string;
  label?: string;
  children: (item: Item) => ReactNode;
}) {
  const items = props.items ?? [];
  if (items.length === 0) return <p className={styles["quiet"]}>{props.none}</p>;
  return (
    <ul className={styles["list"]} aria-label={props.label} {...BY_LINE}>
      {items.map((item, index) => (
        <li key={props.id(item, index) ?? index}>{props.children(item)}</li>
      ))}
    </ul>
  );
}

/** Writes, and says when it was done; what the page holds of the same is asked anew. */
export function useWrite() {
  const ask = useAsk();
  const { of } = useActing();
  const words = useRecordWords();
  const work = useWork();
  const [done, tell] = useTold(words);
  const write = <Data, Variables>(
    document: TadaDocumentNode<Data, Variables>,
    variables: Omit<Variables, "for">,
    options: { forget?: string; onDone?: (data: Data) => void } = {},
  ) =>
    work.run(async () => {
      tell(null);
      const { forget: name } = options;
      const forget = name ? { forget: name === "all" ? ["record"] : ["record", name] } : {};
      const { data } = await ask(document, { ...variables, for: of } as Variables, forget);
      const at = new Date().toISOString();
      tell((now, language) => now.done(timeOfDay(language, at)));
      options.onDone?.(data);
    });
  return { isBusy: work.isBusy, failure: work.failure, done, write };
}

type Writing = ReturnType<typeof useWrite>;

/** How a write ended: in a live region, so that it is heard. */
export function Ended({ writing }: { writing: Pick<Writing, "done" | "failure"> }) {
  return (
    <>
      <p role="status" className={styles["done"]}>
        {writing.done}
      </p>
      {writing.failure !== null && <Failure error={writing.failure} />}
    </>
  );
}

/** One press, one act: what it does stands beside it. */
export function Press(props: {
  name: string;
  about?: string;
  writing: Pick<Writing, "isBusy" | "done" | "failure">;
  isDisabled?: boolean;
  onPress: () => void;
}) {
  return (
    <>
      <Button
        isDisabled={props.writing.isBusy || (props.isDisabled ?? false)}
        onPress={props.onPress}
        {...(props.about ? { "aria-label": `${props.name}: ${props.about}` } : {})}
      >
        {props.name}
      </Button>
      <Ended writing={props.writing} />
    </>
  );
}

/** An act that needs something entered: its heading opens the form. */
export function Act(props: {
  title: string;
  text?: string;
  send?: string;
  level?: 3 | 4;
  writing: Pick<Writing, "isBusy" | "done" | "failure">;
  isReady?: boolean;
  onSend: () => void;
  children?: ReactNode;
}) {
  const words = useRecordWords();
  return (
    <FoldedForm
      title={props.title}
      level={props.level ?? 3}
      text={props.text}
      send={props.send ?? words.send}
      isDisabled={props.writing.isBusy || props.isReady === false}
      onSend={props.onSend}
      ended={<Ended writing={props.writing} />}
    >
      {props.children}
    </FoldedForm>
  );
}
