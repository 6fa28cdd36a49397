// What the page asks, each section by itself: every one of these is an entry on the person's own log.
import { graphql } from "../../api/schema.ts";

export const Held = graphql(`
  query RecordHeld {
    me {
      name { full latin }
      birthDate
      residences { validFrom role source recordedBy address { fullAddress } }
      employments { validFrom source recordedBy workplace { name employerName } }
      documents { kind number expiresOn }
      declaredContacts { name relation means validFrom }
    }
  }
`);

export const Consents = graphql(`
  query RecordConsents {
    me { consents(first: 50) { totalCount nodes { id case officeName purposeText inWords validTo state } } }
  }
`);

export const Revoke = graphql(`
  mutation RecordRevoke($id: ID!) { revokeConsent(id: $id) { revokedAt } }
`);

export const Looked = graphql(`
  query RecordLooked($first: Int!, $after: String) {
    me {
      accessLog(first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes {
          number at action department departmentZh officeName officer purposeEn purposeZh legalBasis case fieldGroups rule
          summaryEn summaryZh record salt commitment previous head proof
          objection { dueAt outcome answer }
        }
      }
    }
  }
`);

export const ObjectToAccess = graphql(`
  mutation RecordObject($entry: Int!, $reason: String!) {
    objectToAccess(input: { entry: $entry, reason: $reason }) { objection { case dueAt } }
  }
`);

export const Download = graphql(`
  query RecordExport { me { export { file } } }
`);
