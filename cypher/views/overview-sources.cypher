// graph_overview, sources: what can be examined and how much of it has been.
MATCH (:Investigation {id: $investigation})-[:HAS_SOURCE]->(s:Source)
WITH s, s.short AS short
ORDER BY toInteger(substring(short, 1))
RETURN s.id AS id, short AS short, s.alias AS alias, s.slug AS key, s.kind AS kind, s.label AS label,
       s.independenceGroup AS independenceGroup, s.phenomena AS phenomena, s.examined AS examined, s.expected AS expected
