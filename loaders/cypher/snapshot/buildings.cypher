// Purpose: the quarterly snapshot's band of residents for each building. Only the band is kept, never the number.
// Parameters: $asOf (ISO date, the first day of a quarter)
// Row: buildings: how many were given a band
// Index: none; it walks all buildings, once a quarter
MATCH (_building:Building)
WITH _building, COUNT {
  MATCH (_building)<-[:IN]-(:Room)<-[:IN]-(_fact:Residence)
  WHERE _fact.validFrom <= date($asOf) AND date($asOf) < _fact.validTo
    AND _fact.recordedTo = datetime('9999-12-31T00:00:00Z') AND _fact.state <> 'WITHDRAWN'
} AS _people
SET _building.residentBand = CASE
  WHEN _people < 10 THEN 'UNDER_10'
  WHEN _people < 20 THEN 'FROM_10_TO_19'
  WHEN _people < 50 THEN 'FROM_20_TO_49'
  WHEN _people < 100 THEN 'FROM_50_TO_99'
  ELSE 'FROM_100'
END
RETURN count(_building) AS buildings
