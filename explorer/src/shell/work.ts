// One piece of work that a press starts: busy until it ends, and why it failed. Handing a file to the browser.
import { useRef, useState } from "react";

export type Work = {
  isBusy: boolean;
  /** What the last run threw, or null. */
  failure: unknown;
  /** Runs `work`; what it throws is `failure`. A press while it runs does nothing. Says whether it was done. */
  run: (work: (signal: AbortSignal) => Promise<unknown>) => Promise<boolean>;
  /** Aborts the signal of what runs. */
  stop: () => void;
};

export function useWork(): Work {
  const running = useRef<AbortController | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const run = async (work: (signal: AbortSignal) => Promise<unknown>) => {
    if (running.current) return false;
    const own = new AbortController();
    running.current = own;
    setBusy(true);
    setFailure(null);
    try {
      await work(own.signal);
      return true;
    } catch (thrown) {
      setFailure(thrown);
      return false;
    } finally {
      running.current = null;
      setBusy(false);
    }
  };
  return { isBusy, failure, run, stop: () => running.current?.abort() };
}

/** Hand a file to the browser. Its name stays on the reader's disk: it says nothing of whose it is. */
export function saveFile(name: string, type: string, content: BlobPart): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
