// The cases in a resident's name, opened and ended here; and what proves at a counter that it is them.
import { useState } from "react";
import { Button } from "react-aria-components";
import { clients } from "../../api/policy.ts";
import type { ResultOf, VariablesOf } from "../../api/schema.ts";
import { Choice } from "../../shell/choice.tsx";
import { Day } from "../../shell/fields.tsx";
import { OfficeChoice } from "../../shell/office-choice.tsx";
import { saveFile } from "../../shell/work.ts";
import { useSay } from "../../words/enumerations.ts";
import { day, instant, series, timeOfDay } from "../../words/format.ts";
import { either, useWords } from "../../words/index.tsx";
import { useActing } from "./acting.tsx";
import { type Permission, Permissions } from "./allowed.tsx";
import { openAt } from "./open-online.ts";
import { Act, Cards, Ended, Facts, Part, Press, Row, Section, useNames, useWrite } from "./parts.tsx";
import { madePasskey, NoPasskey } from "./passkey.ts";
import {
  Assent,
  Cases,
  EndCase,
  Grant,
  MakeCard,
  MakeCode,
  OpenOnline,
  PasskeyOptions,
  Proofs,
  RegisterPasskey,
  RevokeCard,
  RevokePasskey,
} from "./questions.ts";
import styles from "./record.module.css";
import { SignIns } from "./sign-ins.tsx";
import { useRecordWords } from "./words.ts";

type OwnCase = NonNullable<NonNullable<ResultOf<typeof Cases>["me"]>["cases"]>[number];
const CASES_MAX = 100; // the API gives the newest hundred

export function CasesAndProofs() {
  const words = useRecordWords();
  const { of } = useActing();
  return (
    <>
      <Section id="cases" title={words.cases.title} text={words.cases.text} document={Cases} variables={{}}>
        {({ me }) => (
          <>
            {(me?.cases?.length ?? 0) >= CASES_MAX && <p>{words.cases.newest(CASES_MAX)}</p>}
            <Cards items={me?.cases} id={(each) => each.number} none={words.cases.none} label={words.cases.title}>
              {(each) => <OneCase own={each} />}
            </Cards>
            {of === null && <Opening />}
          </>
        )}
      </Section>
      <Code />
      {of === null && (
        <Section id="proofs" title={words.proofs.title} text={words.proofs.text} document={Proofs} variables={{}}>
          {({ me }) => (
            <>
              <Card issuedAt={me?.receiptCard?.issuedAt ?? null} />
              <Passkeys passkeys={me?.passkeys ?? []} />
              <SignIns signIns={me?.signIns ?? []} />
            </>
          )}
        </Section>
      )}
    </>
  );
}

function OneCase({ own }: { own: OwnCase }) {
  const words = useRecordWords();
  const { language } = useWords();
  const { of } = useActing();
  const writing = useWrite();
  const say = useSay();
  const { cases } = words;
  const names = useNames();
  const isOpen = own.state !== "CLOSED" && Date.parse(own.endsAt) > Date.now();
  return (
    <>
      <strong>{series(language, [say("CaseKind", own.kind), own.office.name])}</strong>
      <Facts>
        <Row name={cases.number}>{own.number}</Row>
        <Row name={cases.purpose}>{names.purpose(own.purpose)}</Row>
        <Row name={cases.state}>{own.isWaiting ? cases.waiting : say("CaseState", isOpen ? own.state : "CLOSED")}</Row>
        <Row name={cases.proof}>{say("CaseProof", own.proof)}</Row>
        <Row name={cases.opened}>{instant(language, own.openedAt)}</Row>
        <Row name={cases.ends}>{isOpen && day(language, own.endsAt)}</Row>
        <Row name={cases.permissions}>
          {series(
            language,
            own.permissions.map((each) => words.permissions[each]),
          )}
        </Row>
      </Facts>
      {isOpen && own.transferTo && of === null && <Transfer own={own} />}
      {isOpen && own.proof !== "OFFICER_ATTESTED" && <Giving own={own} />}
      {isOpen && of === null && (
        <Press
          name={cases.end}
          about={own.number}
          writing={writing}
          onPress={() => void writing.write(EndCase, { case: own.number }, { forget: "cases" })}
        />
      )}
    </>
  );
}

