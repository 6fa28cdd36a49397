// What this application loads, keeps and allows, for who wants to know.
import { useWords } from "../../words/index.tsx";

export function About() {
  const { words } = useWords();
  return (
    <div className="text">
      <h1>{words.about.title}</h1>
      {words.about.text.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  );
}
