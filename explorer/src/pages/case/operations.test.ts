// Every question and mutation that a visit can write to somebody's log has a name in words, in both languages.
import { expect, test } from "vitest";
import { operationInWords } from "./operations.ts";
import { words } from "./words.ts";

const sources = import.meta.glob<string>("./*.tsx", { query: "?raw", import: "default", eager: true });
const OF_NOBODY = new Set(["OpenInspections", "WaitingCases", "Processing", "HeldCases"]);

test("no name of a document or of a mutation stands on the page", () => {
  const asked = Object.values(sources).flatMap((source) => [
    ...[...source.matchAll(/operation(?:=|: )"(\w+)"/g)].map(([, name = ""]) => name),
    ...[...source.matchAll(/(?:write|issue|revoke|ask)\(\s*"(\w+)"/g)].map(([, name = ""]) => name),
  ]);
  expect(asked.length).toBeGreaterThan(30);
  for (const name of asked.filter((each) => !OF_NOBODY.has(each)))
    for (const said of [words.en, words.zh]) expect(operationInWords(said, name), name).not.toBe("");
});
