// Purpose: a page of one kind of thing, for `domicile graph check`. `Kind` stands for the label.
// Parameters: $after (an id, or empty), $limit (rows)
// Row: id, version (null), properties, edges (lists of [type, id, label]),
//   behind: the persons behind what it leads to
// Index: the constraint on the id of the kind.
MATCH (_this:Kind) WHERE $after < _this.id
WITH _this ORDER BY _this.id LIMIT $limit
RETURN _this.id AS id, null AS version,
  _this {.level, .code, .unitCode, .thoroughfare, .postCode, .locatorDesignator, .storeys, .designator, .floor} AS properties,
  [(_this)-[_edge]->(_there) | [type(_edge), coalesce(_there.fact, _there.id), labels(_there)[0]]] AS edges,
  [(_this)-->()-[:IS|CONCERNS]->(_person:Person) | _person.id] AS behind
ORDER BY id
