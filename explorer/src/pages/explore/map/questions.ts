// What the map asks for: the buildings or workplaces of an area or of a box, a page at a time. No band: it is not drawn.
import { graphql } from "../../../api/schema.ts";
import { AdminUnitFacts } from "../kinds/facts.ts";

export const MapBuildings = graphql(`
  query MapBuildings($unit: String, $within: Box, $asOf: Date, $first: Int!, $after: String) {
    page: buildings(unit: $unit, within: $within, asOf: $asOf, first: $first, after: $after) {
      totalCount pageInfo { hasNextPage endCursor }
      nodes { __typename id kind storeys address { id thoroughfare locatorDesignator fullAddress latinAddress point adminUnit { id code } } }
    }
  }
`);

export const MapWorkplaces = graphql(`
  query MapWorkplaces($unit: String, $within: Box, $asOf: Date, $first: Int!, $after: String) {
    page: workplaces(unit: $unit, within: $within, asOf: $asOf, first: $first, after: $after) {
      totalCount pageInfo { hasNextPage endCursor }
      nodes { __typename id name isHome address { id thoroughfare locatorDesignator latinAddress point } adminUnit { id code } }
    }
  }
`);

export const UnitParts = graphql(
  `
    query UnitParts($id: ID!) {
      adminUnit(id: $id) { id parts(first: 100) { totalCount nodes { ...AdminUnitFacts } } }
    }
  `,
  [AdminUnitFacts],
);
