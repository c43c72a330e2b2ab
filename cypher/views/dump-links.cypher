// Every relationship of a case, every one that reaches into it from elsewhere, and what counts as its evidence by its tally.
// The ends are named by label and key.
CALL () {
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
  }
  MATCH (n)-[r]-()
  RETURN r
  UNION
  MATCH ()-[r:EVIDENCE]->()
  WHERE r.tally STARTS WITH $prefix
  RETURN r
}
WITH DISTINCT r
RETURN type(r) AS type,
       reduce(all = '', label IN labels(startNode(r)) | all + label + ' ') + coalesce(startNode(r).key, startNode(r).id, elementId(startNode(r))) AS from,
       reduce(all = '', label IN labels(endNode(r)) | all + label + ' ') + coalesce(endNode(r).key, endNode(r).id, elementId(endNode(r))) AS to,
       properties(r) AS properties,
       [name IN keys(r) WHERE valueType(r[name]) STARTS WITH 'ZONED DATETIME' | name] AS moments
