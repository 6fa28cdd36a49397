// Purpose: whether a store of an older hub may still say who is protected: its constraint stands until that has moved.
// Row: name
// Index: none. The schema is read.
SHOW CONSTRAINTS YIELD name WHERE name = 'protection_id' RETURN name
