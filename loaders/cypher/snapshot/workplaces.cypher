// Purpose: the quarterly snapshot's band of workers for each workplace. Only the band is kept, never the number.
// Parameters: $asOf (ISO date, the first day of a quarter)
// Row: workplaces: how many were given a band
// Index: none; it walks all workplaces, once a quarter
MATCH (_workplace:Workplace)
WITH _workplace, COUNT {
  MATCH (_workplace)<-[:AT]-(_fact:Employment)
  WHERE _fact.validFrom <= date($asOf) AND date($asOf) < _fact.validTo
    AND _fact.recordedTo = datetime('9999-12-31T00:00:00Z') AND _fact.state <> 'WITHDRAWN'
} AS _people
SET _workplace.workerBand = CASE
  WHEN _people < 10 THEN 'UNDER_10'
  WHEN _people < 20 THEN 'FROM_10_TO_19'
  WHEN _people < 50 THEN 'FROM_20_TO_49'
  WHEN _people < 100 THEN 'FROM_50_TO_99'
  ELSE 'FROM_100'
END
RETURN count(_workplace) AS workplaces
