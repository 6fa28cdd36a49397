// What stands around every page: the way to the others, who is signed in and what for, language and appearance.
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "react-aria-components";
import { Link, useLocation } from "wouter";
import { useWords } from "../words/index.tsx";
import { Choice } from "./choice.tsx";
import { useFocusKept } from "./focus.ts";
import styles from "./frame.module.css";
import { Ended, SignedInAs } from "./identity.tsx";
import { useSession } from "./session.tsx";
import { type Theme, useTheme } from "./theme.tsx";

export function Frame({ children }: { children: ReactNode }) {
  const { words } = useWords();
  const content = useRef<HTMLElement>(null);
  useFocusKept(content);
  return (
    <>
      <a className={styles["skip"]} href="#content">
        {words.skip}
      </a>
      <header className={styles["header"]}>
        <Pages />
        <Settings />
        <SignedInAs />
      </header>
      <OfflineNote />
      <Ended />
      <main ref={content} id="content" tabIndex={-1} className={styles["main"]}>
        {children}
      </main>
    </>
  );
}

function Pages() {
  const { words } = useWords();
  const { session } = useSession();
  const isOfficer = session.signedIn && session.kind === "officer";
  const isResident = session.signedIn && session.kind === "resident";
  return (
    <nav aria-label={words.nav.label} className={styles["nav"]}>
      <Page to="/">{words.nav.home}</Page>
      {isOfficer && <Page to="/explore">{words.nav.explore}</Page>}
      {isOfficer && <Page to="/case">{words.nav.case}</Page>}
      {isResident && <Page to="/record">{words.nav.record}</Page>}
      {session.signedIn && <Page to="/query">{words.nav.query}</Page>}
      <Page to="/about">{words.nav.about}</Page>
    </nav>
  );
}

function Page({ to, children }: { to: string; children: ReactNode }) {
  const [here] = useLocation();
  const isHere = to === "/" ? here === "/" : here.startsWith(to);
  return (
    <Link to={to} aria-current={isHere ? "page" : undefined}>
      {children}
    </Link>
  );
}

function Settings() {
  const { words, language, speak } = useWords();
  const [theme, setTheme] = useTheme();
  const other = language === "en" ? "zh" : "en";
  const themes: { id: Theme; name: string }[] = [
    { id: "system", name: words.theme.system },
    { id: "light", name: words.theme.light },
    { id: "dark", name: words.theme.dark },
  ];
  return (
    <div className={styles["settings"]}>
      <Choice label={words.theme.label} options={themes} chosen={theme} onChoose={setTheme} />
      <Button onPress={() => speak(other)}>
        <span lang={other === "zh" ? "zh-Hans" : "en"}>{words.language[other]}</span>
      </Button>
    </div>
  );
}

function OfflineNote() {
  const { words } = useWords();
  const isOnline = useOnline();
  return isOnline ? null : (
    <p role="status" className={styles["offline"]}>
      {words.states.offline}
    </p>
  );
}

function useOnline(): boolean {
  const [isOnline, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    window.addEventListener("online", look);
    window.addEventListener("offline", look);
    return () => {
      window.removeEventListener("online", look);
      window.removeEventListener("offline", look);
    };
  }, []);
  return isOnline;
}
