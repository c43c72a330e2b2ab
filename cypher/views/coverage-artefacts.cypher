// source_coverage, artefacts: what each source is expected to hold and what has been looked at.
MATCH (:Investigation {id: $investigation})-[:HAS_SOURCE]->(s:Source)
WHERE $source IS NULL OR s.key = $source
MATCH (a:Artefact)
WHERE a.source = s.key
WITH s.short AS short, s.alias AS source, a
ORDER BY toInteger(substring(short, 1)), a.number
RETURN source AS source, short AS short, a.slug AS key, a.name AS name, a.state AS state, a.tries AS tries,
       a.topics AS topics, a.techniques AS techniques, a.role AS role, a.witness AS witness, a.strength AS strength,
       a.answerRate AS answerRate, a.kindFor AS kindFor, a.kindAgainst AS kindAgainst
