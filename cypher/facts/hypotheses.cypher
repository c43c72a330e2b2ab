// Hypotheses by key or id.
UNWIND $references AS reference
MATCH (h:Hypothesis)
WHERE h.key = reference OR h.id = reference
RETURN reference AS reference, h.key AS key, h.id AS id, h.short AS short, h.alias AS alias, h.status AS status,
       h.statement AS statement
