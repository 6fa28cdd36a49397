// The page query.
import { For } from "../../shell/guard.tsx";
import { useWords } from "../../words/index.tsx";

export default function Query() {
  const { words } = useWords();
  return (
    <For>
      <h1>{words.nav.query}</h1>
    </For>
  );
}
