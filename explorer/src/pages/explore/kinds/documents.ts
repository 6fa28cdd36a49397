// One document a kind opens a node (its facts, its single neighbours, the total of each relationship before it is opened), and
// one a relationship brings a page of neighbours: one request an expansion. Neighbours that come whole are called `whole_…`, but those
// of an inspection's case, which has so many that the names would be more than the hub reads (`opened.ts` knows).
import { graphql } from "../../../api/schema.ts";
import {
  AddressFacts,
  AdminUnitFacts,
  BuildingFacts,
  ComplaintFacts,
  EmployerFacts,
  FindingFacts,
  InspectionCaseFacts,
  LandlordFacts,
  LandlordLicenceFacts,
  ManagingAgentFacts,
  MandateFacts,
  OrganisationFacts,
  RepairOrderFacts,
  RoomFacts,
  WorkplaceFacts,
} from "./facts.ts";

const AdminUnit = {
  open: graphql(
    `
    query OpenAdminUnit($id: ID!, $asOf: Date) {
      node: adminUnit(id: $id, asOf: $asOf) {
        ...AdminUnitFacts
        whole_partOf: partOf { ...AdminUnitFacts }
        total_parts: parts { totalCount } total_buildings: buildings { totalCount } total_addresses: addresses { totalCount } total_workplaces: workplaces { totalCount }
      }
    }
  `,
    [AdminUnitFacts],
  ),
  whole: { partOf: "AdminUnit" },
  pages: {
    parts: {
      to: "AdminUnit",
      document: graphql(
        `
        query AdminUnitParts($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: adminUnit(id: $id, asOf: $asOf) {
            page: parts(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...AdminUnitFacts }
            }
          }
        }
      `,
        [AdminUnitFacts],
      ),
    },
    buildings: {
      to: "Building",
      document: graphql(
        `
        query AdminUnitBuildings($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: adminUnit(id: $id, asOf: $asOf) {
            page: buildings(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...BuildingFacts }
            }
          }
        }
      `,
        [BuildingFacts],
      ),
    },
    addresses: {
      to: "Address",
      document: graphql(
        `
        query AdminUnitAddresses($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: adminUnit(id: $id, asOf: $asOf) {
            page: addresses(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...AddressFacts }
            }
          }
        }
      `,
        [AddressFacts],
      ),
    },
    workplaces: {
      to: "Workplace",
      document: graphql(
        `
        query AdminUnitWorkplaces($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: adminUnit(id: $id, asOf: $asOf) {
            page: workplaces(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...WorkplaceFacts }
            }
          }
        }
      `,
        [WorkplaceFacts],
      ),
    },
  },
} as const;

const Address = {
  open: graphql(
    `
    query OpenAddress($id: ID!, $asOf: Date) {
      node: address(id: $id, asOf: $asOf) {
        ...AddressFacts
        whole_adminUnit: adminUnit { ...AdminUnitFacts }
        total_buildings: buildings { totalCount } total_workplaces: workplaces { totalCount } total_organisations: organisations { totalCount }
      }
    }
  `,
    [AddressFacts, AdminUnitFacts],
  ),
  whole: { adminUnit: "AdminUnit" },
  pages: {
    buildings: {
      to: "Building",
      document: graphql(
        `
        query AddressBuildings($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: address(id: $id, asOf: $asOf) {
            page: buildings(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...BuildingFacts }
            }
          }
        }
      `,
        [BuildingFacts],
      ),
    },
    workplaces: {
      to: "Workplace",
      document: graphql(
        `
        query AddressWorkplaces($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: address(id: $id, asOf: $asOf) {
            page: workplaces(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...WorkplaceFacts }
            }
          }
        }
      `,
        [WorkplaceFacts],
      ),
    },
    organisations: {
      to: "Organisation",
      document: graphql(
        `
        query AddressOrganisations($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: address(id: $id, asOf: $asOf) {
            page: organisations(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...OrganisationFacts }
            }
          }
        }
      `,
        [OrganisationFacts],
      ),
    },
  },
} as const;

