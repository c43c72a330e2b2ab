// One lead by key or id, with what its own records moved, looked at and found out.
MATCH (l:Lead)
WHERE l.key = $reference OR l.id = $reference
RETURN properties(l) AS lead,
       COLLECT {
         MATCH (l)-[:BUILDS_ON]->(p:Phenomenon)
         WHERE p.withdrawnAt IS NULL
         RETURN p.alias AS alias
         ORDER BY p.number
       } AS buildsOn,
       COLLECT {
         MATCH (l)-[m:MOVED]->(h:Hypothesis)
         RETURN {hypothesis: h.short, by: m.by} AS moved
       } AS moved,
       COLLECT {
         MATCH (l)<-[:RECORDED_FOR]-(c:ToolInvocation)
         RETURN {
           outcome: c.outcome, source: c.key,
           artefacts: COLLECT { MATCH (c)-[:LOOKED_AT]->(a:Artefact) RETURN a.key }
         } AS invocation
       } AS invocations
