// Purpose: what an organisation is called, as it lies in the graph.
// Parameters: id
// Row: its names
// Index: Organisation.id
MATCH (organisation:Organisation {id: $id}) RETURN organisation.legalName AS legal, organisation.latinName AS latin
