// Purpose: what a person has objected to.
//   What is objected to and off the screen is left out: it stands beside its entry.
// Parameters: $offScreenNumbers
// Row: next
MATCH (this)<-[:CONCERNS]-(:Case)<-[:IN]-(next:Objection)
WHERE NOT coalesce(next.entry, 0) IN $offScreenNumbers
