// The start: what can be done here, for whom; the way to sign in.
import { Link, useSearch } from "wouter";
import { SignInLinks } from "../../shell/identity.tsx";
import { useSession } from "../../shell/session.tsx";
import { useWords } from "../../words/index.tsx";
import styles from "./home.module.css";

export function Home() {
  const { words } = useWords();
  const { session } = useSession();
  const kind = session.signedIn ? session.kind : null;
  const tasks = [
    { to: "/explore", for: ["officer"], title: words.home.explore, text: words.home.exploreText },
    { to: "/case", for: ["officer"], title: words.home.case, text: words.home.caseText },
    { to: "/record", for: ["resident"], title: words.home.record, text: words.home.recordText },
    { to: "/query", for: ["officer", "resident"], title: words.home.query, text: words.home.queryText },
  ];
  const open = tasks.filter((task) => kind === null || task.for.includes(kind));
  return (
    <div className={styles["home"]}>
      <h1>{words.home.title}</h1>
      <p className={styles["lead"]}>{words.home.lead}</p>
      {kind === null && (
        <section aria-labelledby="sign-in">
          <h2 id="sign-in">{words.session.signInTitle}</h2>
          <p>{words.session.signInText}</p>
          <NotSignedIn />
          <SignedOut />
          <SignInLinks asButtons />
        </section>
      )}
      <ul className={styles["tasks"]}>
        {open.map((task) => (
          <li key={task.to}>
            <Link to={task.to}>{task.title}</Link>
            <p>{task.text}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Why a sign-in that was begun came back without anybody. */
function NotSignedIn() {
  const { words } = useWords();
  const why = new URLSearchParams(useSearch()).get("signIn");
  const texts: Record<string, string> = words.session.notSignedIn;
  const text = why === null ? undefined : texts[why];
  return text ? <p role="alert">{text}</p> : null;
}

/** A moment after signing out: it is done here, and how it stands with the issuer, which others use as well. */
function SignedOut() {
  const { words } = useWords();
  const { session } = useSession();
  if (session.signedIn || !session.endSession) return null;
  return (
    <div role="status">
      <p>
        <strong>{words.session.signedOut}</strong> {words.session.signedOutThere}
      </p>
      <p>
        <a href={session.endSession}>{words.session.signOutThere}</a>
      </p>
    </div>
  );
}
