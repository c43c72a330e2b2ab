// Where an outstanding lead stands now. While it is outstanding nobody can make another with the same work.
MATCH (l:Lead {key: $lead})
SET l.state = $state, l.worker = $worker, l.claimEpoch = toInteger($claimEpoch), l.claimTokenHash = $claimTokenHash,
    l.tokenHashes = $tokenHashes, l.leaseUntil = CASE WHEN $leaseUntil IS NULL THEN null ELSE datetime($leaseUntil) END,
    l.losses = toInteger($losses), l.openedAt = CASE WHEN $openedAt IS NULL THEN null ELSE datetime($openedAt) END,
    l.endedAt = CASE WHEN $endedAt IS NULL THEN null ELSE datetime($endedAt) END, l.endedWhy = $endedWhy,
    l.outcome = $outcome,
    l.openKey = l.workKey
