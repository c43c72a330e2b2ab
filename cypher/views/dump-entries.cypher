// Every entry of a case's journal with all that its node holds, in order, for the verifier.
MATCH (e:Entry)
WHERE e.key STARTS WITH $prefix
WITH e, e.key AS key
ORDER BY key
RETURN key AS key, properties(e) AS properties
