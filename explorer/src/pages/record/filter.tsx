// The filter above the log. Its choices are what stands in the lines that were loaded.
import { Button, Form, Input, Label, TextField } from "react-aria-components";
import { Choice } from "../../shell/choice.tsx";
import { useSay } from "../../words/enumerations.ts";
import { either, useWords } from "../../words/index.tsx";
import { choicesOf, type Entry, type Filter, isFiltering, NO_FILTER } from "./entries.ts";
import styles from "./record.module.css";
import { useRecordWords } from "./words.ts";

const ANY = "";
const ACTIONS = ["READ", "WRITE", "DENY", "ERASE", "EXPORT"];

type Filtering = { entries: readonly Entry[]; filter: Filter; onChange: (filter: Filter) => void };

export function FilterForm({ entries, filter, onChange }: Filtering) {
  const words = useRecordWords();
  const { language } = useWords();
  const say = useSay();
  const { looked } = words;
  const choice = (label: string, of: "purpose" | "client" | "action", options: { id: string; name: string }[]) => (
    <Choice
      label={label}
      options={[{ id: ANY, name: looked.any }, ...options]}
      chosen={filter[of] ?? ANY}
      onChoose={(id) => onChange({ ...filter, [of]: id === ANY ? null : id })}
    />
  );
  const day = (label: string, of: "from" | "to") => (
    <TextField value={filter[of]} onChange={(value) => onChange({ ...filter, [of]: value })}>
      <Label>{label}</Label>
      <Input type="date" />
    </TextField>
  );
  const purposes = choicesOf(
    entries,
    (entry) => entry.purpose,
    (entry) => either(language, entry.purposeEn, entry.purposeZh),
  );
  const departments = choicesOf(
    entries,
    (entry) => entry.client,
    (entry) => either(language, entry.department, entry.departmentZh),
  );
  const actions = ACTIONS.map((id) => ({ id, name: say("AccessAction", id) }));
  return (
    <Form
      className={styles["tools"] ?? ""}
      aria-label={looked.filter}
      onSubmit={(event) => event.preventDefault()}
      role="search"
    >
      {choice(looked.purpose, "purpose", purposes)}
      {choice(looked.department, "client", departments)}
      {choice(looked.action, "action", actions)}
      {day(looked.from, "from")}
      {day(looked.to, "to")}
      {isFiltering(filter) && <Button onPress={() => onChange(NO_FILTER)}>{looked.clear}</Button>}
    </Form>
  );
}
