// Purpose: how a person wants to hear of news.
// Row: next
MATCH (this)<-[:OF]-(next:NoticeChannel)
