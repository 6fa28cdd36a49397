// The day as of which facts are shown: taken when it is a whole day that was meant, not at each digit of its year. A day that has not
// come is refused: the register knows no more of it than of today.
import { useEffect, useState } from "react";
import { FieldError, Input, Label, TextField } from "react-aria-components";
import { today } from "./model/then.ts";
import { useExploreWords } from "./words.ts";

const FIRST_DAY = "1900-01-01"; // a year that is still being typed is earlier
const PAUSE_MILLISECONDS = 700;

/** Today is null, also where it is typed. */
export function DayField({ day, onDay }: { day: string | null; onDay: (day: string | null) => void }) {
  const { words } = useExploreWords();
  const [typed, setTyped] = useState(day ?? "");
  const [isTyping, setTyping] = useState(false);
  const isFuture = typed > today();
  useEffect(() => {
    setTyped(day ?? "");
    setTyping(false);
  }, [day]);
  const take = () => {
    setTyping(false);
    if (typed === (day ?? "") || isFuture) return;
    const wanted = typed === "" || typed === today() ? null : typed;
    if (wanted === day || (typed !== "" && typed < FIRST_DAY)) setTyped(day ?? "");
    else onDay(wanted);
  };
  useEffect(() => {
    if (!isTyping || isFuture || (typed !== "" && typed < FIRST_DAY)) return;
    const timer = setTimeout(take, PAUSE_MILLISECONDS);
    return () => clearTimeout(timer);
  });
  return (
    <TextField
      value={typed}
      type="date"
      isInvalid={isFuture}
      onChange={(text) => {
        setTyped(text);
        setTyping(true);
      }}
      onBlur={take}
      onKeyDown={(event) => event.key === "Enter" && take()}
    >
      <Label>{words.asOf}</Label>
      <Input title={words.asOfHelp} max={today()} />
      <FieldError>{words.notToday}</FieldError>
    </TextField>
  );
}
