// A resident's own record: what is held, what they allowed, who looked and the proof of it, and all of it to take along.
import { Button } from "react-aria-components";
import { useAnswer, useAsk } from "../../shell/ask.ts";
import { For } from "../../shell/guard.tsx";
import { Empty, Failure, Loading } from "../../shell/states.tsx";
import { saveFile, useWork } from "../../shell/work.ts";
import { day } from "../../words/format.ts";
import { useWords } from "../../words/index.tsx";
import { WhoLooked } from "./looked.tsx";
import { Consents, Download, Held, Revoke } from "./questions.ts";
import styles from "./record.module.css";
import { useRecordWords } from "./words.ts";

const COMMAND = "domicile record verify my-record.json --key LOG-KEY";

export default function RecordPage() {
  const words = useRecordWords();
  return (
    <For kind="resident">
      <div className={styles["record"]}>
        <h1>{words.title}</h1>
        <p>{words.lead}</p>
        <HeldFacts />
        <Allowed />
        <WhoLooked />
        <TakeAlong />
      </div>
    </For>
  );
}

function HeldFacts() {
  const words = useRecordWords();
  const { data, error, refetch } = useAnswer({ document: Held, variables: {}, key: ["record", "held"] });
  return (
    <section aria-labelledby="held">
      <h2 id="held">{words.held.title}</h2>
      {error ? <Failure error={error} onRetry={refetch} /> : data ? <Facts me={data.data.me} /> : <Loading />}
    </section>
  );
}

type Me = import("../../api/schema.ts").ResultOf<typeof Held>["me"];

function Facts({ me }: { me: Me }) {
  const words = useRecordWords();
  const { language } = useWords();
  if (!me) return <Empty />;
  const told = (fact: { source: string | null; recordedBy: string | null }) =>
    words.held.source(words.held.sources[fact.source ?? ""] ?? "", fact.recordedBy ?? "");
  const since = (date: string | null) => (date ? words.held.from(day(language, date)) : "");
  return (
    <dl className={styles["facts"]}>
      <dt>{words.held.name}</dt>
      <dd>{me.name?.full ?? words.held.none}</dd>
      <dt>{words.held.birthDate}</dt>
      <dd>{me.birthDate ? day(language, me.birthDate) : words.held.none}</dd>
      <dt>{words.held.residences}</dt>
      <Lines
        lines={(me.residences ?? []).map((each) => [
          each.address?.fullAddress ?? "",
          `${words.held.residence(each.role ?? "")}, ${since(each.validFrom)}`,
          told(each),
        ])}
      />
      <dt>{words.held.employments}</dt>
      <Lines
        lines={(me.employments ?? []).map((each) => [
          each.workplace?.employerName ?? each.workplace?.name ?? "",
          since(each.validFrom),
          told(each),
        ])}
      />
      <dt>{words.held.documents}</dt>
      <Lines
        lines={(me.documents ?? []).map((each) => [
          each.number ?? "",
          each.expiresOn ? words.consents.until(day(language, each.expiresOn)) : "",
        ])}
      />
      <dt>{words.held.contacts}</dt>
      <Lines
        lines={(me.declaredContacts ?? []).map((each) => [each.name ?? "", each.relation ?? "", each.means ?? ""])}
      />
    </dl>
  );
}

function Lines({ lines }: { lines: string[][] }) {
  const words = useRecordWords();
  if (lines.length === 0) return <dd>{words.held.none}</dd>;
  return lines.map((line) => (
    <dd key={line.join(" ")}>
      {line
        .filter((part) => part !== "")
        .map((part, index) => (index === 0 ? <strong key={part}>{part}</strong> : <span key={part}>{part}</span>))}
    </dd>
  ));
}

function Allowed() {
  const words = useRecordWords();
  const { data, error, refetch } = useAnswer({ document: Consents, variables: {}, key: ["record", "consents"] });
  const consents = data?.data.me?.consents?.nodes ?? [];
  return (
    <section aria-labelledby="consents">
      <h2 id="consents">{words.consents.title}</h2>
      <p>{words.consents.revokeText}</p>
      {error ? <Failure error={error} onRetry={refetch} /> : data ? null : <Loading />}
      {data && consents.length === 0 && <p>{words.consents.none}</p>}
      <ul className={styles["list"]}>
        {consents.map((consent) => (
          <li key={consent.id ?? ""}>
            <Consent consent={consent} />
          </li>
        ))}
      </ul>
    </section>
  );
}

type ConsentOf = NonNullable<
  NonNullable<import("../../api/schema.ts").ResultOf<typeof Consents>["me"]>["consents"]
>["nodes"][number];

function Consent({ consent }: { consent: ConsentOf }) {
  const words = useRecordWords();
  const { language } = useWords();
  const ask = useAsk();
  const { isBusy, failure, run } = useWork();
  const revoke = () => run(() => ask(Revoke, { id: consent.id ?? "" }, { forget: ["record", "consents"] }));
  return (
    <>
      <strong>{consent.officeName}</strong>
      <span>{(language === "zh" ? consent.inWords?.[1] : consent.inWords?.[0]) ?? consent.purposeText}</span>
      <span>
        {words.consents.state[consent.state ?? ""] ?? consent.state}
        {consent.validTo ? `, ${words.consents.until(day(language, consent.validTo))}` : ""}
      </span>
      {consent.state === "IN_FORCE" && (
        <Button isDisabled={isBusy} onPress={() => void revoke()}>
          {words.consents.revoke}
        </Button>
      )}
      {failure !== null && <Failure error={failure} />}
    </>
  );
}

function TakeAlong() {
  const words = useRecordWords();
  const ask = useAsk();
  const { isBusy, failure, run } = useWork();
  const get = () =>
    run(async () => {
      const { data } = await ask(Download, {});
      const file = data.me?.export?.file;
      if (file) saveFile("my-record.json", "application/json", file);
    });
  return (
    <section aria-labelledby="download">
      <h2 id="download">{words.download.title}</h2>
      <p>{words.download.text}</p>
      <Button onPress={() => void get()} isDisabled={isBusy}>
        {words.download.get}
      </Button>
      {isBusy && <Loading />}
      {failure !== null && <Failure error={failure} onRetry={() => void get()} />}
      <p>{words.download.verify}</p>
      <p>
        <code>{COMMAND}</code>
      </p>
    </section>
  );
}
