// Takes evidence of one phenomenon back: it stops counting, later pieces of its tally move up one rank, the record stays.
MATCH (p:Phenomenon {key: $phenomenon})-[e:EVIDENCE]->(h:Hypothesis)
WHERE NOT e.withdrawn AND ($hypothesis IS NULL OR h.key = $hypothesis)
MATCH (t:Tally {key: e.tally})
WITH e, h, t, e.k AS rank, t.logLR AS before
SET e.k = 0, e.adds = 0.0, e.withdrawn = true, e.withdrawnAt = datetime($at), e.withdrawnBy = $by, e.withdrawnWhy = $why
WITH h, t, rank, before
CALL (t, rank) {
  MATCH ()-[later:EVIDENCE]->()
  WHERE later.tally = t.key AND later.k > rank
  WITH t, later, later.k - 1 AS k
  SET later.k = k, later.adds = t.weight / k
}
SET t.n = t.n - 1
SET t.logLR = t.weight * reduce(sum = 0.0, k IN range(1, t.n) | sum + 1.0 / k)
WITH h, t, before
CALL (t) {
  MATCH (live:Phenomenon)-[e:EVIDENCE]->()
  WHERE e.tally = t.key AND e.k > 0
  RETURN collect(DISTINCT live.source) AS sources
}
SET t.sources = sources
WITH h, abs(t.logLR - before) AS moved
MATCH (r:Round {key: $investigation + '|R' + toString(toInteger($round))})
SET r.absoluteChange = r.absoluteChange + moved
RETURN h.key AS hypothesis, moved
