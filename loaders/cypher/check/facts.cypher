// Purpose: a page of the versions of one kind of fact, for `domicile graph check`. `Kind` stands for the label.
// Parameters: $after (a fact's id, or empty), $limit (rows)
// Row: id, version, properties (dates and states as texts, instants as milliseconds since 1970), edges (lists of [type, id, label]),
//   behind: the persons behind what it leads to
// Index: the constraint on (fact, version) of the kind.
MATCH (_this:Kind) WHERE $after < _this.fact
WITH _this ORDER BY _this.fact, _this.version LIMIT $limit
RETURN _this.fact AS id, _this.version AS version,
  _this {.role, .number, .numberHash, .state,
    validFrom: toString(_this.validFrom), validTo: toString(_this.validTo),
    recordedFrom: _this.recordedFrom.epochMillis, recordedTo: _this.recordedTo.epochMillis} AS properties,
  [(_this)-[_edge]->(_there) | [type(_edge), coalesce(_there.fact, _there.id), labels(_there)[0]]] AS edges,
  [(_this)-->()-[:IS|CONCERNS]->(_person:Person) | _person.id] AS behind
ORDER BY id, version
