// Purpose: where a case stands at this moment: past its term it is closed.
// Parameters: $at (ISO instant)
// Row: next
WITH CASE WHEN this.endsAt <= datetime($at) THEN 'CLOSED' ELSE this.state END AS next
