// Phenomena of one source, the newest first.
MATCH (p:Phenomenon)
WHERE p.source = $source AND p.number < $before
WITH p
ORDER BY p.source DESC, p.number DESC
LIMIT toInteger($limit)
RETURN p.id AS id, p.alias AS alias, p.number AS number, p.name AS name, p.interpretation AS interpretation,
       p.source AS source, p.artefact AS artefact, p.witness AS witness, p.occurredAt AS occurredAt,
       p.recordedAt AS recordedAt, p.recordedBy AS recordedBy, p.round AS round, p.withdrawnAt AS withdrawnAt,
       COLLECT { MATCH (p)-[q:QUOTES]->(c:ToolInvocation) RETURN {fact: q.fact, quote: q.quote, tool: c.tool, sha256: c.sha256} } AS facts,
       COLLECT { MATCH (p)-[e:EVIDENCE]->(h:Hypothesis) WHERE NOT e.withdrawn RETURN {hypothesis: h.alias, kind: e.kind, adds: e.adds, why: e.why} } AS evidence
