// Rounds of a case, newest first.
MATCH (i:Investigation {id: $investigation})
UNWIND range(toInteger($from), 0, -1) AS number
WITH number
LIMIT toInteger($limit)
MATCH (r:Round {key: $investigation + '|R' + toString(number)})
RETURN properties(r) AS round,
       COLLECT { MATCH (r)<-[:PROPOSED_BY]-(l:Lead) RETURN l.alias ORDER BY l.number } AS leads