const Building = {
  open: graphql(
    `
    query OpenBuilding($id: ID!, $asOf: Date) {
      node: building(id: $id, asOf: $asOf) {
        ...BuildingFacts
        whole_address: address { ...AddressFacts }
        whole_owners: owners { ...LandlordFacts }
        total_owners: ownersCount
        total_rooms: rooms { totalCount } total_findings: findings { totalCount } total_mandates: mandates { totalCount } total_workplaces: workplaces { totalCount } total_complaints: complaints { totalCount } total_inspections: inspections { totalCount }
      }
    }
  `,
    [AddressFacts, BuildingFacts, LandlordFacts],
  ),
  whole: { address: "Address", owners: "Landlord" },
  pages: {
    rooms: {
      to: "Room",
      document: graphql(
        `
        query BuildingRooms($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: building(id: $id, asOf: $asOf) {
            page: rooms(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...RoomFacts }
            }
          }
        }
      `,
        [RoomFacts],
      ),
    },
    findings: {
      to: "Finding",
      document: graphql(
        `
        query BuildingFindings($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: building(id: $id, asOf: $asOf) {
            page: findings(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...FindingFacts }
            }
          }
        }
      `,
        [FindingFacts],
      ),
    },
    mandates: {
      to: "Mandate",
      document: graphql(
        `
        query BuildingMandates($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: building(id: $id, asOf: $asOf) {
            page: mandates(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...MandateFacts }
            }
          }
        }
      `,
        [MandateFacts],
      ),
    },
    workplaces: {
      to: "Workplace",
      document: graphql(
        `
        query BuildingWorkplaces($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: building(id: $id, asOf: $asOf) {
            page: workplaces(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...WorkplaceFacts }
            }
          }
        }
      `,
        [WorkplaceFacts],
      ),
    },
    complaints: {
      to: "Complaint",
      document: graphql(
        `
        query BuildingComplaints($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: building(id: $id, asOf: $asOf) {
            page: complaints(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...ComplaintFacts }
            }
          }
        }
      `,
        [ComplaintFacts],
      ),
    },
    inspections: {
      to: "InspectionCase",
      document: graphql(
        `
        query BuildingInspections($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: building(id: $id, asOf: $asOf) {
            page: inspections(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...InspectionCaseFacts }
            }
          }
        }
      `,
        [InspectionCaseFacts],
      ),
    },
  },
} as const;

const Room = {
  open: graphql(
    `
    query OpenRoom($id: ID!, $asOf: Date) {
      node: room(id: $id, asOf: $asOf) {
        ...RoomFacts
        whole_building: building { ...BuildingFacts }
        whole_owners: owners { ...LandlordFacts }
        total_owners: ownersCount
        whole_licences: licences { ...LandlordLicenceFacts }
        total_licences: licencesCount
        total_findings: findings { totalCount } total_mandates: mandates { totalCount } total_complaints: complaints { totalCount } total_inspections: inspections { totalCount }
      }
    }
  `,
    [BuildingFacts, LandlordFacts, LandlordLicenceFacts, RoomFacts],
  ),
  whole: { building: "Building", owners: "Landlord", licences: "LandlordLicence" },
  pages: {
    findings: {
      to: "Finding",
      document: graphql(
        `
        query RoomFindings($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: room(id: $id, asOf: $asOf) {
            page: findings(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...FindingFacts }
            }
          }
        }
      `,
        [FindingFacts],
      ),
    },
    mandates: {
      to: "Mandate",
      document: graphql(
        `
        query RoomMandates($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: room(id: $id, asOf: $asOf) {
            page: mandates(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...MandateFacts }
            }
          }
        }
      `,
        [MandateFacts],
      ),
    },
    complaints: {
      to: "Complaint",
      document: graphql(
        `
        query RoomComplaints($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: room(id: $id, asOf: $asOf) {
            page: complaints(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...ComplaintFacts }
            }
          }
        }
      `,
        [ComplaintFacts],
      ),
    },
    inspections: {
      to: "InspectionCase",
      document: graphql(
        `
        query RoomInspections($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: room(id: $id, asOf: $asOf) {
            page: inspections(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...InspectionCaseFacts }
            }
          }
        }
      `,
        [InspectionCaseFacts],
      ),
    },
  },
} as const;

