// source_coverage, hypotheses: the active ones, with what they are about.
MATCH (:Investigation {id: $investigation})-[:HAS_HYPOTHESIS]->(h:Hypothesis)
WITH h, h.status AS status
WHERE status = 'active'
RETURN h.short AS short, h.alias AS alias, h.topics AS topics, h.predicts AS predicts, h.excludes AS excludes,
       h.number AS number
ORDER BY number
