// graph_overview, hypotheses: what is believed, on what; the undecided that are nearest to even odds come first.
MATCH (:Investigation {id: $investigation})-[:HAS_HYPOTHESIS]->(h:Hypothesis)
WITH h, h.status AS status, h.logOdds AS logOdds, h.number AS number
ORDER BY CASE WHEN status = 'active' THEN 0 ELSE 1 END, abs(round(logOdds, 9)), number
RETURN h.id AS id, h.short AS short, h.alias AS alias, h.slug AS key, h.statement AS statement, h.topics AS topics,
       h.predicts AS predicts, h.excludes AS excludes, status AS status, logOdds AS logOdds,
       h.priorLogOdds AS priorLogOdds, h.evidence AS evidence, h.witnesses AS witnesses,
       h.witnessesFor AS witnessesFor, h.witnessesAgainst AS witnessesAgainst, h.sources AS sources,
       h.needsCorroboration AS needsCorroboration, h.contested AS contested, h.flippedIn AS flippedIn,
       h.rival AS rival, number AS number,
       COLLECT {
         MATCH (t:Tally)
         WHERE t.hypothesis = h.key
         RETURN [t.witness, t.kind, t.n] AS tally
       } AS tallies
