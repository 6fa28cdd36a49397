// What of Monaco has no types of its own: its workers, and what Tab does in all its editors.
declare module "monaco-editor/esm/vs/editor/editor.worker.js?worker" {
  const worker: new () => Worker;
  export default worker;
}
declare module "monaco-editor/esm/vs/language/json/json.worker.js?worker" {
  const worker: new () => Worker;
  export default worker;
}
declare module "monaco-graphql/esm/graphql.worker.js?worker" {
  const worker: new () => Worker;
  export default worker;
}
declare module "monaco-editor/esm/vs/editor/browser/config/tabFocus.js" {
  export const TabFocus: { setTabFocusMode(leadsOn: boolean): void };
}
