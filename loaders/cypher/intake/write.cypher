// Leaves the log entry's id in the graph, in the transaction of the rows that it is about.
// Parameters: entry, the id of the write, a text.
// Row: none.
// Index: the constraint on Write(entry).
CREATE (:Write {entry: $entry})
