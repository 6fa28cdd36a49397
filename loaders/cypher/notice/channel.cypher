// Purpose: how a person wants to hear of news; whoever acts for a protected person doesn't learn how to reach them.
// Parameters: $isOwnRecord
// Row: next
MATCH (this)<-[:OF]-(next:NoticeChannel) WHERE $isOwnRecord OR NOT this.isProtected
