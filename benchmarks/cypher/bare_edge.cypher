// Makes the edge to the one target.
CREATE (node)-[:TYPE]->(TARGET)
