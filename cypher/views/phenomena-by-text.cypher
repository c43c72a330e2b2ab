// Phenomena of one case that hold all of some words. The index serves all cases: the scope word keeps the others out.
CALL db.index.fulltext.queryNodes('phenomenon_words', $query, {limit: toInteger($limit)})
YIELD node AS p, score
WHERE p.key STARTS WITH $investigation + '|'
WITH p, score
ORDER BY score DESC, p.number
RETURN p.id AS id, p.alias AS alias, p.number AS number, p.name AS name, p.interpretation AS interpretation,
       p.source AS source, p.artefact AS artefact, p.witness AS witness, p.occurredAt AS occurredAt,
       p.recordedAt AS recordedAt, p.recordedBy AS recordedBy, p.round AS round, p.withdrawnAt AS withdrawnAt,
       COLLECT { MATCH (p)-[q:QUOTES]->(c:ToolInvocation) RETURN {fact: q.fact, quote: q.quote, tool: c.tool, sha256: c.sha256} } AS facts,
       COLLECT { MATCH (p)-[e:EVIDENCE]->(h:Hypothesis) WHERE NOT e.withdrawn RETURN {hypothesis: h.alias, kind: e.kind, adds: e.adds, why: e.why} } AS evidence
