// The page's parts: what for, the editors, the answer with its cost, and who may read which field.
import "@graphiql/react/style.css";
import {
  GraphiQLProvider,
  QueryEditor,
  useGraphiQL,
  useGraphiQLActions,
  useMonaco,
  VariableEditor,
} from "@graphiql/react";
import { TabFocus } from "monaco-editor/esm/vs/editor/browser/config/tabFocus.js";
import { useEffect, useRef, useState } from "react";
import { Button, Input, Label, Text, TextField } from "react-aria-components";
import { ask } from "../../api/client.ts";
import { HubError } from "../../api/errors.ts";
import { CASE_NUMBER_CHARACTERS_MAX } from "../../api/limits.ts";
import { opensAtOnce, purposeOf } from "../../api/policy.ts";
import { graphql } from "../../api/schema.ts";
import { useAnswer } from "../../shell/ask.ts";
import { Choice } from "../../shell/choice.tsx";
import { useSession } from "../../shell/session.tsx";
import { Failure, Loading } from "../../shell/states.tsx";
import { either, useWords } from "../../words/index.tsx";
import { type Field, fieldAt, schema, variablesOf } from "./contract.ts";
import { Cost } from "./cost.tsx";
import { examples, first } from "./examples.ts";
import { thingAsked, variablesFor } from "./filling.ts";
import { Memory } from "./memory.ts";
import styles from "./query.module.css";
import { Readers } from "./readers.tsx";
import { useRunning } from "./running.ts";
import { useQueryWords } from "./words.ts";
import { installWorkers } from "./workers.ts";

const FirstLandlord = graphql(`
  query FirstLandlord { things: landlords(first: 1) { nodes { id } } }
`);

const FirstBuilding = graphql(`
  query FirstBuilding { things: buildings(first: 1) { nodes { id } } }
`);

const Purposes = graphql(`
  query Purposes { viewer { purposes { id description } } }
`);
const NO_PURPOSE = "-";
const EDITOR_THEMES = { dark: "domicile-dark", light: "domicile-light" };

const MANNERS = {
  accessibilitySupport: "on",
  links: false, // a text that looks like an address leads nowhere
  renderFinalNewline: "on", // else the last line's number is too pale to read
} as const;

installWorkers();

export function Workbench() {
  const words = useQueryWords();
  const [storage] = useState(() => new Memory());
  return (
    <div className={styles["page"]}>
      <h1>{words.title}</h1>
      <p>{words.lead}</p>
      <GraphiQLProvider
        fetcher={unused}
        schema={schema}
        dangerouslyAssumeSchemaIsValid
        storage={storage}
        defaultQuery={first.text}
        initialQuery={first.text}
        initialVariables="{}"
        editorTheme={EDITOR_THEMES}
      >
        <Bench />
      </GraphiQLProvider>
    </div>
  );
}

/** The editors never ask the hub themselves: `useRunning` does, and nothing is added to what stands there. */
function unused(): never {
  throw new Error("the page asks the hub");
}

function Bench() {
  const words = useQueryWords();
  const { words: frame } = useWords();
  const { session } = useSession();
  const held = session.signedIn ? session : null;
  const [purpose, setPurpose] = useState(held?.purpose ?? null);
  const [number, setNumber] = useState(held?.case ?? "");
  const [hasBadVariables, setBadVariables] = useState(false);
  const { ran, failure, isRunning, run, stop } = useRunning();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const { prettifyEditors } = useGraphiQLActions();
  const isReady = useMonaco((state) => state.monaco !== undefined);
  const field = useFieldAtCursor();
  const fill = useFilling();

  const send = () => {
    const query = queryEditor?.getValue() ?? "";
    const variables = readVariables(variableEditor?.getValue() ?? "");
    setBadVariables(variables === null);
    if (!variables) return;
    const isOffered = number.trim() !== "" && variablesOf(query).includes("case") && !("case" in variables);
    void run({ query, variables: isOffered ? { ...variables, case: number.trim() } : variables, purpose });
  };
  useEditorManners(send);
  useTheThemeOfThePage();

  return (
    <>
      <div className={styles["for"]}>
        {held?.kind === "officer" && <PurposeChoice chosen={purpose} onChoose={setPurpose} />}
        <TextField value={number} onChange={setNumber} autoComplete="off">
          <Label>{words.case}</Label>
          <Input spellCheck="false" maxLength={CASE_NUMBER_CHARACTERS_MAX} />
          <Text slot="description">{words.caseHint}</Text>
        </TextField>
        <Choice
          label={words.example}
          options={examples}
          chosen={null}
          placeholder={words.chooseExample}
          onChoose={(id) => {
            const chosen = examples.find((item) => item.id === id);
            if (!chosen) return;
            queryEditor?.setValue(chosen.text);
            void fill(chosen.text, purpose).then((variables) => variableEditor?.setValue(variables));
          }}
        />
      </div>
      <div className={styles["bench"]}>
        <section aria-labelledby="editor">
          <h2 id="editor">{words.editor}</h2>
          {!isReady && <Loading />}
          <div className={`graphiql-container ${styles["editor"]}`}>
            <QueryEditor role="group" aria-label={words.editor} />
          </div>
          <h2 id="variables">{words.variables}</h2>
          <div className={`graphiql-container ${styles["variables"]}`}>
            <VariableEditor role="group" aria-label={words.variables} />
          </div>
          {hasBadVariables && <p role="alert">{words.badVariables}</p>}
          <p className={styles["keys"]}>{words.keys}</p>
          <div className={styles["ways"]}>
            <Button className="primary" onPress={send} isDisabled={!isReady || isRunning}>
              {words.run}
            </Button>
            {isRunning && <Button onPress={stop}>{words.stop}</Button>}
            <Button onPress={() => void prettifyEditors()} isDisabled={!isReady}>
              {words.tidy}
            </Button>
          </div>
        </section>
        <section aria-labelledby="answer">
          <h2 id="answer">{words.answer}</h2>
          <p role="status" className="visually-hidden">
            {isRunning ? words.running : (ran && words.cost.milliseconds(String(ran.milliseconds))) || ""}
          </p>
          {failure && <Failure error={new HubError(failure, frame.states.failures[failure].title)} />}
          {!failure && !ran && <p>{words.noAnswer}</p>}
          {ran && (
            <>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
              {/* biome-ignore lint/a11y/useSemanticElements: it is no group of fields */}
              <div role="group" tabIndex={0} aria-labelledby="answer" className={styles["answer"]}>
                <pre>{ran.text}</pre>
              </div>
              <Cost ran={ran} />
            </>
          )}
        </section>
      </div>
      <Readers field={field} />
    </>
  );
}

