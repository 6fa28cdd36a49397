// Purpose: nodes as they are given, whatever their kind, and what they lead to.
// Parameters: $nodes (label, properties, dates, instants), $edges (from, type, to: ids or facts; toLabel)
// Row: none
UNWIND $nodes AS each
CREATE (node:$(each.label))
SET node = each.properties
FOREACH (key IN keys(each.dates) | SET node[key] = date(each.dates[key]))
FOREACH (key IN keys(each.instants) | SET node[key] = datetime(each.instants[key]))
