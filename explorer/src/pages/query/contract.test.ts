// Who may read a field comes from the contract and the policy's table, for each field of the schema.
import { describe, expect, it } from "vitest";
import { clients, openings } from "../../api/policy.ts";
import { words } from "../../words/policy.ts";
import { fieldAt, fields, readersOf, schema, variablesOf } from "./contract.ts";

const TEXT = "query Look($case: String!) { case(number: $case) { subject { name { full } } } }";

describe("the contract", () => {
  it("knows the group of a field, and who gets it", () => {
    expect(fields.find((field) => field.coordinate === "Person.residenceHistory")?.group).toBe("HISTORY");
    const readers = readersOf("HISTORY").map((item) => item.client);
    expect([...new Set(readers)].sort()).toEqual(["registration", "residence-permit", "resident"]);
  });

  it("has words for each group and each way of opening it, in both languages", () => {
    const groups = new Set(fields.map((field) => field.group));
    expect([...groups].filter((group) => !words.en.groups[group] || !words.zh.groups[group])).toEqual([]);
    expect(openings.flatMap((item) => item.when).filter((when) => !words.zh.when[when])).toEqual([]);
  });

  it("names no department that has no name", () => {
    const named = new Set(clients.map((client) => client.id));
    expect(openings.filter((item) => !named.has(item.client))).toEqual([]);
  });

  it("finds the field under the cursor, and none where there is none", () => {
    expect(fieldAt(TEXT, TEXT.indexOf("full") + 1)?.coordinate).toBe("PersonName.full");
    expect(fieldAt(TEXT, TEXT.indexOf("case(") + 1)?.coordinate).toBe("Query.case");
    expect(fieldAt(TEXT, 2)).toBeUndefined();
    expect(fieldAt("{ case(", 3)).toBeUndefined();
  });

  it("lists the variables that a text declares", () => {
    expect(variablesOf(TEXT)).toEqual(["case"]);
    expect(variablesOf("query {")).toEqual([]);
  });

  it("says a field's group where the editor shows what the field is", () => {
    expect(schema.getQueryType()?.getFields()["case"]?.description).toContain("Field group: CASE");
  });
});
