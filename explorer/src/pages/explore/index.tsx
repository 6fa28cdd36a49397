// The page explore.
import { For } from "../../shell/guard.tsx";
import { useWords } from "../../words/index.tsx";

export default function Explore() {
  const { words } = useWords();
  return (
    <For kind="officer">
      <h1>{words.nav.explore}</h1>
    </For>
  );
}
