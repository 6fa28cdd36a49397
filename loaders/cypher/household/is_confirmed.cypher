// Purpose: whether a declared contact confirmed it.
// Row: next
WITH EXISTS { (this)-[:IS]->(:Person) } AS next
