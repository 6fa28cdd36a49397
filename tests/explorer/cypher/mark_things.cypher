// Purpose: put a text behind every free text that things carry, as somebody might register it.
// Parameters: $text
// Row: one row: how many nodes
// Index: none, a test's own store
MATCH (_thing)
WHERE _thing:Organisation OR _thing:Address OR _thing:AdminUnit OR _thing:Office OR _thing:Room OR _thing:Workplace OR _thing:Employer
SET _thing.legalName = _thing.legalName + $text,
    _thing.name = _thing.name + $text,
    _thing.latinName = _thing.latinName + $text,
    _thing.fullAddress = _thing.fullAddress + $text,
    _thing.latinAddress = _thing.latinAddress + $text,
    _thing.thoroughfare = _thing.thoroughfare + $text,
    _thing.designator = _thing.designator + $text,
    _thing.sector = _thing.sector + $text
RETURN count(*) AS marked
