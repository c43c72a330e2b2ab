// marginal_yield: what the last proposed rounds brought, newest first, walked back from the newest.
MATCH (i:Investigation {id: $investigation})
MATCH (last:Round {key: $investigation + '|R' + toString(toInteger(i.lastProposed))})
MATCH path = (r:Round)-[:NEXT*0..29]->(last)
WITH r, length(path) AS age
WHERE r.number > 0
RETURN r.number AS round, r.alias AS alias, r.closedAt IS NOT NULL AS closed, r.newPhenomena AS newPhenomena,
       r.newEvidence AS newEvidence, r.evidenceOnActive AS evidenceOnActive, r.withdrawals AS withdrawals,
       r.flips AS flips, r.absoluteChange AS absoluteChange, r.leadsHit AS leadsHit,
       r.leadsContrary AS leadsContrary, r.leadsMissed AS leadsMissed, r.leadsFailed AS leadsFailed,
       r.leadsOutstanding AS leadsOutstanding
ORDER BY age
