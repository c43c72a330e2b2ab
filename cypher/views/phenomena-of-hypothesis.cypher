// Phenomena that give evidence for or against one hypothesis, the newest first.
MATCH (h:Hypothesis {key: $hypothesis})-[:HAS_TALLY]->(t:Tally)
WHERE t.n > 0
CALL (t) {
  MATCH (p:Phenomenon)-[e:EVIDENCE]->(:Hypothesis)
  WHERE e.tally = t.key AND e.k > 0
  RETURN p
}
WITH DISTINCT p
WHERE p.number < $before
WITH p
ORDER BY p.number DESC
LIMIT toInteger($limit)
RETURN p.id AS id, p.alias AS alias, p.number AS number, p.name AS name, p.interpretation AS interpretation,
       p.source AS source, p.artefact AS artefact, p.witness AS witness, p.occurredAt AS occurredAt,
       p.recordedAt AS recordedAt, p.recordedBy AS recordedBy, p.round AS round, p.withdrawnAt AS withdrawnAt,
       COLLECT { MATCH (p)-[q:QUOTES]->(c:ToolInvocation) RETURN {fact: q.fact, quote: q.quote, tool: c.tool, sha256: c.sha256} } AS facts,
       COLLECT { MATCH (p)-[e:EVIDENCE]->(g:Hypothesis) WHERE NOT e.withdrawn RETURN {hypothesis: g.alias, kind: e.kind, adds: e.adds, why: e.why} } AS evidence
