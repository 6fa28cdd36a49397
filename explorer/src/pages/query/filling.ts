// What stands in the variables when an example is chosen: every one that it declares, so that it runs, or says what is still to be put in.
import {
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  parse,
  typeFromAST,
} from "graphql";
import { schema } from "./contract.ts";

const OF_THE_FORM = "case"; // the page's own field gives it
const DEEPEST = 3; // no input of the contract has more below it that it needs

/** A value for each variable of the first operation that it needs, but for the case; `known` has those of which a real one is known. */
export function variablesFor(
  text: string,
  known: Readonly<Record<string, unknown>>,
  today: string,
): Record<string, unknown> {
  const operation = operationIn(text);
  const declared = operation?.variableDefinitions ?? [];
  return Object.fromEntries(
    declared.flatMap(({ variable, type }) => {
      const name = variable.name.value;
      const input = typeFromAST(schema, type as never) as GraphQLInputType | undefined;
      if (name === OF_THE_FORM) return [];
      if (name in known) return [[name, known[name]]];
      return input && isNonNullType(input) ? [[name, sampleOf(input, today, 0)]] : [];
    }),
  );
}

/** The first field of an example, if it asks for one thing by an id: `landlord`, `building`. */
export function thingAsked(text: string): string | null {
  const operation = operationIn(text);
  const [field] = operation?.selectionSet.selections ?? [];
  if (field?.kind !== Kind.FIELD) return null;
  return field.arguments?.some(({ name }) => name.value === "id") ? field.name.value : null;
}

function operationIn(text: string): OperationDefinitionNode | undefined {
  return parse(text).definitions.find((part) => part.kind === Kind.OPERATION_DEFINITION);
}

function sampleOf(type: GraphQLInputType, today: string, depth: number): unknown {
  const inner = isNonNullType(type) ? type.ofType : type;
  if (isListType(inner)) return [];
  if (isEnumType(inner)) return inner.getValues()[0]?.name ?? "";
  if (isInputObjectType(inner)) return depth < DEEPEST ? objectOf(inner.getFields(), today, depth) : {};
  switch (getNamedType(inner).name) {
    case "Boolean":
      return false;
    case "Int":
    case "Float":
      return 1;
    case "Date":
      return today;
    default:
      return "";
  }
}

function objectOf(fields: Record<string, { type: GraphQLInputType }>, today: string, depth: number): object {
  const needed = Object.entries(fields).filter(([, { type }]) => isNonNullType(type));
  return Object.fromEntries(needed.map(([name, { type }]) => [name, sampleOf(type, today, depth + 1)]));
}