/** A consent in an open case of one's own. */
function Giving({ own }: { own: OwnCase }) {
  const words = useRecordWords();
  const writing = useWrite();
  const [permissions, setPermissions] = useState<Permission[]>([]);
  const [until, setUntil] = useState("");
  const send = () => {
    const input = { case: own.number, permissions, until: until || null };
    void writing.write(Grant, { input }, { forget: "cases" });
  };
  return (
    <Act
      title={words.grant.title}
      text={words.grant.text}
      level={3}
      writing={writing}
      isReady={permissions.length > 0}
      onSend={send}
    >
      <Permissions chosen={permissions} onChange={setPermissions} />
      <Day label={words.grant.until} hint={words.grant.untilHint} value={until} onChange={setUntil} />
    </Act>
  );
}

function Transfer({ own }: { own: OwnCase }) {
  const words = useRecordWords();
  const writing = useWrite();
  const to = own.transferTo;
  const assent = (keepPermissions: boolean) => {
    const input = { case: own.number, office: to?.code ?? "", keepPermissions };
    void writing.write(Assent, { input }, { forget: "cases" });
  };
  return (
    <>
      <p>{words.cases.transfer(to?.name ?? "")}</p>
      <div className={styles["ways"]}>
        <Button isDisabled={writing.isBusy} onPress={() => assent(false)}>
          {words.cases.assent}
        </Button>
        {own.permissions.length > 0 && (
          <Button isDisabled={writing.isBusy} onPress={() => assent(true)}>
            {words.cases.assentKeep}
          </Button>
        )}
      </div>
      <Ended writing={writing} />
    </>
  );
}

type Opened = { number: string; receipt: string | null };
type CaseKind = VariablesOf<typeof OpenOnline>["input"]["kind"];

function Opening() {
  const words = useRecordWords();
  const { language } = useWords();
  const writing = useWrite();
  const say = useSay();
  const [client, setClient] = useState<string | null>(null);
  const [purpose, setPurpose] = useState<string | null>(null);
  const [kind, setKind] = useState<CaseKind | null>(null);
  const [office, setOffice] = useState<string | null>(null);
  const [permissions, setPermissions] = useState<Permission[]>([]);
  const [opened, setOpened] = useState<Opened | null>(null);
  const choices = openAt();
  const purposes = choices.filter((each) => each.client === client);
  const kinds = purposes.find((each) => each.purpose.id === purpose)?.kinds ?? [];
  const departments = clients.filter(({ id }) => choices.some((each) => each.client === id));
  const choose = (id: string) => {
    const first = choices.find((each) => each.client === id);
    setClient(id);
    setOffice(null);
    choosePurpose(first?.purpose.id ?? null, id);
  };
  const choosePurpose = (id: string | null, of = client) => {
    setPurpose(id);
    const found = choices.find((each) => each.client === of && each.purpose.id === id);
    setKind((found?.kinds[0] as CaseKind | undefined) ?? null);
  };
  const send = () => {
    if (!purpose || !kind || !office) return;
    const input = { office, kind, purpose, permissions };
    const onDone = (data: ResultOf<typeof OpenOnline>) => setOpened(data.openOwnCase);
    void writing.write(OpenOnline, { input }, { forget: "cases", onDone });
  };
  return (
    <Act
      title={words.open.title}
      text={words.open.text}
      writing={writing}
      isReady={kind !== null && office !== null}
      onSend={send}
      send={words.open.send}
    >
      <Choice
        label={words.open.department}
        options={departments.map((each) => ({ id: each.id, name: either(language, each.name, each.nameZh) }))}
        chosen={client}
        onChoose={choose}
        placeholder={words.processing.choose}
      />
      {client && (
        <Choice
          label={words.open.purpose}
          options={purposes.map((each) => ({
            id: each.purpose.id,
            name: either(language, each.purpose.description, each.purpose.descriptionZh),
          }))}
          chosen={purpose}
          onChoose={choosePurpose}
        />
      )}
      {kinds.length > 1 && (
        <Choice
          label={words.open.kind}
          options={kinds.map((id) => ({ id: id as CaseKind, name: say("CaseKind", id) }))}
          chosen={kind}
          onChoose={setKind}
        />
      )}
      {client && <OfficeChoice key={client} label={words.open.office} department={client} onChoose={setOffice} />}
      <Permissions chosen={permissions} onChange={setPermissions} />
      {opened && <Receipt opened={opened} />}
    </Act>
  );
}

function Receipt({ opened }: { opened: Opened }) {
  const words = useRecordWords();
  return (
    <div role="status">
      <p>{words.open.opened(opened.number)}</p>
      {opened.receipt && (
        <Button onPress={() => saveFile("receipt.txt", "text/plain;charset=utf-8", opened.receipt ?? "")}>
          {words.open.receipt}
        </Button>
      )}
    </div>
  );
}

