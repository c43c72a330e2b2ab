// The callers' own names that are taken in a case.
MATCH (i:Investigation {id: $investigation})
RETURN COLLECT { MATCH (i)-[:HAS_SOURCE]->(s:Source) RETURN s.slug } AS sources,
       COLLECT { MATCH (i)-[:HAS_HYPOTHESIS]->(h:Hypothesis) RETURN {slug: h.slug, short: h.short} } AS hypotheses
