// The end of a lead, with what it moved and looked at; it is counted by its round, which closes with its last lead.
MATCH (l:Lead {key: $lead})
SET l.state = $state, l.worker = $worker, l.claimEpoch = toInteger($claimEpoch), l.claimTokenHash = $claimTokenHash,
    l.tokenHashes = $tokenHashes, l.leaseUntil = CASE WHEN $leaseUntil IS NULL THEN null ELSE datetime($leaseUntil) END,
    l.losses = toInteger($losses), l.openedAt = CASE WHEN $openedAt IS NULL THEN null ELSE datetime($openedAt) END,
    l.endedAt = CASE WHEN $endedAt IS NULL THEN null ELSE datetime($endedAt) END, l.endedWhy = $endedWhy,
    l.outcome = $outcome,
    l.openKey = null, l.moved = $moved, l.looked = $looked
WITH l
MATCH (l)-[:PROPOSED_BY]->(r:Round)
SET r.leadsHit = r.leadsHit + CASE WHEN $outcome = 'hit' THEN 1 ELSE 0 END,
    r.leadsContrary = r.leadsContrary + CASE WHEN $outcome = 'contrary' THEN 1 ELSE 0 END,
    r.leadsMissed = r.leadsMissed + CASE WHEN $outcome = 'miss' THEN 1 ELSE 0 END,
    r.leadsFailed = r.leadsFailed + CASE WHEN $state = 'done' THEN 0 ELSE 1 END,
    r.leadsOutstanding = r.leadsOutstanding - 1
FOREACH (closed IN CASE WHEN r.leadsOutstanding = 0 THEN [r] ELSE [] END | SET closed.closedAt = datetime($at))
