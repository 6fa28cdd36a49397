// Purpose: organisations by a part of their name.
// Parameters: $search – Lucene terms.
// A row: id.
// Index: organisationName.
CALL db.index.fulltext.queryNodes('organisationName', $search) YIELD node
RETURN node.id AS id
