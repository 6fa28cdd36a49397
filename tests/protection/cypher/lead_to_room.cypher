// Purpose: let a residence lead to a room, as an older hub wrote it.
// Parameters: $fact (id), $room (id)
// Row: how many versions
MATCH (fact:Residence {fact: $fact})-[edge:IN]->()
MATCH (room:Room {id: $room})
DELETE edge
CREATE (fact)-[:IN]->(room)
RETURN count(fact) AS versions
