// The page query, for who writes a department's software: GraphiQL's editors, asked as who is signed in.
import { useEffect, useState } from "react";
import { For } from "../../shell/guard.tsx";
import { Loading } from "../../shell/states.tsx";
import { Workbench } from "./workbench.tsx";

export default function Query() {
  const isLoaded = useItsOwnRules();
  return <For needsPurpose={false}>{isLoaded ? <Workbench /> : <Loading />}</For>;
}

/**
 * A browser takes the rules of a page from the address that it loaded, and the editor's styles are allowed at this one
 * only: whoever came by a link inside the application loads the page once more.
 */
function useItsOwnRules(): boolean {
  const [isLoaded] = useState(() => {
    const [entry] = performance.getEntriesByType("navigation");
    return import.meta.env.DEV || !entry || new URL(entry.name).pathname === "/query";
  });
  useEffect(() => {
    if (!isLoaded) window.location.reload();
  }, [isLoaded]);
  return isLoaded;
}
