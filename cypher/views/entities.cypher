// Who and what phenomena mention, by kind and part of the value.
MATCH (e:Entity)
WHERE e.key STARTS WITH $prefix AND e.key > $after AND ($text IS NULL OR toLower(e.name) CONTAINS toLower($text))
WITH e
ORDER BY e.key
LIMIT toInteger($limit)
RETURN e.key AS key, e.kind AS kind, e.name AS value, COUNT { (e)<-[:MENTIONS]-() } AS mentions,
       COLLECT { MATCH (e)<-[:MENTIONS]-(p:Phenomenon) RETURN p.alias LIMIT 5 } AS phenomena
