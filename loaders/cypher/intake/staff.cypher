// Whether the register knows any member of staff.
// Parameters: none.
// Row: one, with hasStaff, true or false.
// Index: none; the first node of the label ends the search.
RETURN EXISTS { (:StaffMember) } AS hasStaff
