// Purpose: what is sealed of persons, with whose it is.
// Parameters: none
// Row: node (element id), person (id), sealed (list of [property, bytes])
// Index: none, a test's own store
MATCH (_fact)-[:OF]->(_person:Person)
WHERE any(_name IN keys(_fact) WHERE _name STARTS WITH 'sealed')
RETURN elementId(_fact) AS node, _person.id AS person,
  [_name IN keys(_fact) WHERE _name STARTS WITH 'sealed' | [_name, _fact[_name]]] AS sealed
