// What a purpose does not open is in no document that is sent; what it opens is, and every part is still a document of the contract.
import {
  buildSchema,
  type FieldDefinitionNode,
  parse,
  print,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { expect, test } from "vitest";
import sdl from "../../../../../schema/schema.graphql?raw";
import { opensAtOnce } from "../../../api/policy.ts";
import { MapBuildings, MapWorkplaces, UnitParts } from "../map/questions.ts";
import { Districts, Employers, PlannedInspections, Ranking, Search } from "../start.ts";
import { openPart } from "./closed.ts";
import { KINDS } from "./documents.ts";

const schema = buildSchema(sdl);
const documents: object[] = [
  ...Object.values(KINDS).flatMap(({ open, pages }) => [
    open as object,
    ...Object.values(pages as Record<string, { document: object }>).map(({ document }) => document),
  ]),
  ...([Districts, Employers, UnitParts, MapBuildings, MapWorkplaces, PlannedInspections, Ranking, Search] as object[]),
];
const openTo = (client: string, purpose: string) => (group: string) => opensAtOnce(client, purpose, group);

/** Each field that a document asks for, with the group that the contract names. */
function groupsIn(document: object): [string, string][] {
  const info = new TypeInfo(schema);
  const found: [string, string][] = [];
  visit(
    parse(print(document as never)),
    visitWithTypeInfo(info, {
      Field(node) {
        const definition = info.getFieldDef()?.astNode as FieldDefinitionNode | undefined;
        const value = definition?.directives?.find((each) => each.name.value === "fieldGroup")?.arguments?.[0]?.value;
        if (value?.kind === "EnumValue") found.push([node.name.value, value.value]);
      },
    }),
  );
  return found;
}

test.each([
  ["registration", "resident-registration"],
  ["housing", "housing-safety-inspection"],
  ["housing", "housing-service"],
  ["labour", "workplace-inspection"],
  ["tax", "rental-tax"],
])("nothing is asked that is closed to %s for %s", (client, purpose) => {
  const isOpen = openTo(client, purpose);
  for (const document of documents) {
    const part = openPart(document, isOpen);
    if (!part) continue;
    expect(validate(schema, parse(print(part as never)))).toEqual([]);
    expect(groupsIn(part).filter(([, group]) => !isOpen(group))).toEqual([]);
  }
});

test("nothing is left out that is open", () => {
  for (const document of documents)
    expect(print(openPart(document, () => true) as never)).toBe(print(document as never));
  expect(openPart(Search, openTo("registration", "resident-registration"))).not.toBeNull();
  expect(openPart(Ranking, openTo("registration", "resident-registration"))).toBeNull();
});
