// One thing to do, as a form behind a heading.
import { type FormEvent, type ReactNode, useState } from "react";
import { Button, Disclosure, DisclosurePanel, Heading } from "react-aria-components";
import styles from "./fields.module.css";

/** Its heading opens the form. `ended` stands below the button: how it went. */
export function FoldedForm(props: {
  title: string;
  level: 2 | 3 | 4;
  text?: string | undefined;
  send: string;
  isDisabled: boolean;
  onSend: () => void;
  ended: ReactNode;
  children?: ReactNode;
}) {
  const [isExpanded, setExpanded] = useState(false);
  const [wasExpanded, setWas] = useState(false);
  const turn = (isOpen: boolean) => {
    setExpanded(isOpen);
    setWas((was) => was || isOpen); // what was typed stays while it is folded
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onSend();
  };
  return (
    <Disclosure className={styles["act"] ?? ""} isExpanded={isExpanded} onExpandedChange={turn}>
      <Heading level={props.level}>
        <Button slot="trigger">{props.title}</Button>
      </Heading>
      <DisclosurePanel>
        {wasExpanded && (
          <form onSubmit={submit} className="form" autoComplete="off" aria-label={props.title}>
            {props.text && <p>{props.text}</p>}
            {props.children}
            <Button type="submit" className="primary" isDisabled={props.isDisabled}>
              {props.send}
            </Button>
            {props.ended}
          </form>
        )}
      </DisclosurePanel>
    </Disclosure>
  );
}
