// The last resort: a page that threw while it was drawn says so instead of leaving a white one.
import { Component, type ReactNode } from "react";
import { Button } from "react-aria-components";
import { useWords } from "../words/index.tsx";
import { Notice } from "./states.tsx";

export class Mended extends Component<{ children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override render() {
    return this.state.isBroken ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const { words } = useWords();
  return (
    <Notice {...words.states.broken}>
      <Button onPress={() => window.location.reload()}>{words.states.reload}</Button>
    </Notice>
  );
}
