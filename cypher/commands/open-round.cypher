// A new round, deciding under a lease. Its openKey lets only one round of a case be open at a time.
MATCH (i:Investigation {id: $investigation})
CREATE (i)-[:HAS_ROUND]->(r:Round {
  key: $key, openKey: $investigation, alias: $alias, name: $name, number: toInteger($number), state: 'deciding',
  fence: toInteger($fence), requestKey: $requestKey, strategist: $strategist, openedAt: datetime($at),
  leaseUntil: datetime($leaseUntil),
  newPhenomena: 0, newEvidence: 0, evidenceOnActive: 0, withdrawals: 0, flips: 0, absoluteChange: 0.0,
  leadsHit: 0, leadsContrary: 0, leadsMissed: 0, leadsFailed: 0, leadsOutstanding: 0
})
WITH i, r
CALL (i) {
  MATCH (i)-[:HAS_HYPOTHESIS]->(h:Hypothesis)
  WHERE h.status = 'active'
  WITH h ORDER BY h.number
  RETURN collect(h.short) AS active
}
SET r.activeAtOpen = active
