// The pages and their addresses. Each is fetched when it is opened, so that the first is small.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, useEffect } from "react";
import { Route, Switch, useLocation } from "wouter";
import { HubError } from "./api/errors.ts";
import { About } from "./pages/about/index.tsx";
import { Home } from "./pages/home/index.tsx";
import { Mended } from "./shell/broken.tsx";
import { Frame } from "./shell/frame.tsx";
import { WithSession } from "./shell/session.tsx";
import { Loading, NotFound } from "./shell/states.tsx";
import { Speaking, useWords } from "./words/index.tsx";

const Explore = lazy(() => import("./pages/explore/index.tsx"));
const Case = lazy(() => import("./pages/case/index.tsx"));
const Record = lazy(() => import("./pages/record/index.tsx"));
const Query = lazy(() => import("./pages/query/index.tsx"));

const TRIES_MAX = 2;

export function Application() {
  return (
    <Speaking>
      <QueryClientProvider client={queries}>
        <Mended>
          <WithSession>
            <Frame>
              <Mended>
                <Suspense fallback={<Loading />}>
                  <Pages />
                </Suspense>
              </Mended>
            </Frame>
          </WithSession>
        </Mended>
      </QueryClientProvider>
    </Speaking>
  );
}

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: "always", // offline, a question fails and its page says so, instead of waiting without a word
      retry: (tries, error) => tries < TRIES_MAX && error instanceof HubError && error.isPassing,
      refetchOnWindowFocus: false, // each read of a person is an entry on their log: none that nobody asked for
      refetchOnReconnect: false,
    },
  },
});

function Pages() {
  const [here] = useLocation();
  const { words } = useWords();
  useEffect(() => {
    document.title = `${titleOf(here, words.nav)} · ${words.title}`; // the page's name, never what stands on it
  }, [here, words]);
  return (
    <Switch>
      <Route path="/" component={Home} />
      <Route path="/explore" component={Explore} />
      <Route path="/explore/node/:kind/:id" component={Explore} />
      <Route path="/explore/view/:id" component={Explore} />
      <Route path="/case/:number?" component={Case} />
      <Route path="/record/*?" component={Record} />
      <Route path="/query" component={Query} />
      <Route path="/about" component={About} />
      <Route component={NotFound} />
    </Switch>
  );
}

function titleOf(path: string, names: Record<string, string>): string {
  return names[path.split("/")[1] || "home"] ?? names["home"] ?? "";
}
