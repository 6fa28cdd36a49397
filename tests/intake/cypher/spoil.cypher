// Purpose: puts into the graph what no import takes: a second home, one that is nowhere, two versions of one fact, a document twice,
//   misplaced rooms.
// Parameters: $person, $document (a fact of theirs), $home, $second, $twice, $nowhere (new facts), $room, $building (new ids)
// Row: none
// Index: Person.id
MATCH (person:Person {id: $person})<-[:OF]-(document:IdentityDocument {fact: $document})
MATCH (room:Room)-[:IN]->(house:Building) WITH person, document, room, house LIMIT 1
CREATE (:Residence {fact: $home, version: 1, role: 'MAIN'})-[:OF]->(person)
CREATE (:Residence {fact: $second, version: 1, role: 'SECONDARY'})-[:OF]->(person)
CREATE (:Residence {fact: $second, version: 2, role: 'SECONDARY'})-[:OF]->(person)
CREATE (:Residence {fact: $nowhere, version: 1, role: 'SECONDARY'})-[:OF]->(person)
CREATE (:IdentityDocument {fact: $twice, version: 1, numberHash: document.numberHash})-[:OF]->(person)
WITH person, room, house
CREATE (:Room {id: $room, unitCode: '000000000000', designator: 'Z', floor: 99})-[:IN]->(house)
CREATE (:Building {id: $building, unitCode: house.unitCode, storeys: 1})
WITH room
MATCH (fact:Residence|IdentityDocument) WHERE fact.fact IN [$home, $second, $twice, $nowhere]
SET fact += {validFrom: date('2000-01-01'), validTo: date('9999-12-31'), recordedFrom: datetime('2000-01-01T00:00:00Z'),
  recordedTo: datetime('9999-12-31T00:00:00Z'), state: 'CONFIRMED', recordedBy: 'registration-9901', source: 'RESIDENT'}
FOREACH (_ IN CASE WHEN fact:Residence AND fact.fact <> $nowhere THEN [1] ELSE [] END | CREATE (fact)-[:IN]->(room))
