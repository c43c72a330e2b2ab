// Leads of a case, in any of some states.
MATCH (l:Lead)
WHERE l.investigation = $investigation AND l.state IN $states
WITH l
WHERE l.number > $after
WITH l, l.number AS number
ORDER BY number
LIMIT toInteger($limit)
RETURN properties(l) AS lead,
       COLLECT { MATCH (l)-[:BUILDS_ON]->(p:Phenomenon) RETURN p.alias } AS buildsOn
