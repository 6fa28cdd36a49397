// Purpose: the tombstones in the graph.
// Row: properties and how many edges, of each
MATCH (stone:Erasure) RETURN properties(stone) AS properties, COUNT { (stone)--() } AS edges
