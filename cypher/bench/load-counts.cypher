// Bulk load for measuring: the counters that the loaded phenomena add up to.
MATCH (i:Investigation {id: $investigation})
SET i.phenomena = toInteger($phenomena), i.loosePhenomena = toInteger($loose)
WITH i
MATCH (i)-[:HAS_SOURCE]->(s:Source)
SET s.phenomena = toInteger($perSource)
RETURN count(s) AS sources
