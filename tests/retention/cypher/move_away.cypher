// Purpose: all residences of a person end on a day.
// Parameters: $person, $day (ISO date)
// Row: how many
MATCH (:Person {id: $person})<-[:OF]-(residence:Residence)
WHERE residence.validTo > date($day)
SET residence.validTo = date($day)
RETURN count(*) AS ended