const Landlord = {
  open: graphql(
    `
    query OpenLandlord($id: ID!, $asOf: Date) {
      node: landlord(id: $id, asOf: $asOf) {
        ...LandlordFacts
        whole_organisation: organisation { ...OrganisationFacts }
        total_agents: agents { totalCount } total_repairOrders: repairOrders { totalCount } total_buildings: buildings { totalCount } total_rooms: rooms { totalCount } total_licences: licences { totalCount } total_mandates: mandates { totalCount }
      }
    }
  `,
    [LandlordFacts, OrganisationFacts],
  ),
  whole: { organisation: "Organisation" },
  pages: {
    agents: {
      to: "ManagingAgent",
      document: graphql(
        `
        query LandlordAgents($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: landlord(id: $id, asOf: $asOf) {
            page: agents(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...ManagingAgentFacts }
            }
          }
        }
      `,
        [ManagingAgentFacts],
      ),
    },
    repairOrders: {
      to: "RepairOrder",
      document: graphql(
        `
        query LandlordRepairOrders($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: landlord(id: $id, asOf: $asOf) {
            page: repairOrders(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...RepairOrderFacts }
            }
          }
        }
      `,
        [RepairOrderFacts],
      ),
    },
    buildings: {
      to: "Building",
      document: graphql(
        `
        query LandlordBuildings($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: landlord(id: $id, asOf: $asOf) {
            page: buildings(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...BuildingFacts }
            }
          }
        }
      `,
        [BuildingFacts],
      ),
    },
    rooms: {
      to: "Room",
      document: graphql(
        `
        query LandlordRooms($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: landlord(id: $id, asOf: $asOf) {
            page: rooms(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...RoomFacts }
            }
          }
        }
      `,
        [RoomFacts],
      ),
    },
    licences: {
      to: "LandlordLicence",
      document: graphql(
        `
        query LandlordLicences($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: landlord(id: $id, asOf: $asOf) {
            page: licences(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...LandlordLicenceFacts }
            }
          }
        }
      `,
        [LandlordLicenceFacts],
      ),
    },
    mandates: {
      to: "Mandate",
      document: graphql(
        `
        query LandlordMandates($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: landlord(id: $id, asOf: $asOf) {
            page: mandates(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...MandateFacts }
            }
          }
        }
      `,
        [MandateFacts],
      ),
    },
  },
} as const;

const ManagingAgent = {
  open: graphql(
    `
    query OpenManagingAgent($id: ID!, $asOf: Date) {
      node: managingAgent(id: $id, asOf: $asOf) {
        ...ManagingAgentFacts
        whole_organisation: organisation { ...OrganisationFacts }
        total_landlords: landlords { totalCount } total_buildings: buildings { totalCount } total_rooms: rooms { totalCount } total_mandates: mandates { totalCount }
      }
    }
  `,
    [ManagingAgentFacts, OrganisationFacts],
  ),
  whole: { organisation: "Organisation" },
  pages: {
    landlords: {
      to: "Landlord",
      document: graphql(
        `
        query ManagingAgentLandlords($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: managingAgent(id: $id, asOf: $asOf) {
            page: landlords(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...LandlordFacts }
            }
          }
        }
      `,
        [LandlordFacts],
      ),
    },
    buildings: {
      to: "Building",
      document: graphql(
        `
        query ManagingAgentBuildings($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: managingAgent(id: $id, asOf: $asOf) {
            page: buildings(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...BuildingFacts }
            }
          }
        }
      `,
        [BuildingFacts],
      ),
    },
    rooms: {
      to: "Room",
      document: graphql(
        `
        query ManagingAgentRooms($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: managingAgent(id: $id, asOf: $asOf) {
            page: rooms(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...RoomFacts }
            }
          }
        }
      `,
        [RoomFacts],
      ),
    },
    mandates: {
      to: "Mandate",
      document: graphql(
        `
        query ManagingAgentMandates($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: managingAgent(id: $id, asOf: $asOf) {
            page: mandates(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...MandateFacts }
            }
          }
        }
      `,
        [MandateFacts],
      ),
    },
  },
} as const;

