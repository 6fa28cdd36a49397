// What an inspection's case is about: a place, what was found there, who is a party to it.
import type { ReactNode } from "react";
import { addressLine } from "../../words/address.ts";
import { useSay } from "../../words/enumerations.ts";
import { day, locale, series } from "../../words/format.ts";
import { either, useWords } from "../../words/index.tsx";
import styles from "./case.module.css";
import { CaseBuildings, CaseComplaints, CaseInspections, CaseParties, CaseWorkplace } from "./questions.ts";
import { Cut, Row, Section } from "./section.tsx";
import { useCaseWords } from "./words.ts";

type Numbered = { number: string };
type RoomRow = {
  id: string;
  designator: string;
  kind: string;
  floor: number;
  areaSquareMetres: number;
  permittedOccupancy: number;
  declaredPlaces: number | null;
};

export function Place({ number }: Numbered) {
  const { language } = useWords();
  const words = useCaseWords();
  const say = useSay();
  return (
    <Section operation="CaseBuildings" number={number} document={CaseBuildings} variables={{ number }} group="PLACE">
      {({ case: found }) => {
        const building = found?.building;
        const room = found?.room;
        const rooms: readonly RoomRow[] = building?.rooms.nodes ?? (room ? [room] : []);
        if (!building && !room) return <p>{words.place.none}</p>;
        return (
          <>
            <dl className={styles["facts"]}>
              <Row name={words.place.building}>
                {addressLine(language, building?.address ?? room?.building.address)}{" "}
                <ExploreLink kind="building" id={building?.id ?? room?.building.id} />
              </Row>
              {building && <Row name={words.head.kind}>{say("BuildingKind", building.kind)}</Row>}
              {building && <Row name={words.place.storeys}>{building.storeys}</Row>}
              {found?.landlord && (
                <Row name={words.place.landlord}>
                  <OrganisationName organisation={found.landlord.organisation} />{" "}
                  <ExploreLink kind="landlord" id={found.landlord.id} />
                </Row>
              )}
            </dl>
            <Rooms rooms={rooms} />
            {building && building.rooms.totalCount > rooms.length && (
              <p>{words.place.roomsShown(rooms.length, building.rooms.totalCount)}</p>
            )}
          </>
        );
      }}
    </Section>
  );
}

function Rooms({ rooms }: { rooms: readonly RoomRow[] }) {
  const words = useCaseWords();
  const say = useSay();
  const { language } = useWords();
  return (
    <Table
      caption={words.place.rooms}
      isPaged
      heads={[
        words.place.room,
        words.head.kind,
        words.place.floor,
        words.place.area,
        words.place.permitted,
        words.place.declared,
      ]}
      rows={rooms.map((room) => [
        <ExploreLink key={room.id} kind="room" id={room.id} name={room.designator} />,
        say("RoomKind", room.kind),
        room.floor,
        words.place.squareMetres(room.areaSquareMetres.toLocaleString(locale(language))),
        room.permittedOccupancy,
        room.declaredPlaces,
      ])}
    />
  );
}

export function WorkplaceOf({ number }: Numbered) {
  const { language } = useWords();
  const words = useCaseWords();
  const say = useSay();
  return (
    <Section operation="CaseWorkplace" number={number} document={CaseWorkplace} variables={{ number }} group="EMPLOYER">
      {({ case: found }) => {
        const workplace = found?.workplace;
        if (!workplace) return <p>{words.place.none}</p>;
        return (
          <dl className={styles["facts"]}>
            <Row name={words.place.workplace}>
              {workplace.name} <ExploreLink kind="workplace" id={workplace.id} />
            </Row>
            <Row name={words.person.address}>
              {workplace.isHome ? words.place.isHome : addressLine(language, workplace.address)}
            </Row>
            {found.employer && (
              <>
                <Row name={words.place.employer}>
                  <OrganisationName organisation={found.employer.organisation} />{" "}
                  <ExploreLink kind="employer" id={found.employer.id} />
                </Row>
                <Row name={words.place.sector}>{say("Sector", found.employer.sector)}</Row>
              </>
            )}
          </dl>
        );
      }}
    </Section>
  );
}

