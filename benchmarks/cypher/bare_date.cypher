// Makes a DATE of an ISO 8601 text.
, node.NAME = date(row.properties.NAME)
