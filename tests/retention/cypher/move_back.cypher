// Purpose: a new residence of a person from a day on, where one was before.
// Parameters: $person, $day (ISO date)
// Row: how many
MATCH (person:Person {id: $person})<-[:OF]-(old:Residence)-[:IN]->(room:Room)
WITH person, old, room LIMIT 1
CREATE (room)<-[:IN]-(new:Residence)-[:OF]->(person)
SET new = old {
  .*, fact: randomUUID(), validFrom: date($day), validTo: date('9999-12-31'),
  recordedTo: datetime('9999-12-31T00:00:00Z'), state: 'CONFIRMED'
}
RETURN count(*) AS begun
