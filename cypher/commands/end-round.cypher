// How a round ended. A round that proposed leads is linked to the one that proposed before it.
MATCH (r:Round {key: $key})
SET r.state = $state, r.openKey = null, r.decision = $decision, r.reason = $reason, r.explanation = $explanation,
    r.failure = $failure, r.failureMessage = $failureMessage, r.tokens = toInteger($tokens), r.endedAt = datetime($at),
    r.leaseUntil = null
WITH r
WHERE $decision = 'propose'
MATCH (before:Round {key: $before})
CREATE (before)-[:NEXT]->(r)
