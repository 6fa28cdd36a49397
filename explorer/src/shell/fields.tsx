// The fields of all forms: a line, a day, a number, some sentences, boxes to tick. For a choice see choice.tsx and office-choice.tsx.
import { useId } from "react";
import { FieldError, Input, Label, Text, TextArea, TextField } from "react-aria-components";
import { RIGHTS_CHARACTERS_MAX } from "../api/limits.ts";
import styles from "./fields.module.css";

const NUMBER_DIGITS_MAX = 9; // an Int of GraphQL's has 31 bits

type Typed = { label: string; value: string; onChange: (value: string) => void; hint?: string; isRequired?: boolean };

/** One line of text, of at most `most` characters: see api/limits.ts. `error` says at the field what is wrong with it. */
export function Line({ label, hint, most, error, ...field }: Typed & { most: number; error?: string | null }) {
  return (
    <TextField
      {...field}
      autoComplete="off"
      maxLength={most}
      isInvalid={Boolean(error)}
      className={styles["field"] ?? ""}
    >
      <Label>{label}</Label>
      <Input spellCheck="false" />
      {hint && <Text slot="description">{hint}</Text>}
      {error && <FieldError>{error}</FieldError>}
    </TextField>
  );
}

/** A day, as ISO text. */
export function Day({ label, hint, ...field }: Typed) {
  return (
    <TextField {...field} autoComplete="off" className={styles["field"] ?? ""}>
      <Label>{label}</Label>
      <Input type="date" />
      {hint && <Text slot="description">{hint}</Text>}
    </TextField>
  );
}

/** A number of the register's, as its digits. */
export function Count({ label, hint, ...field }: Typed) {
  return (
    <TextField
      {...field}
      autoComplete="off"
      inputMode="numeric"
      pattern="[0-9]*"
      maxLength={NUMBER_DIGITS_MAX}
      className={styles["field"] ?? ""}
    >
      <Label>{label}</Label>
      <Input spellCheck="false" />
      {hint && <Text slot="description">{hint}</Text>}
    </TextField>
  );
}

/** A reason or an answer in some sentences. */
export function Sentences({ label, hint, ...field }: Typed) {
  return (
    <TextField {...field} autoComplete="off" maxLength={RIGHTS_CHARACTERS_MAX} className={styles["field"] ?? ""}>
      <Label>{label}</Label>
      <TextArea rows={4} />
      {hint && <Text slot="description">{hint}</Text>}
    </TextField>
  );
}

/** Any of a few, in their order. */
export function Ticks<Id extends string>(props: {
  label: string;
  options: readonly { id: Id; name: string }[];
  chosen: readonly Id[];
  onChoose: (ids: Id[]) => void;
}) {
  const name = useId();
  const ids = props.options.map(({ id }) => id);
  const turn = (id: Id, isOn: boolean) =>
    props.onChoose(ids.filter((each) => (each === id ? isOn : props.chosen.includes(each))));
  return (
    <fieldset className={styles["ticks"]}>
      <legend>{props.label}</legend>
      {props.options.map(({ id, name: said }) => (
        <label key={id}>
          <input
            type="checkbox"
            name={name}
            checked={props.chosen.includes(id)}
            onChange={(event) => turn(id, event.target.checked)}
          />{" "}
          {said}
        </label>
      ))}
    </fieldset>
  );
}
