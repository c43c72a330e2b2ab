// Every entry of a case's journal with all that its node holds, in order, for the verifier; and what could be taken for the
// record of one of its rounds.
CALL () {
  MATCH (e:Entry)
  WHERE e.key STARTS WITH $prefix
  RETURN e
  UNION
  MATCH (e:Entry)
  WHERE e.endsRound STARTS WITH $prefix
  RETURN e
}
WITH e, coalesce(e.key, elementId(e)) AS key
ORDER BY key
RETURN key AS key, properties(e) AS properties
