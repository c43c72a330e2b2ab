// Tool invocations: what was run on which source, which artefacts it examined, and what is covered now.
MATCH (i:Investigation {id: $investigation})
SET i.invocations = i.invocations + size($invocations)
WITH i
UNWIND $invocations AS row
MATCH (s:Source {key: row.source})
CREATE (c:ToolInvocation {
  id: row.id, key: row.key, number: toInteger(row.number), name: row.name, tool: row.tool, version: row.version,
  arguments: row.arguments, outcome: row.outcome, excerpt: row.output, isExcerpt: row.excerpt, sha256: row.sha256,
  cached: row.cached, round: toInteger($round), recordedAt: datetime($at)
})-[:RAN_ON]->(s)
WITH c, s, row
CALL (c) {
  MATCH (l:Lead {key: $lead})
  CREATE (c)-[:RECORDED_FOR]->(l)
}
CALL (c, s, row) {
  UNWIND row.artefacts AS slug
  MATCH (a:Artefact {key: s.key + '|' + slug})
  CREATE (c)-[:LOOKED_AT]->(a)
  SET a.tries = a.tries + 1,
      a.state = CASE
        WHEN row.outcome = 'found' OR a.state = 'found' THEN 'found'
        WHEN row.outcome = 'empty' OR a.state = 'looked_empty' THEN 'looked_empty'
        ELSE 'could_not_look'
      END
}
WITH DISTINCT s
SET s.examined = COUNT { (s)-[:EXPECTS]->(a:Artefact) WHERE a.state IN ['found', 'looked_empty'] }
