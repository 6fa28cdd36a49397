// Sending what stands in the editor, as it stands there, and what came back, as it came.
import { useRef, useState } from "react";
import { type Extensions, send } from "../../api/client.ts";
import { type Code, codeOf } from "../../api/errors.ts";
import { useSession } from "../../shell/session.tsx";

export type Ran = { text: string; status: number; milliseconds: number; bytes: number; extensions: Extensions };

export type Asked = { query: string; variables: Record<string, unknown>; purpose: string | null };

/** Runs one question at a time; `stop` gives it up. */
export function useRunning() {
  const { refresh } = useSession();
  const [ran, setRan] = useState<Ran | null>(null);
  const [failure, setFailure] = useState<Code | null>(null);
  const [isRunning, setRunning] = useState(false);
  const current = useRef<AbortController | null>(null);

  const run = async (asked: Asked) => {
    current.current?.abort();
    const control = new AbortController();
    current.current = control;
    setRunning(true);
    setFailure(null);
    try {
      const answer = await fetchAnswer(asked, control.signal);
      if (control.signal.aborted) return;
      setRan(answer);
      if (answer.status === 401) await refresh();
    } catch (error) {
      if (!control.signal.aborted) setFailure(codeOf(error));
    } finally {
      if (current.current === control) setRunning(false);
    }
  };
  return { ran, failure, isRunning, run, stop: () => current.current?.abort() };
}

async function fetchAnswer(asked: Asked, signal: AbortSignal): Promise<Ran> {
  const started = performance.now();
  const response = await send("/graphql", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(asked.purpose ? { "domicile-purpose": asked.purpose } : {}),
    },
    body: JSON.stringify({ query: asked.query, variables: asked.variables }),
    signal,
  });
  const body = await response.text();
  const milliseconds = Math.round(performance.now() - started);
  const parsed: unknown = JSON.parse(body);
  const extensions = (parsed as { extensions?: Extensions }).extensions ?? {};
  const bytes = new TextEncoder().encode(body).length;
  return { text: JSON.stringify(parsed, null, 2), status: response.status, milliseconds, bytes, extensions };
}
