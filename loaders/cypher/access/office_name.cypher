// Purpose: what the office of a log entry is called today; none where nobody's office is meant.
// Row: next: a name
// Index: Office.code
MATCH (_office:Office {code: this.office})
WITH _office.name AS next
