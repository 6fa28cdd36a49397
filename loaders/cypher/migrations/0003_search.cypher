// Purpose: search by words and on the map, over places and legal persons only.
// Parameters: none.
// A row: none.
// Index: those it makes. `cjk` splits Chinese text into pairs of characters, so that a part of a name is found.
CREATE POINT INDEX address_point IF NOT EXISTS FOR (node:Address) ON (node.point);
CREATE FULLTEXT INDEX addressText IF NOT EXISTS FOR (node:Address) ON EACH [node.fullAddress]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}};
CREATE FULLTEXT INDEX organisationName IF NOT EXISTS FOR (node:Organisation) ON EACH [node.legalName, node.latinName]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}};
