// Purpose: the inspection cases of the caller's office with a visit in one state.
// Parameters: $office (code), $state (enum)
// Row: next
// Index: Office.code
MATCH (:Office {code: $office})<-[:AT]-(next:Case) WHERE next.kind IN ['HOUSING_INSPECTION', 'LABOUR_INSPECTION']
  AND EXISTS { MATCH (next)<-[:IN]-(:Inspection {state: $state}) } AND keyset
