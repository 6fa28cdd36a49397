// English. `zh.ts` must have each of these: the types see to it. Each page adds a section of its own (words/PAGE.en.ts).
import type { Code } from "../api/errors.ts";
import { count } from "./format.ts";

const failures: Record<Code, { title: string; next: string }> = {
  UNAUTHENTICATED: { title: "You are not signed in", next: "Sign in again. What you were doing is still here." },
  PURPOSE_REQUIRED: { title: "Say what for", next: "Choose a purpose at the top of the page." },
  PURPOSE_NOT_ALLOWED: { title: "Not for this purpose", next: "Choose another purpose at the top of the page." },
  CASE_REQUIRED: {
    title: "No such case is open for you",
    next: "Check the number, or ask the resident to open a case.",
  },
  CASE_CLOSED: { title: "This case is closed", next: "Ask the resident to open a new one." },
  SUBJECT_NOT_AVAILABLE: { title: "Not available", next: "The register gives no more than this for what you asked." },
  GRANT_EXPIRED: { title: "The permission has ended", next: "Ask the resident for a new one." },
  GRANT_REVOKED: { title: "The permission was taken back", next: "Ask the resident, or go on without it." },
  FIELD_NOT_ALLOWED: { title: "Not for you to see", next: "Your department does not get this for this purpose." },
  OUT_OF_JURISDICTION: { title: "Outside your office's area", next: "Choose a place within it." },
  BUDGET_EXCEEDED: { title: "Too many requests", next: "Wait a while: your office's budget fills up again by itself." },
  QUERY_TOO_COMPLEX: { title: "Too much at once", next: "Ask for less: smaller pages, fewer levels." },
  VALIDATION_FAILED: { title: "The register could not read this", next: "Correct what you entered and try again." },
  CONFLICT: { title: "Somebody else changed this", next: "Look at it again before you change it." },
  LOG_UNAVAILABLE: { title: "Nothing is shown while the log can't be written", next: "Try again in a minute." },
  GRAPH_UNAVAILABLE: { title: "The register does not answer", next: "Try again in a minute." },
  INTERNAL: { title: "Something went wrong in the register", next: "It was noted. Try again later." },
  NOT_ON_STAFF: {
    title: "The register does not know you as an officer of this office",
    next: "Your sign-in is good, and signing in again changes nothing. If you belong to another department, sign out and choose it. Otherwise ask whoever keeps the register's staff: the coordination office.",
  },
  OFFICE_MISSING: {
    title: "Your sign-in names no office",
    next: "Signing in again changes nothing. Whoever runs your department's sign-in has to set your office there.",
  },
  OFFLINE: { title: "No connection", next: "Check your network. What you see is from before." },
  TOO_SLOW: { title: "No answer in time", next: "Try again, or ask for less." },
};

export const en = {
  title: "Domicile",
  skip: "Skip to content",
  nav: {
    label: "Pages",
    home: "Start",
    explore: "Explore",
    case: "Case",
    record: "My record",
    query: "Query",
    about: "About",
  },
  language: { label: "Language", en: "English", zh: "中文" },
  theme: { label: "Appearance", light: "Light", dark: "Dark", system: "As the system" },
  session: {
    signIn: "Sign in",
    signInAs: (name: string) => `Sign in: ${name}`,
    signInTitle: "Who are you?",
    signInText: "You are taken to your issuer's page and come back here. This page never sees your password.",
    expired: "Your sign-in has ended.",
    stays: "What you were doing stays on this page. Sign in again in another tab, then go on.",
    signInTab: "Sign in again in a new tab",
    goOn: "I am signed in again: go on",
    signOut: "Sign out",
    notSignedIn: {
      refused: "The issuer signed nobody in.",
      failed: "The sign-in was begun elsewhere, or took too long. Try again.",
      unavailable: "The issuer does not answer. Try again later.",
      issuer:
        "The issuer signed you in, and what it says of you is not what this register takes. Trying again changes nothing: tell whoever runs the register, whose log has the reason.",
      hub: "The issuer does not take this register as it is set up there. Trying again changes nothing: tell whoever runs the register, whose log has the reason.",
      clock:
        "The issuer's clock and the register's are apart. Trying again changes nothing: tell whoever runs the register.",
      keys: "The issuer has just changed its keys and does not publish the new one yet. Try again in a minute.",
      office:
        "The issuer signed you in and names no office for you. Whoever runs your department's sign-in has to set it; residents sign in as residents.",
    },
    signedOut: "You are signed out of the register.",
    signedOutThere:
      "If the issuer asked whether you want to sign out there and you did not say yes, you still are signed in there, and whoever signs in at this browser next may need no password.",
    signOutThere: "Sign out at the issuer",
    officer: (department: string) => `Officer, ${department}`,
    resident: "Resident",
    purpose: "Purpose",
    choosePurpose: "Choose a purpose",
    case: "Case",
    noCase: "no case",
    chooseCase: "Case number",
    keep: "Use these",
    change: "Change",
    forWhat: "What are you here for?",
    forWhatText: "Each request is made for one purpose, and each read of a person stands on their log with it.",
    endsAt: (time: string) => `Signed in until ${time}`,
  },
  states: {
    loading: "Loading …",
    slow: "This takes longer than usual.",
    cancel: "Cancel",
    retry: "Try again",
    empty: "There is nothing here.",
    offline: "You are offline. What you see may be old.",
    failures,
    notFound: { title: "There is no such page", next: "Go to the start." },
    officersOnly: { title: "This page is for officers", next: "Sign in as an officer of a department." },
    residentsOnly: { title: "This page is for residents", next: "Sign in with your own sign-in." },
    broken: { title: "This page stopped working", next: "Reload it. Nothing in the register was changed." },
    reload: "Reload",
  },
  home: {
    title: "Domicile",
    lead: "The city's register of residents, and who looked at it.",
    explore: "Explore landlords, buildings, rooms and employers",
    exploreText: "For housing and labour inspectors: as a graph, a table and a map.",
    case: "Work on a case",
    caseText: "For officers with an open case: what the resident allowed, and nothing else.",
    record: "My record",
    recordText: "For residents: what is held about you, who looked, and the proof of it.",
    query: "Try a query",
    queryText: "For those who build a department's own programs.",
  },
  about: {
    title: "About this application",
    text: [
      "Everything that this application loads comes from the register's own address: no fonts, maps, scripts or counters from elsewhere.",
      "It keeps nothing about people in your browser. Your choice of language and appearance is all that it stores.",
      "Scripts are never inline. Styles are inline on the query page only, because its editor makes them as you type.",
    ],
  },
  offices: {
    all: (total: number) =>
      `${count("en", total, { one: "office", other: "offices" })}. Type a part of its name or place.`,
    some: (shown: number, total: number) => `${shown} of ${total} offices. Type more of its name or place.`,
    chosen: (name: string) => `Chosen: ${name}`,
    none: "No office has this in its name or place.",
  },
  values: {
    yes: "yes",
    no: "no",
    unknown: "unknown",
    since: (day: string) => `since ${day}`,
    until: (day: string) => `until ${day}`,
  },
  counted: { rows: (n: number) => count("en", n, { one: "row", other: "rows" }) },
};

export type Words = typeof en;
