// Keeps what is on the screen as the officer's draft at the hub, so that a reload or an ended sign-in loses no work. The
// browser keeps nothing. At most one write in some seconds: each is one of the officer's requests.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { codeOf } from "../../api/errors.ts";
import { useAsk } from "../../shell/ask.ts";
import { SaveView } from "./keeping.ts";
import type { Screen } from "./model/graph.ts";
import { contentOf, type Shows } from "./model/view.ts";
import { markDraft } from "./opening.tsx";

const QUIET_MILLISECONDS = 2000; // after a change: several at once are one write
const BETWEEN_MILLISECONDS = 20_000;
const AGAIN_MILLISECONDS = 30_000; // after a failure
const DRAFT_NAME = "draft"; // nobody reads it

export type Draft = { id: string; at: string };
export type Saving = {
  isFailed: boolean;
  draft: Draft | null;
  /** Whether the draft is what is on the screen now. */
  isCurrent: boolean;
};
type Kept = { isFailed: boolean; draft: Draft | null; text: string | null };

/** When the draft was kept, or that it is not. `isWanted` is false where views are not open to who asks. */
export function useAutosave(screen: Screen, shows: Shows, isWanted: boolean) {
  const ask = useAsk();
  const [saving, setSaving] = useState<Kept>({ isFailed: false, draft: null, text: null });
  const now = useMemo(() => {
    const held = isWanted && screen.nodes.size > 0 ? contentOf(screen, shows) : null;
    return held && JSON.stringify(held);
  }, [screen, shows, isWanted]);
  const content = useRef<string | null>(null); // as it is on the screen
  const kept = useRef<string | null>(null); // as it is at the hub, or as it was opened from there
  const last = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const isSending = useRef(false);

  const send = useRef(async (_isLast: boolean) => {});
  const plan = useCallback((wait: number) => {
    if (timer.current) clearTimeout(timer.current);
    timer.current = setTimeout(() => void send.current(false), wait);
  }, []);
  send.current = async (isLast) => {
    const text = content.current;
    if (text === null || text === kept.current || isSending.current) return;
    isSending.current = true;
    try {
      const input = { name: DRAFT_NAME, content: text, isDraft: true };
      const { data } = await ask(SaveView, { input }, { keepsAlive: isLast });
      if (!data.saveView) throw new Error("not kept");
      kept.current = text;
      setSaving({ isFailed: false, draft: { id: data.saveView.id, at: data.saveView.createdAt }, text });
    } catch (error) {
      // What the hub will not take again is not sent again; the rest may pass.
      const isFinal = ["VALIDATION_FAILED", "FIELD_NOT_ALLOWED"].includes(codeOf(error));
      if (isFinal) kept.current = text;
      setSaving((now) => ({ ...now, isFailed: true }));
      if (!isFinal) plan(AGAIN_MILLISECONDS);
    } finally {
      isSending.current = false;
      last.current = Date.now();
      if (content.current !== text) plan(BETWEEN_MILLISECONDS);
    }
  };

  useEffect(() => {
    content.current = now;
    if (now === null || now === kept.current) return;
    markDraft();
    plan(Math.max(QUIET_MILLISECONDS, last.current + BETWEEN_MILLISECONDS - Date.now()));
  }, [now, plan]);

  useEffect(() => {
    const leave = () => document.visibilityState === "hidden" && void send.current(true);
    document.addEventListener("visibilitychange", leave);
    return () => {
      document.removeEventListener("visibilitychange", leave);
      if (timer.current) clearTimeout(timer.current);
      void send.current(false);
    };
  }, []);

  return {
    saving: { ...saving, isCurrent: saving.text === now },
    /** What is on the screen next was opened from the hub: it is no work that could be lost. */
    opened: useCallback((next: Screen, showing: Shows) => {
      const held = contentOf(next, showing);
      kept.current = held && JSON.stringify(held);
      setSaving((before) => ({ ...before, text: kept.current }));
    }, []),
  };
}
