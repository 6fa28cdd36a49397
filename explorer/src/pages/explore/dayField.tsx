// The day as of which facts are shown: taken when it is a whole day that was meant, not at each digit of its year.
import { useEffect, useState } from "react";
import { Input, Label, TextField } from "react-aria-components";
import { useExploreWords } from "./words.ts";

const FIRST_DAY = "1900-01-01"; // a year that is still being typed is earlier
const PAUSE_MILLISECONDS = 700;

export function DayField({ day, onDay }: { day: string | null; onDay: (day: string | null) => void }) {
  const { words } = useExploreWords();
  const [typed, setTyped] = useState(day ?? "");
  const [isTyping, setTyping] = useState(false);
  useEffect(() => {
    setTyped(day ?? "");
    setTyping(false);
  }, [day]);
  const take = () => {
    setTyping(false);
    if (typed === (day ?? "")) return;
    if (typed === "") onDay(null);
    else if (typed >= FIRST_DAY) onDay(typed);
    else setTyped(day ?? "");
  };
  useEffect(() => {
    if (!isTyping || (typed !== "" && typed < FIRST_DAY)) return;
    const timer = setTimeout(take, PAUSE_MILLISECONDS);
    return () => clearTimeout(timer);
  });
  return (
    <TextField
      value={typed}
      type="date"
      onChange={(text) => {
        setTyped(text);
        setTyping(true);
      }}
      onBlur={take}
      onKeyDown={(event) => event.key === "Enter" && take()}
    >
      <Label>{words.asOf}</Label>
      <Input title={words.asOfHelp} />
    </TextField>
  );
}
