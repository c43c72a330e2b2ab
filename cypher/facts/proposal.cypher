// All that a proposal is judged on: what it names, if it exists here, and earlier leads with the same work, newest first.
MATCH (i:Investigation {id: $investigation})
OPTIONAL MATCH (h:Hypothesis {key: $hypothesis})
OPTIONAL MATCH (s:Source {key: $source})
RETURN i.roles AS roles,
       h {.alias, .short, .status} AS hypothesis,
       s {.alias, .short} AS source,
       COLLECT {
         MATCH (s)-[:EXPECTS]->(a:Artefact)
         RETURN a.slug
       } AS artefacts,
       COLLECT {
         UNWIND $buildsOn AS key
         MATCH (p:Phenomenon {key: key})
         RETURN p {.alias, .recordedAt, .withdrawnAt} AS phenomenon
       } AS ground,
       COLLECT {
         MATCH (l:Lead)
         WHERE l.workKey = $workKey
         RETURN l {.alias, .state, .endedAt} AS lead
         ORDER BY l.number DESC
       } AS earlier