const Mandate = {
  open: graphql(
    `
    query OpenMandate($id: ID!, $asOf: Date) {
      node: mandate(id: $id, asOf: $asOf) {
        ...MandateFacts
        whole_landlord: landlord { ...LandlordFacts }
        whole_agent: agent { ...ManagingAgentFacts }
        total_rooms: rooms { totalCount } total_buildings: buildings { totalCount }
      }
    }
  `,
    [LandlordFacts, ManagingAgentFacts, MandateFacts],
  ),
  whole: { landlord: "Landlord", agent: "ManagingAgent" },
  pages: {
    rooms: {
      to: "Room",
      document: graphql(
        `
        query MandateRooms($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: mandate(id: $id, asOf: $asOf) {
            page: rooms(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...RoomFacts }
            }
          }
        }
      `,
        [RoomFacts],
      ),
    },
    buildings: {
      to: "Building",
      document: graphql(
        `
        query MandateBuildings($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: mandate(id: $id, asOf: $asOf) {
            page: buildings(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...BuildingFacts }
            }
          }
        }
      `,
        [BuildingFacts],
      ),
    },
  },
} as const;

const LandlordLicence = {
  open: graphql(
    `
    query OpenLandlordLicence($id: ID!, $asOf: Date) {
      node: landlordLicence(id: $id, asOf: $asOf) {
        ...LandlordLicenceFacts
        whole_landlord: landlord { ...LandlordFacts }
        total_rooms: rooms { totalCount }
      }
    }
  `,
    [LandlordFacts, LandlordLicenceFacts],
  ),
  whole: { landlord: "Landlord" },
  pages: {
    rooms: {
      to: "Room",
      document: graphql(
        `
        query LandlordLicenceRooms($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: landlordLicence(id: $id, asOf: $asOf) {
            page: rooms(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...RoomFacts }
            }
          }
        }
      `,
        [RoomFacts],
      ),
    },
  },
} as const;

const Organisation = {
  open: graphql(
    `
    query OpenOrganisation($id: ID!, $asOf: Date) {
      node: organisation(id: $id, asOf: $asOf) {
        ...OrganisationFacts
        whole_landlord: landlord { ...LandlordFacts }
        whole_managingAgent: managingAgent { ...ManagingAgentFacts }
        whole_employer: employer { ...EmployerFacts }
        whole_address: address { ...AddressFacts }
        total_inspections: inspections { totalCount }
      }
    }
  `,
    [AddressFacts, EmployerFacts, LandlordFacts, ManagingAgentFacts, OrganisationFacts],
  ),
  whole: { landlord: "Landlord", managingAgent: "ManagingAgent", employer: "Employer", address: "Address" },
  pages: {
    inspections: {
      to: "InspectionCase",
      document: graphql(
        `
        query OrganisationInspections($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: organisation(id: $id, asOf: $asOf) {
            page: inspections(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...InspectionCaseFacts }
            }
          }
        }
      `,
        [InspectionCaseFacts],
      ),
    },
  },
} as const;

const Employer = {
  open: graphql(
    `
    query OpenEmployer($id: ID!, $asOf: Date) {
      node: employer(id: $id, asOf: $asOf) {
        ...EmployerFacts
        whole_organisation: organisation { ...OrganisationFacts }
        total_workplaces: workplaces { totalCount }
      }
    }
  `,
    [EmployerFacts, OrganisationFacts],
  ),
  whole: { organisation: "Organisation" },
  pages: {
    workplaces: {
      to: "Workplace",
      document: graphql(
        `
        query EmployerWorkplaces($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: employer(id: $id, asOf: $asOf) {
            page: workplaces(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...WorkplaceFacts }
            }
          }
        }
      `,
        [WorkplaceFacts],
      ),
    },
  },
} as const;

const Workplace = {
  open: graphql(
    `
    query OpenWorkplace($id: ID!, $asOf: Date) {
      node: workplace(id: $id, asOf: $asOf) {
        ...WorkplaceFacts
        whole_address: address { ...AddressFacts }
        whole_employer: employer { ...EmployerFacts }
        total_findings: findings { totalCount } total_complaints: complaints { totalCount } total_inspections: inspections { totalCount }
      }
    }
  `,
    [AddressFacts, EmployerFacts, WorkplaceFacts],
  ),
  whole: { address: "Address", employer: "Employer" },
  pages: {
    findings: {
      to: "Finding",
      document: graphql(
        `
        query WorkplaceFindings($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: workplace(id: $id, asOf: $asOf) {
            page: findings(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...FindingFacts }
            }
          }
        }
      `,
        [FindingFacts],
      ),
    },
    complaints: {
      to: "Complaint",
      document: graphql(
        `
        query WorkplaceComplaints($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: workplace(id: $id, asOf: $asOf) {
            page: complaints(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...ComplaintFacts }
            }
          }
        }
      `,
        [ComplaintFacts],
      ),
    },
    inspections: {
      to: "InspectionCase",
      document: graphql(
        `
        query WorkplaceInspections($id: ID!, $asOf: Date, $first: Int!, $after: String) {
          node: workplace(id: $id, asOf: $asOf) {
            page: inspections(first: $first, after: $after) {
              totalCount pageInfo { hasNextPage endCursor } nodes { ...InspectionCaseFacts }
            }
          }
        }
      `,
        [InspectionCaseFacts],
      ),
    },
  },
} as const;

