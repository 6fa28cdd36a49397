// The questions with which one starts: a search in one request, the ranking, the districts; and the entry before an export.
import { graphql } from "../../api/schema.ts";
import {
  AddressFacts,
  AdminUnitFacts,
  EmployerFacts,
  InspectionCaseFacts,
  LandlordFacts,
  LandlordLicenceFacts,
  ManagingAgentFacts,
  OrganisationFacts,
} from "./kinds/facts.ts";

export const Search = graphql(
  `
    query ExploreSearch($text: String!, $asOf: Date) {
      organisations(search: $text, asOf: $asOf, first: 10) { totalCount nodes { ...OrganisationFacts } }
      addresses(search: $text, asOf: $asOf, first: 10) { totalCount nodes { ...AddressFacts } }
      licence(number: $text, asOf: $asOf) { ...LandlordLicenceFacts }
    }
  `,
  [OrganisationFacts, AddressFacts, LandlordLicenceFacts],
);

export const PlannedInspections = graphql(
  `
    query ExplorePlannedInspections($asOf: Date, $first: Int!) {
      page: inspections(state: PLANNED, asOf: $asOf, first: $first) { totalCount nodes { ...InspectionCaseFacts visits: inspections { state plannedOn } } }
    }
  `,
  [InspectionCaseFacts],
);

export const Employers = graphql(
  `
    query ExploreEmployers($unit: String, $asOf: Date, $first: Int!) {
      page: employers(unit: $unit, asOf: $asOf, first: $first) { totalCount nodes { ...EmployerFacts } }
    }
  `,
  [EmployerFacts],
);

export const Ranking = graphql(
  `
    query MostOpenRepairOrders($unit: String, $asOf: Date) {
      landlords(orderBy: OPEN_REPAIR_ORDERS, unit: $unit, asOf: $asOf, first: 10) {
        totalCount
        nodes { ...LandlordFacts here: openRepairOrders(unit: $unit) agents(first: 3) { nodes { ...ManagingAgentFacts } } }
      }
    }
  `,
  [LandlordFacts, ManagingAgentFacts],
);

export const Districts = graphql(
  `
    query Districts {
      adminUnits(level: DISTRICT, first: 100) { nodes { ...AdminUnitFacts } }
    }
  `,
  [AdminUnitFacts],
);

/** Before a file leaves the screen: an entry on the log of each natural person whose licence stands there. */
export const RecordExport = graphql(`
  mutation RecordScreenExport($licences: [String!]!) {
    recordScreenExport(input: { licences: $licences }) { at }
  }
`);
