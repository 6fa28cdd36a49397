// The page case.
import { For } from "../../shell/guard.tsx";
import { useWords } from "../../words/index.tsx";

export default function Case() {
  const { words } = useWords();
  return (
    <For kind="officer">
      <h1>{words.nav.case}</h1>
    </For>
  );
}
