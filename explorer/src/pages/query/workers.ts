// The editor's workers: files of the hub's own origin, as `worker-src 'self'` demands.
import EditorWorker from "monaco-editor/esm/vs/editor/editor.worker.js?worker";
import JsonWorker from "monaco-editor/esm/vs/language/json/json.worker.js?worker";
import GraphqlWorker from "monaco-graphql/esm/graphql.worker.js?worker";

export function installWorkers() {
  Object.assign(globalThis, {
    MonacoEnvironment: {
      getWorker: (_: string, label: string) => {
        if (label === "json") return new JsonWorker();
        if (label === "graphql") return new GraphqlWorker();
        return new EditorWorker();
      },
    },
  });
}
