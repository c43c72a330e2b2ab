// A new case with its intake, round 0. Its sources, hypotheses and journal follow in the same transaction.
CREATE (i:Investigation {
  id: $id, key: $id, name: $title, description: $description, createdAt: datetime($at), lastCommand: 'create',
  weight_direct_evidence: $weights.direct_evidence, weight_supports: $weights.supports,
  weight_consequence_observed: $weights.consequence_observed, weight_prerequisite_met: $weights.prerequisite_met,
  weight_weakens: $weights.weakens, weight_contradicts: $weights.contradicts,
  threshold_supported: $thresholds.supported, threshold_refuted: $thresholds.refuted,
  errorCost: $errorCost, roles: $roles, overlapRounds: $overlapRounds, requireApproval: $requireApproval,
  strategist: $strategist, unclaimedSeconds: $unclaimedSeconds, lostLeases: toInteger($lostLeases),
  revision: 0, headHash: $headHash, phenomena: 0, loosePhenomena: 0, activeHypotheses: 0, invocations: 0,
  sources: 0, hypotheses: 0
})
CREATE (i)-[:HAS_ROUND]->(r:Round {
  key: $id + '|R0', alias: $intakeAlias, name: 'R0 intake', number: 0, state: 'decided', decision: 'intake',
  openedAt: datetime($at), endedAt: datetime($at), activeAtOpen: [],
  newPhenomena: 0, newEvidence: 0, evidenceOnActive: 0, withdrawals: 0, flips: 0, absoluteChange: 0.0,
  leadsHit: 0, leadsContrary: 0, leadsMissed: 0, leadsFailed: 0, leadsOutstanding: 0
})
RETURN i.id AS investigation
