// One way to the hub: a question and its answer, with what the answer says of itself. The token never gets here: the
// browser sends the session's cookie, which no script can read.

import { print } from "@0no-co/graphql.web";
import type { TadaDocumentNode } from "gql.tada";
import type { Wrong } from "../words/wrong.ts";
import { type Code, HubError } from "./errors.ts";

const ANSWER_SECONDS_MAX = 60;

/** What an answer carries beside its data: see docs/errors.md and the README's first query. */
export type Extensions = {
  cost?: { statements: number };
  decisions?: {
    decidedAt: string;
    policyVersion: string;
    fields: Record<string, { allowed: Record<string, string[]>; denied: Record<string, string[]> }>;
    opening?: unknown;
  };
  withheld?: string[];
};

export type FieldError = {
  message: string;
  path?: (string | number)[];
  code: Code;
  group?: string;
  rule?: string;
  wrong?: Wrong;
};

/** An answer: `data` may lack what `errors` name. */
export type Answer<Data> = { data: Data; errors: FieldError[]; extensions: Extensions };

export type AskOptions = {
  purpose?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Send it even though the page is being left. */
  keepsAlive?: boolean | undefined;
};

const KEPT_ALIVE_CHARACTERS_MAX = 20_000; // a browser sends 64 KiB on for a page that is left, and no more

/**
 * Ask the hub one document.
 * Throws `HubError` when nothing was answered; an answer with some fields refused is returned, with `errors`.
 */
export async function ask<Data, Variables>(
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables,
  options: AskOptions = {},
): Promise<Answer<Data>> {
  return (await askText(textOf(document), variables, options)) as Answer<Data>;
}

const texts = new WeakMap<object, string>();

/** A document's text, written once: a large screen asks the same documents hundreds of times. */
function textOf(document: object): string {
  const text = texts.get(document) ?? print(document as never);
  texts.set(document, text);
  return text;
}

/** The same for a document that is a text, as on the query page; its data may be null when every root field is refused. */
export async function askText(text: string, variables: unknown, options: AskOptions = {}): Promise<Answer<unknown>> {
  const body = JSON.stringify({ query: text, variables });
  const response = await send("/graphql", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(options.purpose ? { "domicile-purpose": options.purpose } : {}),
    },
    body,
    keepalive: options.keepsAlive === true && body.length <= KEPT_ALIVE_CHARACTERS_MAX,
    signal: options.signal,
  });
  const answer = await readJson(response, options.signal);
  const errors = (answer.errors ?? []).map(fieldError);
  const hasData = answer.data != null && Object.values(answer.data as object).some((value) => value != null);
  if (!hasData && errors[0]) throw new HubError(errors[0].code, errors[0].message, errors, answer.extensions);
  return { data: answer.data, errors, extensions: answer.extensions ?? {} };
}

/** A request to the hub's own origin, marked as the explorer's (which a foreign page can't do), with a time limit. */
export async function send(
  path: string,
  init: Omit<RequestInit, "signal"> & { signal?: AbortSignal | undefined },
): Promise<Response> {
  const limit = AbortSignal.timeout(ANSWER_SECONDS_MAX * 1000);
  const signal = init.signal ? AbortSignal.any([init.signal, limit]) : limit;
  try {
    return await fetch(path, {
      ...init,
      credentials: "same-origin",
      redirect: "error",
      headers: { "domicile-explorer": "1", ...init.headers },
      signal,
    });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new HubError(limit.aborted ? "TOO_SLOW" : "OFFLINE", "the hub did not answer");
  }
}

// biome-ignore lint/suspicious/noExplicitAny: what came over the wire has no type until it is looked at
async function readJson(response: Response, signal?: AbortSignal): Promise<any> {
  try {
    return await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new HubError("INTERNAL", `the hub answered ${response.status} without JSON`);
  }
}

type WireError = {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: Code; fieldGroup?: string; rule?: string; reason?: Wrong["reason"] | StaffReason } & Partial<
    Omit<Wrong, "reason">
  >;
};

/** Why a good sign-in is nobody's: a code of its own for the page. */
type StaffReason = "NOT_ON_STAFF" | "OFFICE_MISSING";

function fieldError(error: WireError): FieldError {
  const { code = "INTERNAL", fieldGroup, rule, reason, argument = "", least, most } = error.extensions ?? {};
  return {
    message: error.message,
    code: isOfStaff(reason) ? reason : code,
    ...(error.path ? { path: error.path } : {}),
    ...(fieldGroup ? { group: fieldGroup } : {}),
    ...(rule ? { rule } : {}),
    ...(reason && !isOfStaff(reason) ? { wrong: { reason, argument, least, most } } : {}),
  };
}

function isOfStaff(reason: string | undefined): reason is StaffReason {
  return reason === "NOT_ON_STAFF" || reason === "OFFICE_MISSING";
}
