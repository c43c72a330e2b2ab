// Every node of a case but its journal and receipts, for the verifier.
MATCH (n:Investigation {id: $investigation})
RETURN 'Investigation' AS label, n.id AS key, properties(n) AS properties
UNION ALL
MATCH (n:Source)
WHERE n.key STARTS WITH $prefix
RETURN 'Source' AS label, n.key AS key, properties(n) AS properties
UNION ALL
MATCH (n:Artefact)
WHERE n.key STARTS WITH $prefix
RETURN 'Artefact' AS label, n.key AS key, properties(n) AS properties
UNION ALL
MATCH (n:Hypothesis)
WHERE n.key STARTS WITH $prefix
RETURN 'Hypothesis' AS label, n.key AS key, properties(n) AS properties
UNION ALL
MATCH (n:Tally)
WHERE n.key STARTS WITH $prefix
RETURN 'Tally' AS label, n.key AS key, properties(n) AS properties
UNION ALL
MATCH (n:ToolInvocation)
WHERE n.key STARTS WITH $prefix
RETURN 'ToolInvocation' AS label, n.key AS key, properties(n) AS properties
UNION ALL
MATCH (n:Phenomenon)
WHERE n.key STARTS WITH $prefix
RETURN 'Phenomenon' AS label, n.key AS key, properties(n) AS properties
UNION ALL
MATCH (n:Entity)
WHERE n.key STARTS WITH $prefix
RETURN 'Entity' AS label, n.key AS key, properties(n) AS properties
UNION ALL
MATCH (n:Lead)
WHERE n.key STARTS WITH $prefix
RETURN 'Lead' AS label, n.key AS key, properties(n) AS properties
UNION ALL
MATCH (n:Round)
WHERE n.key STARTS WITH $prefix
RETURN 'Round' AS label, n.key AS key, properties(n) AS properties
