// What is asked of each kind of node: the facts by which it is shown. A field that the schema loses breaks the build.
import { graphql } from "../../../api/schema.ts";

export const AdminUnitFacts = graphql(`
  fragment AdminUnitFacts on AdminUnit @_unmask { __typename id code level name latinName }
`);

export const AddressFacts = graphql(`
  fragment AddressFacts on Address @_unmask { __typename id fullAddress latinAddress label thoroughfare locatorDesignator postCode point adminUnit { id code } }
`);

export const BuildingFacts = graphql(`
  fragment BuildingFacts on Building @_unmask { __typename id kind storeys residentBand address { id thoroughfare locatorDesignator fullAddress latinAddress point adminUnit { id code } } }
`);

export const RoomFacts = graphql(`
  fragment RoomFacts on Room @_unmask { __typename id designator roomKind: kind floor areaSquareMetres permittedOccupancy declaredPlaces building { id address { id thoroughfare locatorDesignator latinAddress point adminUnit { id code } } } }
`);

export const LandlordFacts = graphql(`
  fragment LandlordFacts on Landlord @_unmask { __typename id openRepairOrders organisation { id legalName latinName legalIdentifier } }
`);

export const ManagingAgentFacts = graphql(`
  fragment ManagingAgentFacts on ManagingAgent @_unmask { __typename id organisation { id legalName latinName legalIdentifier } }
`);

export const MandateFacts = graphql(`
  fragment MandateFacts on Mandate @_unmask { __typename id powers validFrom validTo }
`);

export const LandlordLicenceFacts = graphql(`
  fragment LandlordLicenceFacts on LandlordLicence @_unmask { __typename id number conditions validFrom validTo isLimited landlord { id } }
`);

export const OrganisationFacts = graphql(`
  fragment OrganisationFacts on Organisation @_unmask { __typename id legalIdentifier legalName latinName }
`);

export const EmployerFacts = graphql(`
  fragment EmployerFacts on Employer @_unmask { __typename id sector organisation { id legalName latinName legalIdentifier } }
`);

export const WorkplaceFacts = graphql(`
  fragment WorkplaceFacts on Workplace @_unmask { __typename id name isHome workerBand address { id thoroughfare locatorDesignator latinAddress point } adminUnit { id code } }
`);

export const ComplaintFacts = graphql(`
  fragment ComplaintFacts on Complaint @_unmask { __typename id complaintKind: kind complaintState: state receivedOn decidedOn }
`);

export const FindingFacts = graphql(`
  fragment FindingFacts on Finding @_unmask { __typename id findingKind: kind findingState: state foundOn settledOn }
`);

export const RepairOrderFacts = graphql(`
  fragment RepairOrderFacts on RepairOrder @_unmask { __typename id orderState: state issuedOn dueOn doneOn }
`);

export const InspectionCaseFacts = graphql(`
  fragment InspectionCaseFacts on InspectionCase @_unmask { __typename id number caseState: state openedAt endsAt }
`);
