// Purpose: who made a complaint of an open inspection, if they agreed to be named.
// Row: next, a map: id (the person's, for the log), role, person; no party and no place
MATCH (this)-[:IN]->(:Case {state: 'OPEN'})
MATCH (this)-[:MADE_BY]->(_person:Person) WHERE this.isNameDisclosed
WITH {id: _person.id, role: 'COMPLAINANT', person: _person} AS next
