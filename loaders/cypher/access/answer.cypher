// Purpose: the answer to an objection, sealed under its person's key.
// Row: next: bytes
MATCH (this)<-[:TO]-(_answer:ObjectionAnswer)
WITH _answer.sealedEvidence AS next
