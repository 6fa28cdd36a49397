// Purpose: what nodes lead to.
// Parameters: $edges (label and key of the start, type, label and key of the end)
// Row: how many were made
UNWIND $edges AS each
MATCH (start:$(each.label)) WHERE start.id = each.start OR start.fact = each.start
MATCH (end:$(each.endLabel)) WHERE end.id = each.end OR end.fact = each.end
CREATE (start)-[:$(each.type)]->(end)
RETURN count(*) AS joined
