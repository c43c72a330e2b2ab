// Every relationship of a case, and every one that reaches into it from elsewhere, for the verifier.
MATCH (n:Investigation {id: $investigation})-[r]-(m)
RETURN type(r) AS type, coalesce(startNode(r).key, elementId(startNode(r))) AS from, coalesce(endNode(r).key, elementId(endNode(r))) AS to, properties(r) AS properties, elementId(r) AS id
UNION
MATCH (n:Source)-[r]-(m)
WHERE n.key STARTS WITH $prefix
RETURN type(r) AS type, coalesce(startNode(r).key, elementId(startNode(r))) AS from, coalesce(endNode(r).key, elementId(endNode(r))) AS to, properties(r) AS properties, elementId(r) AS id
UNION
MATCH (n:Artefact)-[r]-(m)
WHERE n.key STARTS WITH $prefix
RETURN type(r) AS type, coalesce(startNode(r).key, elementId(startNode(r))) AS from, coalesce(endNode(r).key, elementId(endNode(r))) AS to, properties(r) AS properties, elementId(r) AS id
UNION
MATCH (n:Hypothesis)-[r]-(m)
WHERE n.key STARTS WITH $prefix
RETURN type(r) AS type, coalesce(startNode(r).key, elementId(startNode(r))) AS from, coalesce(endNode(r).key, elementId(endNode(r))) AS to, properties(r) AS properties, elementId(r) AS id
UNION
MATCH (n:Tally)-[r]-(m)
WHERE n.key STARTS WITH $prefix
RETURN type(r) AS type, coalesce(startNode(r).key, elementId(startNode(r))) AS from, coalesce(endNode(r).key, elementId(endNode(r))) AS to, properties(r) AS properties, elementId(r) AS id
UNION
MATCH (n:ToolInvocation)-[r]-(m)
WHERE n.key STARTS WITH $prefix
RETURN type(r) AS type, coalesce(startNode(r).key, elementId(startNode(r))) AS from, coalesce(endNode(r).key, elementId(endNode(r))) AS to, properties(r) AS properties, elementId(r) AS id
UNION
MATCH (n:Phenomenon)-[r]-(m)
WHERE n.key STARTS WITH $prefix
RETURN type(r) AS type, coalesce(startNode(r).key, elementId(startNode(r))) AS from, coalesce(endNode(r).key, elementId(endNode(r))) AS to, properties(r) AS properties, elementId(r) AS id
UNION
MATCH (n:Entity)-[r]-(m)
WHERE n.key STARTS WITH $prefix
RETURN type(r) AS type, coalesce(startNode(r).key, elementId(startNode(r))) AS from, coalesce(endNode(r).key, elementId(endNode(r))) AS to, properties(r) AS properties, elementId(r) AS id
UNION
MATCH (n:Lead)-[r]-(m)
WHERE n.key STARTS WITH $prefix
RETURN type(r) AS type, coalesce(startNode(r).key, elementId(startNode(r))) AS from, coalesce(endNode(r).key, elementId(endNode(r))) AS to, properties(r) AS properties, elementId(r) AS id
UNION
MATCH (n:Round)-[r]-(m)
WHERE n.key STARTS WITH $prefix
RETURN type(r) AS type, coalesce(startNode(r).key, elementId(startNode(r))) AS from, coalesce(endNode(r).key, elementId(endNode(r))) AS to, properties(r) AS properties, elementId(r) AS id
