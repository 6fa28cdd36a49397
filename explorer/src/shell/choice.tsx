// A labelled choice out of a short list: react-aria's Select in our dress.
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from "react-aria-components";
import styles from "./choice.module.css";

export type Option<Id extends string> = { id: Id; name: string };

/** Shows `label` and the chosen option; calls `onChoose` with another's id. */
export function Choice<Id extends string>(props: {
  label: string;
  options: readonly Option<Id>[];
  chosen: Id | null;
  onChoose: (id: Id) => void;
  placeholder?: string;
}) {
  return (
    <Select
      className={styles["choice"] ?? ""}
      value={props.chosen}
      onChange={(key) => key !== null && props.onChoose(key as Id)}
      placeholder={props.placeholder ?? ""}
    >
      <Label>{props.label}</Label>
      <Button>
        <SelectValue />
        <span aria-hidden="true" className={styles["arrow"]} />
      </Button>
      <Popover className={styles["popover"] ?? ""}>
        <ListBox items={props.options} className={styles["list"] ?? ""}>
          {(option) => <ListBoxItem id={option.id}>{option.name}</ListBoxItem>}
        </ListBox>
      </Popover>
    </Select>
  );
}
