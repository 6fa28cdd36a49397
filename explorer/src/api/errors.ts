// What can go wrong, by the hub's codes (docs/errors.md) and two of the browser's own.
import type { Wrong } from "../words/wrong.ts";
import type { Extensions, FieldError } from "./client.ts";

export type Code =
  | "UNAUTHENTICATED"
  | "PURPOSE_REQUIRED"
  | "PURPOSE_NOT_ALLOWED"
  | "CASE_REQUIRED"
  | "CASE_CLOSED"
  | "SUBJECT_NOT_AVAILABLE"
  | "GRANT_EXPIRED"
  | "GRANT_REVOKED"
  | "FIELD_NOT_ALLOWED"
  | "OUT_OF_JURISDICTION"
  | "BUDGET_EXCEEDED"
  | "QUERY_TOO_COMPLEX"
  | "VALIDATION_FAILED"
  | "CONFLICT"
  | "LOG_UNAVAILABLE"
  | "GRAPH_UNAVAILABLE"
  | "INTERNAL"
  | "NOT_ON_STAFF" // with the hub's code UNAUTHENTICATED, as the next: signing in again changes nothing
  | "OFFICE_MISSING"
  | "OFFLINE" // no answer at all
  | "TOO_SLOW"; // none within the limit

/** A request that got no data. */
export class HubError extends Error {
  constructor(
    readonly code: Code,
    message: string,
    readonly errors: FieldError[] = [],
    readonly extensions: Extensions = {},
  ) {
    super(message);
    this.name = "HubError";
  }

  /** Whether asking the same again may help. */
  get isPassing(): boolean {
    return ["LOG_UNAVAILABLE", "GRAPH_UNAVAILABLE", "OFFLINE", "TOO_SLOW"].includes(this.code);
  }
}

/** What of the input is wrong, where the hub says it. */
export function wrongOf(error: unknown): Wrong | null {
  return error instanceof HubError ? (error.errors[0]?.wrong ?? null) : null;
}

/** The code of whatever was thrown. */
export function codeOf(error: unknown): Code {
  return error instanceof HubError ? error.code : "INTERNAL";
}