function PurposeChoice({ chosen, onChoose }: { chosen: string | null; onChoose: (purpose: string | null) => void }) {
  const words = useQueryWords();
  const { language } = useWords();
  const { data, error, refetch } = useAnswer({ document: Purposes, variables: {}, key: ["purposes"] });
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  const purposes = (data?.data.viewer?.purposes ?? []).map((item) => ({
    id: item.id,
    name: either(language, item.description, purposeOf(item.id)?.descriptionZh),
  }));
  return (
    <Choice
      label={words.purpose}
      options={[{ id: NO_PURPOSE, name: words.noPurpose }, ...purposes]}
      chosen={chosen ?? NO_PURPOSE}
      onChoose={(id) => onChoose(id === NO_PURPOSE ? null : id)}
    />
  );
}

/** The variables of an example as a text: one thing that is asked for by its id is the first that the reader may see. */
function useFilling() {
  const { session } = useSession();
  const client = session.signedIn ? session.client : "";
  return async (text: string, purpose: string | null) => {
    const thing = thingAsked(text);
    const first = thing === "landlord" ? FirstLandlord : thing === "building" ? FirstBuilding : null;
    const isOpen = first !== null && opensAtOnce(client, purpose, first === FirstLandlord ? "LETTING" : "PLACE");
    const answer = isOpen && purpose ? await ask(first, {}, { purpose }).catch(() => null) : null;
    const id = answer?.data.things?.nodes[0]?.id;
    const today = new Date().toISOString().slice(0, 10);
    return JSON.stringify(variablesFor(text, id ? { id } : {}, today), null, 2);
  };
}

/** The variables as an object; null when they are none. Nothing stands for an empty one. */
function readVariables(text: string): Record<string, unknown> | null {
  if (text.trim() === "") return {};
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null && !Array.isArray(read) ? (read as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Tab leaves an editor, Ctrl and Enter runs; each has its name in the page's language. */
function useEditorManners(send: () => void) {
  const words = useQueryWords();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const monaco = useMonaco((state) => state.monaco);
  const latest = useRef(send);
  useEffect(() => {
    latest.current = send;
  });
  useEffect(() => {
    if (!monaco) return;
    TabFocus.setTabFocusMode(true); // Tab leads on, as everywhere: else an editor is a trap for the keyboard
    const named = [
      [queryEditor, words.editor],
      [variableEditor, words.variables],
    ] as const;
    const added = named.map(([editor, ariaLabel]) => {
      editor?.updateOptions({ ariaLabel, ...MANNERS });
      return editor?.addAction({
        id: "domicile-run",
        label: words.run,
        keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter],
        run: () => latest.current(),
      });
    });
    return () => {
      for (const action of added) action?.dispose();
    };
  }, [monaco, queryEditor, variableEditor, words]);
}

function useFieldAtCursor(): Field | undefined {
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const [field, setField] = useState<Field | undefined>();
  useEffect(() => {
    const listening = queryEditor?.onDidChangeCursorPosition(({ position }) => {
      const model = queryEditor.getModel();
      if (model) setField(fieldAt(model.getValue(), model.getOffsetAt(position)));
    });
    return () => listening?.dispose();
  }, [queryEditor]);
  return field;
}

type Monaco = typeof import("monaco-editor");

/** Monaco's own two, with comments that have contrast enough (WCAG 1.4.3). */
function defineThemes(monaco: Monaco) {
  const comments = (foreground: string) => [{ token: "comment", foreground }];
  monaco.editor.defineTheme(EDITOR_THEMES.dark, {
    base: "vs-dark",
    inherit: true,
    rules: comments("9cc28a"),
    colors: {},
  });
  monaco.editor.defineTheme(EDITOR_THEMES.light, { base: "vs", inherit: true, rules: comments("006400"), colors: {} });
}

/** The editors follow the appearance that was chosen for the page. */
function useTheThemeOfThePage() {
  const { setTheme } = useGraphiQLActions();
  const monaco = useMonaco((state) => state.monaco);
  useEffect(() => {
    if (!monaco) return;
    defineThemes(monaco);
    const follow = () => {
      const theme = document.documentElement.dataset["theme"];
      setTheme(theme === "light" || theme === "dark" ? theme : null);
    };
    const watching = new MutationObserver(follow);
    watching.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    system.addEventListener("change", follow);
    follow();
    return () => {
      watching.disconnect();
      system.removeEventListener("change", follow);
    };
  }, [monaco, setTheme]);
}
