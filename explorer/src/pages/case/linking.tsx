// A code by which the resident who is there links their own sign-in, whole or half of it: shown once, to be handed over.
import type { ReactNode } from "react";
import type { Tell } from "../../shell/told.ts";
import { timeOfDay } from "../../words/format.ts";
import { useWords } from "../../words/index.tsx";
import { Act, type Deed, useWrite } from "./act.tsx";
import { IssueLinkingCode, RequestLinkingLetter } from "./acts.ts";
import styles from "./case.module.css";
import { type CaseWords, useCaseWords } from "./words.ts";

/** The kinds of case in which the hub lets a sign-in be linked: the registration offices' own. */
export const LINKING_KINDS = new Set(["REGISTRATION", "DATA_RIGHTS"]);

export function Linking({ head, onDone }: Deed) {
  const words = useCaseWords();
  const issue = useWrite((said) => said.linking.code, onDone);
  const ask = useWrite((said) => said.linking.letter, onDone);
  const make = async (signal: AbortSignal) => {
    const { issueLinkingCode: made } = await issue(
      "IssueLinkingCode",
      head.number,
      IssueLinkingCode,
      { case: head.number },
      signal,
    );
    return (
      made && (
        <Secret say={(said, language) => said.linking.once(timeOfDay(language, made.expiresAt))}>{made.code}</Secret>
      )
    );
  };
  const send = async (signal: AbortSignal) => {
    const { requestLinkingLetter: made } = await ask(
      "RequestLinkingLetter",
      head.number,
      RequestLinkingLetter,
      { case: head.number },
      signal,
    );
    return made && <Secret say={(said) => said.linking.half}>{made.half}</Secret>;
  };
  const { confirm } = words.acts;
  return (
    <>
      <Act title={words.linking.code} text={words.linking.codeText} send={confirm} onSend={make} />
      <Act title={words.linking.letter} text={words.linking.letterText} send={confirm} onSend={send} />
    </>
  );
}

function Secret({ say, children }: { say: Tell<CaseWords>; children: ReactNode }) {
  const words = useCaseWords();
  const { language } = useWords();
  return (
    <>
      <p>{say(words, language)}</p>
      <p className={styles["secret"]} translate="no">
        {children}
      </p>
    </>
  );
}
