// Waits until every index can be used, two minutes at most.
CALL db.awaitIndexes(120)
