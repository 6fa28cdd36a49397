// The sign-ins that open a record: one is linked by a code from a counter, and ended here.
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button, Form } from "react-aria-components";
import { useLocation } from "wouter";
import { codeOf } from "../../api/errors.ts";
import { SHOWN_CHARACTERS_MAX } from "../../api/limits.ts";
import type { ResultOf } from "../../api/schema.ts";
import { Line } from "../../shell/fields.tsx";
import { instant } from "../../words/format.ts";
import { useWords } from "../../words/index.tsx";
import { Act, Cards, Ended, Part, useWrite } from "./parts.tsx";
import { EndSignIn, LinkSignIn, type Proofs } from "./questions.ts";
import { useRecordWords } from "./words.ts";

type SignIn = NonNullable<NonNullable<ResultOf<typeof Proofs>["me"]>["signIns"]>[number];

/** For a sign-in that opens no record: all that it can do is to be linked. */
export function Linking() {
  const words = useRecordWords();
  const writing = useWrite();
  const queries = useQueryClient();
  const [code, setCode] = useState("");
  const isNone = codeOf(writing.failure) === "SUBJECT_NOT_AVAILABLE";
  const send = (event: FormEvent) => {
    event.preventDefault();
    const show = () => void queries.invalidateQueries({ queryKey: ["record"] });
    void writing.write(LinkSignIn, { code }, { onDone: show }); // what was refused is asked again only then
  };
  return (
    <Part id="linking" title={words.linking.title} text={words.linking.text}>
      <Form onSubmit={send} className="form">
        <Line
          label={words.linking.code}
          hint={words.linking.hint}
          value={code}
          onChange={setCode}
          most={SHOWN_CHARACTERS_MAX}
          isRequired
        />
        <Button type="submit" className="primary" isDisabled={writing.isBusy || code.trim() === ""}>
          {words.linking.send}
        </Button>
      </Form>
      {isNone && <p role="alert">{words.linking.none}</p>}
      <Ended writing={isNone ? { ...writing, failure: null } : writing} />
    </Part>
  );
}

export function SignIns({ signIns }: { signIns: readonly SignIn[] }) {
  const words = useRecordWords();
  return (
    <>
      <h3>{words.signIns.title}</h3>
      <p>{words.signIns.text}</p>
      <Cards items={signIns} id={(each) => each.id} none={words.signIns.none} label={words.signIns.title}>
        {(each) => <OneSignIn signIn={each} />}
      </Cards>
    </>
  );
}

function OneSignIn({ signIn }: { signIn: SignIn }) {
  const words = useRecordWords();
  const { language } = useWords();
  const writing = useWrite();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const { linkedAt } = signIn;
  /** What is on the page may be closed to its reader by now: the first page finds out, and nothing is asked here again. */
  const leave = () => {
    go("/record");
    queries.removeQueries({ queryKey: ["record"] });
  };
  return (
    <>
      <code>{signIn.issuer}</code>
      <span>{linkedAt ? words.signIns.linked(instant(language, linkedAt)) : words.signIns.imported}</span>
      <Act
        title={words.signIns.end}
        text={words.signIns.endText}
        level={4}
        send={words.signIns.end}
        writing={writing}
        onSend={() => void writing.write(EndSignIn, { signIn: signIn.id }, { onDone: leave })}
      />
    </>
  );
}
