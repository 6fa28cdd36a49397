// Purpose: this organisation as an agent.
// Row: next
MATCH (this)<-[:IS]-(next:ManagingAgent)
