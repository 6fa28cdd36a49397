CALL db.clearQueryCaches()
