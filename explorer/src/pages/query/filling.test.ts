// Every example of the documentation comes with each variable that it needs.
import { coerceInputValue, type GraphQLInputType, parse, typeFromAST } from "graphql";
import { expect, test } from "vitest";
import { schema } from "./contract.ts";
import { examples } from "./examples.ts";
import { thingAsked, variablesFor } from "./filling.ts";

const TODAY = "2026-11-27";

test.each(examples.map(({ name, text }) => [name, text]))(
  "%s has a value for each variable that it needs",
  (_, text) => {
    const filled = variablesFor(text, {}, TODAY);
    for (const definition of parse(text).definitions)
      if (definition.kind === "OperationDefinition")
        for (const { variable, type } of definition.variableDefinitions ?? []) {
          const name = variable.name.value;
          if (type.kind !== "NonNullType" || name === "case") expect(filled).not.toHaveProperty(name);
          else {
            expect(filled).toHaveProperty(name);
            const input = typeFromAST(schema, type) as GraphQLInputType;
            expect(coerceInputValue(filled[name], input)).not.toBeUndefined();
          }
        }
  },
);

test("what is asked for by an id is filled with a real one, where one is known", () => {
  const { text = "" } = examples.find(({ name }) => name === "RoomsOfLandlord") ?? {};
  expect(thingAsked(text)).toBe("landlord");
  expect(variablesFor(text, { id: "abc" }, TODAY)).toEqual({ id: "abc" });
  expect(thingAsked(examples.find(({ name }) => name === "WhoAmI")?.text ?? "")).toBeNull();
});
