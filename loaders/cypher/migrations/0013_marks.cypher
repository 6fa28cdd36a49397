// How far the access log was at each write: the last one is held against the log at start.
CREATE INDEX write_sequence IF NOT EXISTS FOR (node:Write) ON (node.sequence);
