// On another day than today: which day stands on the board, how much of it was not there then, and the way back.
import { Button } from "react-aria-components";
import { day } from "../../words/format.ts";
import type { Board } from "./board.ts";
import styles from "./explore.module.css";
import { visibleNodes } from "./model/graph.ts";
import { useExploreWords } from "./words.ts";

export function OnAnotherDay({ board }: { board: Board }) {
  const { words, language } = useExploreWords();
  const { asOf, screen } = board;
  if (asOf === null) return null;
  const marked = visibleNodes(screen).filter((node) => node.absence !== null).length;
  return (
    <section aria-label={words.otherDay} className={styles["banner"]}>
      <p>
        <strong>{words.boardOn(day(language, asOf))}</strong> {marked > 0 && words.marked(marked)} {words.asOfHelp}
      </p>
      <Button onPress={() => board.setAsOf(null)}>{words.backToToday}</Button>
    </section>
  );
}
