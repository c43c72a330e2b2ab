// graph_overview, the last ten leads that ended, newest first.
MATCH (l:Lead)
WHERE l.investigation = $investigation AND l.endedAt >= datetime('1970-01-01T00:00:00Z')
WITH l
ORDER BY l.investigation DESC, l.endedAt DESC
LIMIT 10
WITH l, l.endedAt AS endedAt, l.number AS number
ORDER BY endedAt DESC, number DESC
RETURN l.id AS id, l.alias AS alias, l.state AS state, l.hypothesis AS hypothesis, l.source AS source,
       l.artefact AS artefact, l.role AS role, l.expects AS expects, l.outcome AS outcome, l.endedWhy AS reason
