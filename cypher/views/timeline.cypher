// Dated phenomena in order of time, from one moment on; the page after it begins behind a moment and an id.
MATCH (p:Phenomenon)
WHERE p.investigation = $investigation AND p.occurredAt >= datetime($from) AND p.occurredAt <= datetime($to)
WITH p
WHERE p.withdrawnAt IS NULL AND (p.occurredAt > datetime($from) OR p.id > $afterId)
WITH p
ORDER BY p.investigation, p.occurredAt, p.id
LIMIT toInteger($limit)
RETURN p.id AS id, p.alias AS alias, p.occurredAt AS occurredAt, p.name AS name, p.source AS source, p.artefact AS artefact
