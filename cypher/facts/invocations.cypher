// Tool invocations by key or id, with the output that facts may quote.
UNWIND $references AS reference
MATCH (c:ToolInvocation)-[:RAN_ON]->(s:Source)
WHERE c.key = reference OR c.id = reference
RETURN reference AS reference, c.key AS key, c.excerpt AS output, c.outcome AS outcome, s.short AS source
