// One hypothesis with the waterfall of what moved it: its tallies by weight, and the first three pieces of each.
MATCH (h:Hypothesis {key: $hypothesis})
RETURN h.id AS id, h.alias AS alias, h.slug AS key, h.statement AS statement, h.topics AS topics,
       h.predicts AS predicts, h.excludes AS excludes, h.status AS status, h.prior AS prior,
       h.priorLogOdds AS priorLogOdds, h.logOdds AS logOdds, h.evidence AS evidence, h.witnesses AS witnesses,
       h.witnessesFor AS witnessesFor, h.witnessesAgainst AS witnessesAgainst,
       h.needsCorroboration AS needsCorroboration, h.contested AS contested, h.rival AS rival,
       COLLECT {
         MATCH (h)-[:HAS_TALLY]->(t:Tally)
         WHERE t.n > 0
         WITH t
         ORDER BY abs(t.logLR) DESC, t.key
         RETURN {
           witness: t.witness, kind: t.kind, n: t.n, adds: t.logLR,
           pieces: COLLECT {
             MATCH (p:Phenomenon)-[e:EVIDENCE]->(h)
             WHERE e.tally = t.key AND e.k > 0 AND e.k <= 3
             RETURN {phenomenon: p.alias, name: p.name, k: e.k, adds: e.adds, why: e.why, judgedBy: e.judgedBy}
             ORDER BY e.k
           }
         } AS bar
       } AS waterfall
