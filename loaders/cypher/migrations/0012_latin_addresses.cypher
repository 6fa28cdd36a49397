// Purpose: search addresses by their line in Latin letters, too.
// Parameters: none.
// A row: none.
// Index: the one it makes, in the place of that of 0003.
DROP INDEX addressText IF EXISTS;
CREATE FULLTEXT INDEX addressText IF NOT EXISTS FOR (node:Address) ON EACH [node.fullAddress, node.latinAddress]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}};
