// Another day than today: whether a thing was there then, and what of its facts held then. A finding, an order, a complaint and an
// inspection are answered as they are now, whatever day is asked for: their own days say the rest.
import { dayOf } from "./filter.ts";
import type { Facts } from "./graph.ts";

/** Why a thing is not there on a day: it came later, or had gone. */
export type Absence = "NOT_YET" | "NO_MORE";

export type Then = { facts: Facts; absence: Absence | null };

/** What was answered, as of a day; null is today. */
export function thenOf(facts: Facts, day: string | null): Then {
  if (day === null) return { facts, absence: null };
  const absence = absenceOf(facts, day);
  return { facts: absence === null ? { ...facts, ...standingOn(facts, day) } : facts, absence };
}

/** Of what was not answered for `day`: its own days say why, else on which side of `seen` it is, the day when it was there. */
export function absentOn(facts: Facts, day: string | null, seen: string | null): Absence {
  const own = day === null ? null : absenceOf(facts, day);
  return own ?? (day !== null && (seen === null || day < seen) ? "NOT_YET" : "NO_MORE");
}

/** The day that it is where the reader is. */
export function today(): string {
  const now = new Date();
  const two = (part: number) => String(part).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

function absenceOf(facts: Facts, day: string): Absence | null {
  const begun = dayOf(facts) ?? text(facts["validFrom"]);
  const ended = text(facts["validTo"]);
  if (begun !== null && begun > day) return "NOT_YET";
  return ended !== null && ended <= day ? "NO_MORE" : null;
}

/** The facts that were others on that day. What no day tells of is null: nobody knows it any more. */
function standingOn(facts: Facts, day: string): Readonly<Record<string, unknown>> {
  switch (facts.__typename) {
    case "Finding":
      return isBy(facts["settledOn"], day) ? {} : { findingState: openFinding(facts), settledOn: null };
    case "RepairOrder":
      return isBy(facts["doneOn"], day) ? {} : { orderState: openOrder(facts, day), doneOn: null };
    case "Complaint":
      return isBy(facts["decidedOn"], day)
        ? {}
        : { complaintState: received(facts["complaintState"]), decidedOn: null };
    case "InspectionCase":
      return facts["caseState"] === "OPEN" ? {} : { caseState: null };
    case "Landlord":
      return { openRepairOrders: null };
    default:
      return {};
  }
}

/** A finding was open until it was settled; of one that is settled without a day nobody knows since when. */
function openFinding({ findingState, settledOn }: Facts): string | null {
  return findingState === "OPEN" || settledOn != null ? "OPEN" : null;
}

/** When an order was appealed against, no day says. */
function openOrder(facts: Facts, day: string): string | null {
  const due = text(facts["dueOn"]);
  if (facts["orderState"] === "APPEALED" || due === null) return null;
  return due < day ? "OVERDUE" : "ISSUED";
}

/** Since when a complaint was in progress, no day says; one that is received now was received then. */
function received(state: unknown): string | null {
  return state === "RECEIVED" ? "RECEIVED" : null;
}

function isBy(ended: unknown, day: string): boolean {
  return ended != null && String(ended).slice(0, 10) <= day;
}

function text(value: unknown): string | null {
  return value == null ? null : String(value).slice(0, 10);
}