export function InspectionWork({ number }: Numbered) {
  const words = useCaseWords();
  const say = useSay();
  const date = useDate();
  return (
    <Section
      operation="CaseInspections"
      number={number}
      document={CaseInspections}
      variables={{ number }}
      group="INSPECTION"
    >
      {({ case: found }) => (
        <>
          <Table
            caption={words.inspection.visits}
            total={found?.inspectionsCount}
            heads={[words.inspection.state, words.inspection.planned, words.inspection.done, words.inspection.count]}
            rows={(found?.inspections ?? []).map((item) => [
              say("InspectionState", item.state),
              date(item.plannedOn),
              date(item.doneOn),
              item.countOnSite,
            ])}
          />
          <p>{words.inspection.countText}</p>
          <Table
            caption={words.inspection.findings}
            total={found?.findingsCount}
            heads={[
              words.inspection.finding,
              words.inspection.state,
              words.inspection.found,
              words.inspection.settled,
              words.inspection.where,
            ]}
            rows={(found?.findings ?? []).map((item) => [
              say("FindingKind", item.kind),
              say("FindingState", item.state),
              date(item.foundOn),
              date(item.settledOn),
              item.room?.designator,
            ])}
          />
          <Table
            caption={words.inspection.orders}
            total={found?.ordersCount}
            heads={[
              words.inspection.about,
              words.inspection.state,
              words.inspection.issued,
              words.inspection.due,
              words.inspection.done,
            ]}
            rows={(found?.orders ?? []).map((item) => [
              say("FindingKind", item.finding.kind),
              say("OrderState", item.state),
              date(item.issuedOn),
              date(item.dueOn),
              date(item.doneOn),
            ])}
          />
        </>
      )}
    </Section>
  );
}

export function Complaints({ number }: Numbered) {
  const words = useCaseWords();
  const say = useSay();
  const date = useDate();
  return (
    <Section
      operation="CaseComplaints"
      number={number}
      document={CaseComplaints}
      variables={{ number }}
      group="COMPLAINT"
    >
      {({ case: found }) => (
        <Table
          caption={words.inspection.complaints}
          total={found?.complaintsCount}
          heads={[
            words.inspection.complaint,
            words.inspection.state,
            words.inspection.received,
            words.inspection.decided,
            words.inspection.complainant,
          ]}
          rows={(found?.complaints ?? []).map((item) => [
            say("ComplaintKind", item.kind),
            say("ComplaintState", item.state),
            date(item.receivedOn),
            date(item.decidedOn),
            item.complainant?.name ?? words.inspection.noName,
          ])}
        />
      )}
    </Section>
  );
}

export function Parties({ number }: Numbered) {
  const words = useCaseWords();
  const { language } = useWords();
  const say = useSay();
  return (
    <Section operation="CaseParties" number={number} document={CaseParties} variables={{ number }} group="PARTY_NAME">
      {({ case: found }) => (
        <Table
          caption={words.inspection.parties}
          heads={[words.inspection.party, words.inspection.name, words.inspection.licences]}
          rows={(found?.parties ?? []).map((item) => [
            say("PartyRole", item.role),
            item.name ?? words.inspection.noName,
            series(language, item.licenceNumbers ?? []),
          ])}
        />
      )}
    </Section>
  );
}

/** Loads the page Explore anew: a browser takes the rules of a page from the address that it loaded. */
export function ExploreLink({ kind, id, name }: { kind: string; id: string | null | undefined; name?: string }) {
  const words = useCaseWords();
  return id ? <a href={`/explore/node/${kind}/${encodeURIComponent(id)}`}>{name ?? words.place.explore}</a> : null;
}

function OrganisationName({ organisation }: { organisation: { legalName: string; latinName: string | null } | null }) {
  const { language } = useWords();
  return organisation && either(language, organisation.latinName, organisation.legalName);
}

/** A table that scrolls by itself where it is wider than the page; says so when it is empty, or as long as a list can be. */
export function Table(props: {
  caption: string;
  heads: string[];
  rows: ReactNode[][];
  /** How many there are, where the register counts them. */
  total?: number | null | undefined;
  isPaged?: boolean;
}) {
  const { caption, heads, rows, total, isPaged = false } = props;
  const words = useCaseWords();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section className={styles["scrolls"]} aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows keep the order of the answer
            <tr key={index}>
              {heads.map((head, column) => (
                <td key={head}>{row[column]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p>{words.inspection.none}</p>}
      {!isPaged && <Cut length={rows.length} total={total} />}
    </section>
  );
}

function useDate(): (date: string | null) => string {
  const { language } = useWords();
  return (date) => (date ? day(language, date) : "");
}
