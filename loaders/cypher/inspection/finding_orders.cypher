// Purpose: the repair orders to which a finding led.
// Row: next
MATCH (this)<-[:REMEDIES]-(next:RepairOrder)
