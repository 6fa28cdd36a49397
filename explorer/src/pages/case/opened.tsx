// A case that is open: what it is, and its sections as tabs. A tab is asked for when it is opened, not when it is passed.
import { type ReactNode, useState } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { purposeOf } from "../../api/policy.ts";
import type { ResultOf } from "../../api/schema.ts";
import { Loading } from "../../shell/states.tsx";
import { useSaid, useSay } from "../../words/enumerations.ts";
import { instant, series } from "../../words/format.ts";
import { either, useWords } from "../../words/index.tsx";
import type { Deed, Done } from "./act.tsx";
import { AppealOf, ObjectionOf } from "./answers.tsx";
import styles from "./case.module.css";
import { LeaveCase } from "./choosing.tsx";
import { Acts } from "./deeds.tsx";
import { CaseShown } from "./head.ts";
import { Complaints, InspectionWork, Parties, Place, WorkplaceOf } from "./inspection.tsx";
import { Changes, Contacts, Employments, History, HouseholdOf, Name, Residences, Tenancies } from "./person.tsx";
import { CaseHead } from "./questions.ts";
import { Receipt } from "./receipt.tsx";
import { Rights } from "./rights.tsx";
import { Basis, CaseFailure, Row, Stopped } from "./section.tsx";
import { saidBy, useSection } from "./visit.ts";
import { type CaseWords, useCaseWords } from "./words.ts";

export type Head = NonNullable<ResultOf<typeof CaseHead>["case"]>;

type Shown = { id: keyof CaseWords["tabs"]; show: (number: string, deed: Deed) => ReactNode };

const OF_A_PERSON: Shown[] = [
  { id: "name", show: (number) => <Name number={number} /> },
  { id: "residences", show: (number) => <Residences number={number} /> },
  { id: "tenancies", show: (number) => <Tenancies number={number} /> },
  { id: "employments", show: (number) => <Employments number={number} /> },
  { id: "history", show: (number) => <History number={number} /> },
  { id: "household", show: (number) => <HouseholdOf number={number} /> },
  { id: "contacts", show: (number) => <Contacts number={number} /> },
  { id: "changes", show: (number) => <Changes number={number} /> },
];
const OF_AN_APPEAL: Shown = { id: "appeal", show: (_, deed) => <AppealOf {...deed} /> };
const OF_A_WORK: Shown[] = [
  { id: "inspections", show: (number) => <InspectionWork number={number} /> },
  { id: "complaints", show: (number) => <Complaints number={number} /> },
  { id: "parties", show: (number) => <Parties number={number} /> },
];
const SECTIONS: Partial<Record<Head["kind"], Shown[]>> = {
  HOUSING_INSPECTION: [{ id: "buildings", show: (number) => <Place number={number} /> }, ...OF_A_WORK],
  LABOUR_INSPECTION: [{ id: "workplace", show: (number) => <WorkplaceOf number={number} /> }, ...OF_A_WORK],
  OBJECTION: [{ id: "objection", show: (_, deed) => <ObjectionOf {...deed} /> }],
  DATA_RIGHTS: [{ id: "rights", show: (_, deed) => <Rights {...deed} /> }],
};

export function OpenedCase({ number, onDone }: { number: string; onDone: Done }) {
  const words = useCaseWords();
  const result = useSection({ operation: "CaseHead", number, document: CaseHead, variables: { number } });
  const [section, setSection] = useState("case");
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set(["case"])); // they stay, with what was typed in them
  const turn = (id: string) => {
    setSection(id);
    setOpened((before) => new Set(before).add(id));
  };
  if (result.isFetching) return <Loading onCancel={result.cancel} />;
  if (result.isStopped) return <Stopped onRetry={() => void result.refetch()} />;
  if (result.error || !result.data) {
    return (
      <>
        <CaseFailure error={result.error} onRetry={() => void result.refetch()} />
        <LeaveCase />
      </>
    );
  }
  const head = result.data.data.case;
  if (!head) return <LeaveCase />;
  const own = SECTIONS[head.kind] ?? OF_A_PERSON;
  const sections = head.appeal ? [OF_AN_APPEAL, ...own] : own;
  return (
    <section aria-labelledby="opened">
      <h2 id="opened">{words.cover.title(head.number)}</h2>
      <Receipt number={head.number} />
      <p id="tabs-hint">{words.tabs.hint}</p>
      <Tabs
        selectedKey={section}
        onSelectionChange={(key) => turn(String(key))}
        keyboardActivation="manual"
        className={styles["tabs"] ?? ""}
      >
        <TabList aria-label={words.tabs.label} aria-describedby="tabs-hint" className={styles["tablist"] ?? ""}>
          <Tab id="case">{words.tabs.case}</Tab>
          {sections.map(({ id }) => (
            <Tab key={id} id={id}>
              {words.tabs[id]}
            </Tab>
          ))}
        </TabList>
        <TabPanel id="case" shouldForceMount className={styles["panel"] ?? ""}>
          <Facts head={head} />
          <Basis said={saidBy(result.data.extensions)} />
          <LeaveCase />
          {head.proof !== "EX_OFFICIO" && <Acts head={head} onDone={onDone} />}
        </TabPanel>
        <CaseShown value={head}>
          {sections.map(({ id, show }) => (
            <TabPanel key={id} id={id} shouldForceMount={opened.has(id)} className={styles["panel"] ?? ""}>
              {show(head.number, { head, onDone })}
            </TabPanel>
          ))}
        </CaseShown>
      </Tabs>
    </section>
  );
}

function Facts({ head }: { head: Head }) {
  const words = useCaseWords();
  const say = useSay();
  const said = useSaid();
  const { language } = useWords();
  const purpose = purposeOf(head.purpose);
  const allowed = head.permissions.map((item) => said("Permission", item));
  return (
    <dl className={styles["facts"]}>
      <Row name={words.head.number}>{head.number}</Row>
      <Row name={words.head.kind}>{say("CaseKind", head.kind)}</Row>
      <Row name={words.head.purpose}>
        {either(language, purpose?.description ?? head.purpose, purpose?.descriptionZh)}
      </Row>
      <Row name={words.head.state}>{say("CaseState", head.state)}</Row>
      <Row name={words.head.proof}>{said("CaseProof", head.proof)}</Row>
      <Row name={words.head.opened}>{instant(language, head.openedAt)}</Row>
      <Row name={words.head.ends}>{instant(language, head.endsAt)}</Row>
      <Row name={words.head.office}>{head.office.name}</Row>
      <Row name={words.head.permissions}>{allowed.length > 0 ? series(language, allowed) : words.head.none}</Row>
      {head.appeal && <Row name={words.appeal.title}>{words.appeal.due(instant(language, head.appeal.dueAt))}</Row>}
    </dl>
  );
}