const Complaint = {
  open: graphql(
    `
    query OpenComplaint($id: ID!, $asOf: Date) {
      node: complaint(id: $id, asOf: $asOf) {
        ...ComplaintFacts
        whole_room: room { ...RoomFacts }
        whole_building: building { ...BuildingFacts }
        whole_workplace: workplace { ...WorkplaceFacts }
        whole_inspection: inspection { ...InspectionCaseFacts }
      }
    }
  `,
    [BuildingFacts, ComplaintFacts, InspectionCaseFacts, RoomFacts, WorkplaceFacts],
  ),
  whole: { room: "Room", building: "Building", workplace: "Workplace", inspection: "InspectionCase" },
  pages: {},
} as const;

const Finding = {
  open: graphql(
    `
    query OpenFinding($id: ID!, $asOf: Date) {
      node: finding(id: $id, asOf: $asOf) {
        ...FindingFacts
        whole_room: room { ...RoomFacts }
        whole_building: building { ...BuildingFacts }
        whole_workplace: workplace { ...WorkplaceFacts }
        whole_inspection: inspection { ...InspectionCaseFacts }
        whole_orders: orders { ...RepairOrderFacts }
        total_orders: ordersCount
      }
    }
  `,
    [BuildingFacts, FindingFacts, InspectionCaseFacts, RepairOrderFacts, RoomFacts, WorkplaceFacts],
  ),
  whole: {
    room: "Room",
    building: "Building",
    workplace: "Workplace",
    inspection: "InspectionCase",
    orders: "RepairOrder",
  },
  pages: {},
} as const;

const RepairOrder = {
  open: graphql(
    `
    query OpenRepairOrder($id: ID!, $asOf: Date) {
      node: repairOrder(id: $id, asOf: $asOf) {
        ...RepairOrderFacts
        whole_finding: finding { ...FindingFacts }
        whole_inspection: inspection { ...InspectionCaseFacts }
      }
    }
  `,
    [FindingFacts, InspectionCaseFacts, RepairOrderFacts],
  ),
  whole: { finding: "Finding", inspection: "InspectionCase" },
  pages: {},
} as const;

const InspectionCase = {
  open: graphql(
    `
    query OpenInspectionCase($id: ID!, $asOf: Date) {
      node: inspectionCase(id: $id, asOf: $asOf) {
        ...InspectionCaseFacts
        room { ...RoomFacts }
        building { ...BuildingFacts }
        workplace { ...WorkplaceFacts }
        organisation { ...OrganisationFacts }
        landlord { ...LandlordFacts }
        employer { ...EmployerFacts }
        complaints { ...ComplaintFacts }
        findings { ...FindingFacts }
        orders { ...RepairOrderFacts }
        total_complaints: complaintsCount
        total_findings: findingsCount
        total_orders: ordersCount
      }
    }
  `,
    [
      BuildingFacts,
      ComplaintFacts,
      EmployerFacts,
      FindingFacts,
      InspectionCaseFacts,
      LandlordFacts,
      OrganisationFacts,
      RepairOrderFacts,
      RoomFacts,
      WorkplaceFacts,
    ],
  ),
  whole: {
    room: "Room",
    building: "Building",
    workplace: "Workplace",
    organisation: "Organisation",
    landlord: "Landlord",
    employer: "Employer",
    complaints: "Complaint",
    findings: "Finding",
    orders: "RepairOrder",
  },
  pages: {},
} as const;

/** Every kind of node that can be opened. There is none for a natural person. */
export const KINDS = {
  AdminUnit,
  Address,
  Building,
  Room,
  Landlord,
  ManagingAgent,
  Mandate,
  LandlordLicence,
  Organisation,
  Employer,
  Workplace,
  Complaint,
  Finding,
  RepairOrder,
  InspectionCase,
};
