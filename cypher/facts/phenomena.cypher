// Phenomena by key, id or content, with the evidence that they give and that still counts.
UNWIND $references AS reference
MATCH (p:Phenomenon)
WHERE p.key = reference OR p.id = reference OR p.contentKey = reference
RETURN reference AS reference, p.key AS key, p.alias AS alias, p.name AS name, p.withdrawnAt AS withdrawnAt, p.recordedAt AS recordedAt,
       p.investigation AS investigation,
       COLLECT {
         MATCH (p)-[e:EVIDENCE]->(h:Hypothesis)
         WHERE NOT e.withdrawn
         RETURN {hypothesis: h.short, kind: e.kind} AS piece
       } AS evidence
