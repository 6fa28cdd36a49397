// Makes a DATETIME of an ISO 8601 text.
, node.NAME = datetime(row.properties.NAME)
