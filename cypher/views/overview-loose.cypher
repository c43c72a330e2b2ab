// graph_overview, the latest three live phenomena that bear on no hypothesis: the answer may not be in the list.
MATCH (p:Phenomenon)
WHERE p.loose = $investigation AND p.number > 0
WITH p
ORDER BY p.loose DESC, p.number DESC
LIMIT 3
RETURN p.alias AS alias, p.name AS name, p.source AS source, p.artefact AS artefact
