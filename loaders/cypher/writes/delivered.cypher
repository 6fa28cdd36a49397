// Purpose: what was delivered waits no more.
// Parameters: $deliveries (ids), $at (ISO instant)
// Row: none
// Index: Delivery.id
UNWIND $deliveries AS _id
MATCH (_delivery:Delivery {id: _id})
SET _delivery.deliveredAt = datetime($at)
REMOVE _delivery.isWaiting
