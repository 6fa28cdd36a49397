// Purpose: the answer to an appeal, sealed under its person's key.
// Row: next: bytes
MATCH (this)<-[:TO]-(_answer:AppealAnswer)
WITH _answer.sealedEvidence AS next
