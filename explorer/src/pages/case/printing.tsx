// The resident's record and log on paper, made in their presence. It stands in a frame of its own until the page is left, and in
// no file: the frame's styles are set by script, so the page's rules stay as strict as they are.
import { useEffect, useRef, useState } from "react";
import { Button } from "react-aria-components";
import { Count } from "../../shell/fields.tsx";
import { Act, type Deed, useWrite } from "./act.tsx";
import { PrintRecord } from "./acts.ts";
import styles from "./case.module.css";
import { useCaseWords } from "./words.ts";

const STYLE = /<style>([\s\S]*?)<\/style>/;

export function Print({ head, onDone }: Deed) {
  const words = useCaseWords();
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const write = useWrite((said) => said.print.title, onDone);
  const send = async (signal: AbortSignal) => {
    const input = { case: head.number, fromEntry: Number(from) || 1, toEntry: Number(to) || null };
    const { printRecord: made } = await write("PrintRecord", head.number, PrintRecord, { input }, signal);
    return made && <Paper page={made.page} />;
  };
  return (
    <Act title={words.print.title} text={words.print.text} send={words.print.make} onSend={send}>
      <Count label={words.print.from} value={from} onChange={setFrom} />
      <Count label={words.print.to} value={to} onChange={setTo} />
    </Act>
  );
}

function Paper({ page }: { page: string }) {
  const words = useCaseWords();
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const inner = frame.current?.contentWindow;
    if (!inner || !frame.current) return;
    lay(inner as Window & typeof globalThis, page);
    frame.current.style.blockSize = `${inner.document.documentElement.scrollHeight}px`; // nothing of it is cut off
  }, [page]);
  return (
    <>
      <p>{words.print.ready}</p>
      <Button className="primary" onPress={() => frame.current?.contentWindow?.print()}>
        {words.print.print}
      </Button>
      <iframe ref={frame} title={words.print.paper} className={styles["paper"]} />
    </>
  );
}

/** Puts the page's content into the frame. Nothing in it runs: what a parser makes of a text has no scripts. */
function lay(inner: Window & typeof globalThis, page: string) {
  const sheet = new inner.CSSStyleSheet();
  sheet.replaceSync(STYLE.exec(page)?.[1] ?? "");
  const parsed = new DOMParser().parseFromString(page.replace(STYLE, ""), "text/html");
  for (const one of parsed.querySelectorAll("script, meta")) one.remove();
  inner.document.documentElement.lang = "zh-Hans";
  inner.document.title = parsed.title;
  inner.document.adoptedStyleSheets = [sheet];
  inner.document.body.replaceChildren(...parsed.body.childNodes);
}
