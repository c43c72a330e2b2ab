// Earlier leads with the same work, newest first.
UNWIND $workKeys AS workKey
MATCH (l:Lead)
WHERE l.workKey = workKey AND l.investigation = $investigation
RETURN workKey AS workKey, l.alias AS alias, l.state AS state, l.endedAt AS endedAt, l.outcome AS outcome
ORDER BY l.number DESC
