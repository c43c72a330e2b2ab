// One lead of a case, by key or id.
MATCH (l:Lead)
WHERE l.key = $reference OR l.id = $reference
RETURN properties(l) AS lead,
       COLLECT { MATCH (l)-[:BUILDS_ON]->(p:Phenomenon) RETURN p.alias } AS buildsOn
