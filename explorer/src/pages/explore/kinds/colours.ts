// The colour of each kind, the same in the picture and on the map; what it says is always said in words, too.
import type { NodeKind } from "../model/graph.ts";

export const COLOURS: Record<NodeKind, string> = {
  AdminUnit: "#5f6b68",
  Address: "#7a6a4f",
  Building: "#1f6fb2",
  Room: "#4a9bd4",
  Landlord: "#b0432f",
  ManagingAgent: "#8a4fae",
  Mandate: "#a784c4",
  LandlordLicence: "#c27a1a",
  Organisation: "#2c7a5b",
  Employer: "#3f8f3a",
  Workplace: "#6fa53c",
  Complaint: "#c2527f",
  Finding: "#b58a00",
  RepairOrder: "#d0342c",
  InspectionCase: "#00838f",
};
