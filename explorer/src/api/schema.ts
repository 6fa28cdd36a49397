// `graphql(…)` with the types of schema/schema.graphql: a field that the schema loses breaks the build.
// The types are generated into generated.d.ts beside this (npm run types).
import { initGraphQLTada } from "gql.tada";
import type { introspection } from "./generated.d.ts";

export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { Date: string; DateTime: string; Point: { type: "Point"; coordinates: [number, number] } };
}>();

export type { FragmentOf, ResultOf, VariablesOf } from "gql.tada";
export { readFragment } from "gql.tada";
