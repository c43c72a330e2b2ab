// Entries of a case's journal, in order.
MATCH (e:Entry)
WHERE e.key > $after AND e.key < $end
WITH e
ORDER BY e.key
LIMIT toInteger($limit)
RETURN e.seq AS seq, e.type AS type, e.at AS at, e.actor AS actor, e.body AS body, e.prevHash AS prevHash, e.hash AS hash
