// Every node of a case but its journal and receipts, for the verifier: those with a key of the case, and whatever else a
// statement that looks for them by another property could take for one of them.
CALL () {
  MATCH (n:Investigation {id: $investigation})
  RETURN n
  UNION
  MATCH (n:Source)
  WHERE n.key STARTS WITH $prefix
  RETURN n
  UNION
  MATCH (n:Artefact)
  WHERE n.key STARTS WITH $prefix
  RETURN n
  UNION
  MATCH (n:Hypothesis)
  WHERE n.key STARTS WITH $prefix
  RETURN n
  UNION
  MATCH (n:Tally)
  WHERE n.key STARTS WITH $prefix
  RETURN n
  UNION
  MATCH (n:ToolInvocation)
  WHERE n.key STARTS WITH $prefix
  RETURN n
  UNION
  MATCH (n:Phenomenon)
  WHERE n.key STARTS WITH $prefix
  RETURN n
  UNION
  MATCH (n:Entity)
  WHERE n.key STARTS WITH $prefix
  RETURN n
  UNION
  MATCH (n:Lead)
  WHERE n.key STARTS WITH $prefix
  RETURN n
  UNION
  MATCH (n:Round)
  WHERE n.key STARTS WITH $prefix
  RETURN n
  UNION
  MATCH (n:Artefact)
  WHERE n.source STARTS WITH $prefix
  RETURN n
  UNION
  MATCH (n:Tally)
  WHERE n.hypothesis STARTS WITH $prefix
  RETURN n
  UNION
  MATCH (n:Phenomenon)
  WHERE n.investigation = $investigation AND n.occurredAt IS NOT NULL
  RETURN n
  UNION
  MATCH (n:Phenomenon)
  WHERE n.source STARTS WITH $prefix AND n.number IS NOT NULL
  RETURN n
  UNION
  MATCH (n:Phenomenon)
  WHERE n.loose = $investigation AND n.number IS NOT NULL
  RETURN n
  UNION
  MATCH (n:Lead)
  WHERE n.investigation = $investigation AND n.state IS NOT NULL
  RETURN n
  UNION
  MATCH (n:Lead)
  WHERE n.investigation = $investigation AND n.endedAt IS NOT NULL
  RETURN n
  UNION
  MATCH (n:Lead)
  WHERE n.workKey STARTS WITH $prefix
  RETURN n
  UNION
  MATCH (n:Lead)
  WHERE n.openKey STARTS WITH $prefix
  RETURN n
  UNION
  MATCH (n:Round)
  WHERE n.openKey = $investigation
  RETURN n
}
UNWIND labels(n) AS label
RETURN label AS label, coalesce(n.key, n.id, elementId(n)) AS key, properties(n) AS properties,
       [name IN keys(n) WHERE valueType(n[name]) STARTS WITH 'ZONED DATETIME' | name] AS moments
