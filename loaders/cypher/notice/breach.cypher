// Purpose: what a notice of a breach says; none for any other notice.
// Row: next
// Index: Notice.id
MATCH (:Notice {id: this.id})<-[:OF]-(next:BreachNotice)
