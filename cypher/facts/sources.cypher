// Sources by key or id, with the artefacts that they are expected to hold.
UNWIND $references AS reference
MATCH (s:Source)
WHERE s.key = reference OR s.id = reference
RETURN reference AS reference, s.key AS key, s.id AS id, s.short AS short, s.alias AS alias, s.kind AS kind,
       s.label AS label, s.independenceGroup AS independenceGroup,
       COLLECT {
         MATCH (s)-[:EXPECTS]->(a:Artefact)
         RETURN a {.slug, .name, .role, .witness, .tools, .state, .tries} AS artefact
         ORDER BY a.number
       } AS artefacts
