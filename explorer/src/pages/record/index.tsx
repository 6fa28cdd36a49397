// The page record.
import { For } from "../../shell/guard.tsx";
import { useWords } from "../../words/index.tsx";

export default function Record() {
  const { words } = useWords();
  return (
    <For kind="resident">
      <h1>{words.nav.record}</h1>
    </For>
  );
}
