// Belief of the touched hypotheses, summed afresh from their tallies; then status, theirs and their rivals'.
MATCH (i:Investigation {id: $investigation})
UNWIND $hypotheses AS key
MATCH (h:Hypothesis {key: key})
CALL (h) {
  OPTIONAL MATCH (h)-[:HAS_TALLY]->(t:Tally)
  WHERE t.n > 0
  WITH t.witness AS witness, sum(t.logLR) AS net, sum(t.n) AS n, collect(t.sources) AS sources,
       max(CASE WHEN t.weight > 0 AND t.kind <> 'prerequisite_met' THEN 1 ELSE 0 END) AS positive
  WITH witness, net, n, positive, sources
  WHERE witness IS NOT NULL
  RETURN coalesce(sum(net), 0.0) AS logLR, coalesce(sum(n), 0) AS evidence, count(*) AS witnesses,
         coalesce(sum(CASE WHEN round(net, 9) > 0 AND positive = 1 THEN 1 ELSE 0 END), 0) AS witnessesFor,
         coalesce(sum(CASE WHEN round(net, 9) < 0 THEN 1 ELSE 0 END), 0) AS witnessesAgainst,
         collect(sources) AS sources
}
WITH i, h, logLR, evidence, witnesses, witnessesFor, witnessesAgainst,
     reduce(seen = [], perWitness IN sources |
       reduce(some = seen, perTally IN perWitness |
         some + [s IN perTally WHERE NOT s IN some])) AS sources,
     CASE
       WHEN round(h.priorLogOdds + logLR, 9) >= round(log10(i.threshold_supported / (1 - i.threshold_supported)), 9) THEN 'supported'
       WHEN round(h.priorLogOdds + logLR, 9) <= round(log10(i.threshold_refuted / (1 - i.threshold_refuted)), 9) THEN 'refuted'
       ELSE 'active'
     END AS side
WITH i, h, logLR, evidence, witnesses, witnessesFor, witnessesAgainst, sources, side,
     CASE side WHEN 'supported' THEN witnessesFor WHEN 'refuted' THEN witnessesAgainst ELSE 0 END AS backers
SET h.logOdds = h.priorLogOdds + logLR, h.evidence = evidence, h.witnesses = witnesses, h.witnessesFor = witnessesFor,
    h.witnessesAgainst = witnessesAgainst, h.sources = size(sources),
    h.claim = CASE WHEN backers >= 2 THEN side ELSE 'active' END,
    h.needsCorroboration = backers = 1
WITH i, collect(h) AS touched
CALL (touched) {
  UNWIND touched AS h
  OPTIONAL MATCH (h)-[:RIVAL_OF]-(rival:Hypothesis)
  WITH collect(h) + collect(rival) AS all
  UNWIND all AS h
  RETURN DISTINCT h
}
WITH i, h, h.status AS before,
     h.claim = 'supported' AND EXISTS {
       MATCH (h)-[:RIVAL_OF]-(rival:Hypothesis)
       WHERE rival.claim = 'supported' AND round(rival.logOdds, 9) >= round(h.logOdds, 9)
     } AS contested
WITH i, h, before, contested, CASE WHEN contested THEN 'active' ELSE h.claim END AS after
SET h.status = after, h.contested = contested
FOREACH (flipped IN CASE WHEN before <> after THEN [h] ELSE [] END | SET flipped.flippedIn = toInteger($round))
WITH i, collect({short: h.short, logOdds: h.logOdds, status: after}) AS settled,
     sum(CASE WHEN before <> after THEN 1 ELSE 0 END) AS flips,
     sum(CASE WHEN after = 'active' THEN 1 ELSE 0 END) - sum(CASE WHEN before = 'active' THEN 1 ELSE 0 END) AS activated
MATCH (r:Round {key: $investigation + '|R' + toString(toInteger($round))})
SET r.flips = r.flips + flips, i.activeHypotheses = i.activeHypotheses + activated
RETURN settled, flips
