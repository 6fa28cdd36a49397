// How much is in the graph, so that two loads are seen to have made the same.
// Parameters: none
// Row: one, with nodes, edges and properties, counts; without what a migration and the marks of the hub's writes leave,
//   and without who let a room: the import leaves that out for who is protected
// Index: none; it walks everything
CALL () {
  MATCH (node) WHERE NOT node:SchemaVersion AND NOT node:Write
  RETURN count(node) AS nodes, sum(size(keys(node))) AS properties
}
CALL () { MATCH ()-[edge:!GRANTED_BY]->() RETURN count(edge) AS edges }
RETURN nodes, edges, properties
