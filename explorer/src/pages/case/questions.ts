// What the page asks, one document a section: each is an entry on the resident's log, under its name.
import { graphql } from "../../api/schema.ts";

export const CaseHead = graphql(`
  query CaseHead($number: String!) {
    case(number: $number) {
      number kind purpose state proof openedAt endsAt permissions
      office { code name }
      appeal { dueAt }
    }
  }
`);

export const CaseName = graphql(`
  query CaseName($number: String!, $withBirth: Boolean!) {
    case(number: $number) {
      subject { name { full family given latin } birthDate @include(if: $withBirth) }
    }
  }
`);

export const CaseResidences = graphql(`
  query CaseResidences($number: String!) {
    case(number: $number) {
      subject {
        residences {
          role validFrom validTo state source recordedBy recordedFrom
          address { fullAddress latinAddress }
          room { designator }
          unit { name latinName }
        }
      }
    }
  }
`);

export const CaseTenancies = graphql(`
  query CaseTenancies($number: String!) {
    case(number: $number) {
      subject {
        tenancies {
          validFrom validTo state source recordedBy recordedFrom
          room { designator building { address { fullAddress latinAddress } } }
          unit { name latinName }
        }
      }
    }
  }
`);

export const CaseEmployments = graphql(`
  query CaseEmployments($number: String!) {
    case(number: $number) {
      subject {
        employments {
          contract validFrom validTo state source recordedBy recordedFrom
          workplace { name employerName address { fullAddress latinAddress } }
        }
      }
    }
  }
`);

export const CaseHistory = graphql(`
  query CaseHistory($number: String!, $after: String) {
    case(number: $number) {
      subject {
        residenceHistory(first: 50, after: $after) {
          totalCount
          pageInfo { hasNextPage endCursor }
          nodes {
            role validFrom validTo state source recordedBy recordedFrom
            address { fullAddress latinAddress }
            room { designator }
            unit { name latinName }
          }
        }
      }
    }
  }
`);

export const CaseHousehold = graphql(`
  query CaseHousehold($number: String!, $withBirth: Boolean!) {
    case(number: $number) {
      subject { household { validFrom members { name { full latin } birthDate @include(if: $withBirth) } } }
    }
  }
`);

export const CaseContacts = graphql(`
  query CaseContacts($number: String!) {
    case(number: $number) {
      subject { declaredContacts { name relation means validFrom isConfirmed } }
    }
  }
`);

export const CaseObjection = graphql(`
  query CaseObjection($number: String!) {
    case(number: $number) {
      objection {
        entry purpose raisedAt dueAt reason answeredAt outcome answer
        access { at department departmentZh office officer purpose legalBasis case fieldGroups operation rule }
      }
    }
  }
`);

export const CaseAppeal = graphql(`
  query CaseAppeal($number: String!) {
    case(number: $number) {
      appeal {
        raisedAt dueAt reason answeredAt outcome statement
        refusal { case rule provision reason refusedAt office { code name } }
      }
    }
  }
`);

export const CaseChanges = graphql(`
  query CaseChanges($number: String!) {
    case(number: $number) { changes { fieldGroup at kind } }
  }
`);

/** About nobody: what is done with data, by purpose and department. */
export const Processing = graphql(`
  query Processing {
    processing { activities { purpose purposeEn purposeZh client recipient recipientZh isObjectable isRestrictable } }
  }
`);

export const CaseBuildings = graphql(`
  query CaseBuildings($number: String!) {
    case(number: $number) {
      room { id designator kind floor areaSquareMetres permittedOccupancy declaredPlaces
             building { id address { fullAddress latinAddress } } }
      building {
        id kind storeys
        address { fullAddress latinAddress }
        rooms(first: 100) {
          totalCount
          nodes { id designator kind floor areaSquareMetres permittedOccupancy declaredPlaces }
        }
      }
      landlord { id organisation { legalName latinName } }
    }
  }
`);

export const CaseWorkplace = graphql(`
  query CaseWorkplace($number: String!) {
    case(number: $number) {
      workplace { id name isHome address { fullAddress latinAddress } }
      employer { id sector organisation { legalName latinName } }
    }
  }
`);

export const CaseInspections = graphql(`
  query CaseInspections($number: String!) {
    case(number: $number) {
      inspections { state plannedOn doneOn countOnSite }
      findings { id kind state foundOn settledOn room { id designator } }
      orders { id state issuedOn dueOn doneOn finding { id kind } }
      inspectionsCount findingsCount ordersCount
    }
  }
`);

export const CaseComplaints = graphql(`
  query CaseComplaints($number: String!) {
    case(number: $number) {
      complaints { kind state receivedOn decidedOn complainant { name } }
      complaintsCount
    }
  }
`);

export const CaseParties = graphql(`
  query CaseParties($number: String!) {
    case(number: $number) { parties { role name licenceNumbers } }
  }
`);

export const OpenInspections = graphql(`
  query OpenInspections($after: String, $withWorkplaces: Boolean!) {
    inspections(state: PLANNED, first: 50, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        id number purpose state endsAt
        building { id address { fullAddress latinAddress } }
        room { id designator building { address { fullAddress latinAddress } } }
        workplace @include(if: $withWorkplaces) { id name address { fullAddress latinAddress } }
        inspections { state plannedOn }
      }
    }
  }
`);

export const HeldCases = graphql(`
  query HeldCases($after: String) {
    heldCases(first: 50, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { number kind purpose endsAt }
    }
  }
`);

export const WaitingCases = graphql(`
  query WaitingCases($after: String) {
    waitingCases(first: 50, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { number kind } }
  }
`);
