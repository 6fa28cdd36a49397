// Purpose: whether the graph knows of any write at all.
// Parameters: none
// Row: hasMarks
// Index: none; the first node of the label ends the search
RETURN EXISTS { (:Write) } AS hasMarks