/** A one-time code for a counter: shown once. */
function Code() {
  const words = useRecordWords();
  const { language } = useWords();
  const writing = useWrite();
  const [permissions, setPermissions] = useState<Permission[]>([]);
  const [made, setMade] = useState<{ code: string; expiresAt: string } | null>(null);
  const make = () =>
    void writing.write(MakeCode, { permissions }, { onDone: (data) => setMade(data.createCounterCode) });
  return (
    <Part id="code" title={words.code.title} text={words.code.text}>
      <div className="form">
        <Permissions chosen={permissions} onChange={setPermissions} />
        <Press name={words.code.make} writing={writing} onPress={make} />
      </div>
      {made && (
        <Secret
          code={made.code}
          text={words.code.until(timeOfDay(language, made.expiresAt))}
          onDone={() => setMade(null)}
        />
      )}
    </Part>
  );
}

/** A code that is shown once, and can be put away. */
function Secret({ code, text, onDone }: { code: string; text: string; onDone: () => void }) {
  const words = useRecordWords();
  return (
    <div role="status" className={styles["secret"]}>
      <p className={styles["code"]} translate="no">
        {code}
      </p>
      <p>{text}</p>
      <Button onPress={onDone}>{words.code.away}</Button>
    </div>
  );
}

function Card({ issuedAt }: { issuedAt: string | null }) {
  const words = useRecordWords();
  const { language } = useWords();
  const making = useWrite();
  const revoking = useWrite();
  const [code, setCode] = useState<string | null>(null);
  const make = () =>
    void making.write(
      MakeCard,
      {},
      { forget: "proofs", onDone: (data) => setCode(data.createReceiptCard?.code ?? null) },
    );
  return (
    <>
      <h3>{words.card.title}</h3>
      <p>{issuedAt ? words.card.has(instant(language, issuedAt)) : words.card.none}</p>
      <div className={styles["ways"]}>
        <Press name={issuedAt ? words.card.anew : words.card.make} writing={making} onPress={make} />
        {issuedAt && (
          <Press
            name={words.card.revoke}
            writing={revoking}
            onPress={() => void revoking.write(RevokeCard, {}, { forget: "proofs" })}
          />
        )}
      </div>
      {code && <Secret code={code} text={words.card.text} onDone={() => setCode(null)} />}
    </>
  );
}

type Key = NonNullable<NonNullable<ResultOf<typeof Proofs>["me"]>["passkeys"]>[number];
const PASSKEYS_MAX = 5;

function Passkeys({ passkeys }: { passkeys: readonly Key[] }) {
  const words = useRecordWords();
  const asking = useWrite();
  const registering = useWrite();
  const [isRefused, setRefused] = useState(false);
  const register = async (options: string) => {
    try {
      const input = await madePasskey(options);
      await registering.write(RegisterPasskey, { input }, { forget: "proofs" });
    } catch (error) {
      if (!(error instanceof NoPasskey)) throw error;
      setRefused(true);
    }
  };
  const make = () => {
    setRefused(false);
    void asking.write(
      PasskeyOptions,
      {},
      { onDone: (data) => void register(data.createPasskeyRegistration?.options ?? "") },
    );
  };
  const isBusy = asking.isBusy || registering.isBusy;
  return (
    <>
      <h3>{words.passkeys.title}</h3>
      <p>{words.passkeys.text}</p>
      <Cards items={passkeys} id={(each) => each.id} none={words.passkeys.none} label={words.passkeys.title}>
        {(each) => <OnePasskey passkey={each} />}
      </Cards>
      {passkeys.length >= PASSKEYS_MAX ? (
        <p>{words.passkeys.most(PASSKEYS_MAX)}</p>
      ) : (
        <Press
          name={words.passkeys.add}
          writing={{ ...registering, isBusy, failure: asking.failure ?? registering.failure }}
          onPress={make}
        />
      )}
      {isRefused && <p role="alert">{words.passkeys.refused}</p>}
    </>
  );
}

function OnePasskey({ passkey }: { passkey: Key }) {
  const words = useRecordWords();
  const { language } = useWords();
  const writing = useWrite();
  const made = words.passkeys.made(day(language, passkey.createdOn));
  return (
    <>
      <span>{made}</span>
      <Press
        name={words.passkeys.revoke}
        about={made}
        writing={writing}
        onPress={() => void writing.write(RevokePasskey, { passkey: passkey.id }, { forget: "proofs" })}
      />
    </>
  );
}
