// Marks what a withdrawal leaves of a phenomenon: withdrawn itself, or live without evidence, or still bearing on something.
MATCH (i:Investigation {id: $investigation})
MATCH (p:Phenomenon {key: $phenomenon})-[:OBSERVED_IN]->(s:Source)
MATCH (r:Round {key: $investigation + '|R' + toString(toInteger($round))})
WITH i, p, s, r, p.loose IS NOT NULL AS wasLoose,
     NOT $whole AND NOT EXISTS { (p)-[e:EVIDENCE]->() WHERE NOT e.withdrawn } AS isLoose
SET p.loose = CASE WHEN isLoose THEN $investigation ELSE null END,
    i.loosePhenomena = i.loosePhenomena + CASE WHEN isLoose THEN 1 ELSE 0 END - CASE WHEN wasLoose THEN 1 ELSE 0 END,
    r.withdrawals = r.withdrawals + 1
FOREACH (whole IN CASE WHEN $whole THEN [p] ELSE [] END |
  SET whole.withdrawnAt = datetime($at), whole.withdrawnBy = $by, whole.withdrawnWhy = $why, whole.contentKey = null,
      s.phenomena = s.phenomena - 1
)
