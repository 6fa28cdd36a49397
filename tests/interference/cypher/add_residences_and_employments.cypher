// Purpose: let many people live in rooms and work at workplaces.
// Parameters: facts, a list of maps (person, room and workplace: ids; residence, employment: ids of the new facts)
// Row: residences and employments made
// Index: Person(id), Room(id), Workplace(id)
UNWIND $facts AS fact
MATCH (person:Person {id: fact.person})
MATCH (room:Room {id: fact.room})
MATCH (workplace:Workplace {id: fact.workplace})
CREATE (person)<-[:OF]-(residence:Residence {fact: fact.residence, role: 'MAIN'})-[:IN]->(room)
CREATE (person)<-[:OF]-(employment:Employment {fact: fact.employment, contract: 'OPEN_ENDED'})-[:AT]->(workplace)
FOREACH (made IN [residence, employment] |
  SET made.version = 1, made.validFrom = date('2020-01-01'), made.validTo = date('9999-12-31'),
    made.recordedFrom = datetime('2020-01-01T00:00:00Z'), made.recordedTo = datetime('9999-12-31T00:00:00Z'),
    made.source = 'RESIDENT', made.state = 'CONFIRMED', made.recordedBy = 'registration-9901')
RETURN count(residence) AS residences, count(employment) AS employments
