// Who is signed in, what for, and in which case: visible on every page; signing in, choosing, signing out.
import { type FormEvent, useState } from "react";
import {
  Button,
  Dialog,
  DialogTrigger,
  Heading,
  Input,
  Label,
  Modal,
  ModalOverlay,
  TextField,
} from "react-aria-components";
import { useLocation } from "wouter";
import { clientInWords } from "../api/clients.ts";
import { codeOf } from "../api/errors.ts";
import { CASE_NUMBER_CHARACTERS_MAX } from "../api/limits.ts";
import { purposeOf } from "../api/policy.ts";
import { graphql } from "../api/schema.ts";
import { type SignedIn, signInAddress } from "../api/session.ts";
import { timeOfDay } from "../words/format.ts";
import { either, useWords } from "../words/index.tsx";
import { useAnswer } from "./ask.ts";
import { Choice } from "./choice.tsx";
import styles from "./frame.module.css";
import { useSession } from "./session.tsx";
import { Failure, Loading } from "./states.tsx";
import { useWork } from "./work.ts";

const Viewer = graphql(`
  query Viewer {
    viewer { client office { name } purposes { id description descriptionZh } }
  }
`);

/** In the header: who, the purpose, the case; or the way to sign in. */
export function SignedInAs() {
  const { session } = useSession();
  const { words } = useWords();
  if (!session.signedIn) return <SignInLinks />;
  return (
    <div className={`${styles["identity"]} ${styles["signedIn"]}`}>
      {session.kind === "officer" ? <Officer session={session} /> : <span>{words.session.resident}</span>}
      <SignOut />
    </div>
  );
}

/** The sign-ins that this hub offers, as links: a click leads to the issuer's page and back to where one was. */
export function SignInLinks({ asButtons = false }) {
  const { session } = useSession();
  const { words, language } = useWords();
  const [here] = useLocation();
  if (session.signedIn) return null;
  return (
    <div className={styles["identity"]}>
      {session.choices.map((choice) => (
        <a key={choice.id} href={signInAddress(choice.id, here)} className={asButtons ? "button primary" : undefined}>
          {session.choices.length === 1
            ? words.session.signIn
            : words.session.signInAs(either(language, choice.name, choice.nameZh))}
        </a>
      ))}
    </div>
  );
}

function Officer({ session }: { session: SignedIn }) {
  const { words, language } = useWords();
  const { data, error } = useAnswer({ document: Viewer, variables: {}, key: ["viewer"] });
  const viewer = data?.data.viewer;
  if (error && isNobodys(error)) return <Nobodys error={error} />;
  const isWaiting = !data && !error;
  const purpose = viewer?.purposes.find((item) => item.id === session.purpose) ?? purposeOf(session.purpose);
  return (
    <>
      <dl>
        <div>
          <dt>{words.session.officer(clientInWords(language, viewer?.client ?? session.client))}</dt>
          <dd className={styles["office"]}>{viewer?.office?.name ?? ""}</dd>
        </div>
        <div>
          <dt>{words.session.purpose}</dt>
          <dd data-state={isWaiting && session.purpose ? "loading" : undefined}>
            {purpose ? (
              either(language, purpose.description, purpose.descriptionZh)
            ) : session.purpose ? (
              <code>{isWaiting ? "…" : session.purpose}</code>
            ) : (
              words.session.choosePurpose
            )}
          </dd>
        </div>
        <div>
          <dt>{words.session.case}</dt>
          <dd>{session.case ?? words.session.noCase}</dd>
        </div>
      </dl>
      <DialogTrigger>
        <Button>{words.session.change}</Button>
        <ModalOverlay isDismissable className="overlay">
          <Modal className="modal">
            <Dialog>{({ close }) => <ForWhat onDone={close} />}</Dialog>
          </Modal>
        </ModalOverlay>
      </DialogTrigger>
      <span>{words.session.endsAt(timeOfDay(language, session.expiresAt))}</span>
    </>
  );
}

/** Whether a good sign-in is nobody's: then there is nothing to choose. */
function isNobodys(error: unknown): boolean {
  return ["NOT_ON_STAFF", "OFFICE_MISSING"].includes(codeOf(error));
}

function Nobodys({ error }: { error: unknown }) {
  const { words } = useWords();
  const { title, next } = words.states.failures[codeOf(error)];
  return (
    <p role="alert">
      <strong>{title}</strong> {next}
    </p>
  );
}

/** The form for purpose and case: in the dialog of the header, and on pages that can't go on without. */
export function ForWhat({ onDone }: { onDone?: () => void }) {
  const { session, choose } = useSession();
  const { words, language } = useWords();
  const held = session.signedIn ? session : null;
  const { data, error, refetch } = useAnswer({ document: Viewer, variables: {}, key: ["viewer"] });
  const [purpose, setPurpose] = useState(held?.purpose ?? null);
  const [number, setNumber] = useState(held?.case ?? "");
  const { isBusy, failure, run } = useWork();
  if (error) return <Failure error={error} onRetry={refetch} />;
  // While a choice is kept, answers are forgotten; form and button stay as they are: the focus is there, and goes back from there.
  if (!data && !isBusy) return <Loading />;
  const options = (data?.data.viewer?.purposes ?? []).map((item) => ({
    id: item.id,
    name: either(language, item.description, item.descriptionZh),
  }));
  const keep = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      await choose({ purpose, case: number.trim() || null });
      onDone?.();
    });
  };
  return (
    <form onSubmit={keep} className="form">
      <Heading slot="title" level={2}>
        {words.session.forWhat}
      </Heading>
      <p>{words.session.forWhatText}</p>
      <Choice
        label={words.session.purpose}
        options={options}
        chosen={purpose}
        onChoose={setPurpose}
        placeholder={words.session.choosePurpose}
      />
      <TextField value={number} onChange={setNumber} autoComplete="off">
        <Label>{words.session.chooseCase}</Label>
        <Input spellCheck="false" maxLength={CASE_NUMBER_CHARACTERS_MAX} />
      </TextField>
      {failure !== null && <Failure error={failure} />}
      <Button type="submit" isPending={isBusy} isDisabled={purpose === null} className="primary">
        {words.session.keep}
      </Button>
    </form>
  );
}

function SignOut() {
  const { signOut } = useSession();
  const { words } = useWords();
  const { isBusy, failure, run } = useWork();
  return (
    <>
      <Button isDisabled={isBusy} onPress={() => void run(signOut)}>
        {words.session.signOut}
      </Button>
      {failure !== null && <Failure error={failure} />}
    </>
  );
}

/** Under the header once a sign-in has ended: the page below stays as it is. */
export function Ended() {
  const { isEnded, refresh } = useSession();
  const { words } = useWords();
  if (!isEnded) return null;
  return (
    <div role="alert" className={styles["ended"]}>
      <p className={styles["endedText"]}>
        <strong>{words.session.expired}</strong> {words.session.stays}
      </p>
      <div className={styles["endedWays"]}>
        <a href="/" target="_blank" rel="noopener">
          {words.session.signInTab}
        </a>
        <Button onPress={() => void refresh()}>{words.session.goOn}</Button>
      </div>
    </div>
  );
}
