// An office of a department, found by what one types of its name, of the place it serves, or of its code. Nothing else can be entered.
import { useDeferredValue, useState } from "react";
import { Autocomplete, Input, Label, ListBox, ListBoxItem, Text, TextField } from "react-aria-components";
import { SEARCH_TEXT_LENGTH_MAX } from "../api/limits.ts";
import { graphql, type ResultOf } from "../api/schema.ts";
import { type Language, useWords } from "../words/index.tsx";
import { useAnswer } from "./ask.ts";
import styles from "./choice.module.css";
import { Failure } from "./states.tsx";

export const Offices = graphql(`
  query Offices($department: String!, $named: String) {
    offices(department: $department, named: $named, first: 100) {
      totalCount
      nodes { code name unitName unitLatinName }
    }
  }
`);

type Office = NonNullable<ResultOf<typeof Offices>["offices"]>["nodes"][number];

type OfficeOf = { label: string; department: string; onChoose: (code: string) => void };

/** Calls `onChoose` with the code of the office that is chosen. The list stands in the page: an overlay would hide all else. */
export function OfficeChoice({ label, department, onChoose }: OfficeOf) {
  const { words, language } = useWords();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<Office | null>(null);
  const sought = useDeferredValue(text.trim());
  const all = useOffices(department, "");
  const isLong = (all.data?.totalCount ?? 0) > (all.data?.nodes.length ?? 0);
  const { data, error, refetch } = useOffices(department, isLong ? sought : "");
  const found = (data?.nodes ?? []).filter((office) => fits(office, sought));
  const choose = (code: string | undefined) => {
    const office = found.find((each) => each.code === code);
    if (!office) return;
    setChosen(office);
    onChoose(office.code);
  };
  return (
    <div className={styles["search"]}>
      <Autocomplete inputValue={text} onInputChange={setText}>
        <TextField>
          <Label>{label}</Label>
          <Input
            role="combobox"
            aria-expanded="true"
            spellCheck="false"
            autoComplete="off"
            maxLength={SEARCH_TEXT_LENGTH_MAX}
          />
          <Text slot="description">
            {said(words.offices, all.data?.totalCount ?? null, data ? found.length : null)}
          </Text>
        </TextField>
        <ListBox<Office>
          aria-label={label}
          className={`${styles["list"]} ${styles["inline"]}`}
          items={found}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={chosen ? [chosen.code] : []}
          onSelectionChange={(keys) => choose([...keys][0]?.toString())}
          renderEmptyState={() => (data ? words.offices.none : error ? "" : words.states.loading)}
        >
          {(office) => (
            <ListBoxItem id={office.code} textValue={nameOf(language, office)}>
              {nameOf(language, office)}{" "}
              <small className={styles["code"]} translate="no">
                {office.code}
              </small>
            </ListBoxItem>
          )}
        </ListBox>
      </Autocomplete>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <p role="status">{chosen && words.offices.chosen(nameOf(language, chosen))}</p>
    </div>
  );
}

function useOffices(department: string, named: string) {
  const variables = { department, named: named || null };
  const { data, error, refetch } = useAnswer({ document: Offices, variables, key: ["offices"] });
  return { data: data?.data.offices ?? null, error, refetch };
}

/** An office's name is Chinese; in English the place that it serves stands before it in Latin letters. */
function nameOf(language: Language, office: Office): string {
  return language === "en" && office.unitLatinName ? `${office.unitLatinName}: ${office.name}` : office.name;
}

function fits(office: Office, sought: string): boolean {
  const words = [office.name, office.unitName, office.unitLatinName, office.code, nameOf("en", office)];
  return words.some((text) => text?.toLowerCase().includes(sought.toLowerCase()));
}

type Counted = { all: (total: number) => string; some: (shown: number, total: number) => string };

function said(words: Counted, total: number | null, shown: number | null): string {
  if (total === null || shown === null) return "";
  return shown < total ? words.some(shown, total) : words.all(total);
}
