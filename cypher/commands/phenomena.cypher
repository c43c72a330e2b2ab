// New phenomena: each fact quotes an invocation on the same source; entities are shared within the case.
MATCH (i:Investigation {id: $investigation})
MATCH (r:Round {key: $investigation + '|R' + toString(toInteger($round))})
SET i.phenomena = i.phenomena + size($phenomena),
    i.loosePhenomena = i.loosePhenomena + size($phenomena),
    r.newPhenomena = r.newPhenomena + size($phenomena)
WITH i
UNWIND $phenomena AS row
MATCH (s:Source {key: row.source})
CREATE (p:Phenomenon {
  id: row.id, key: row.key, contentKey: row.contentKey, investigation: $investigation, number: toInteger(row.number),
  alias: row.alias, name: row.name, words: row.words, interpretation: row.interpretation,
  occurredAt: CASE WHEN row.occurredAt IS NULL THEN null ELSE datetime(row.occurredAt) END,
  recordedAt: datetime($at), recordedBy: $by, round: toInteger($round), source: row.source, artefact: row.artefact,
  witness: row.witness, scope: $scope, loose: $investigation
})-[:OBSERVED_IN]->(s)
SET s.phenomena = s.phenomena + 1
WITH p, row
CALL (p) {
  MATCH (l:Lead {key: $lead})
  CREATE (p)-[:RECORDED_FOR]->(l)
}
CALL (p, row) {
  UNWIND row.facts AS fact
  MATCH (c:ToolInvocation {key: fact.invocation})
  CREATE (p)-[:QUOTES {fact: fact.fact, quote: fact.quote}]->(c)
}
CALL (p, row) {
  UNWIND row.entities AS entity
  MERGE (e:Entity {key: entity.key})
  ON CREATE SET e.kind = entity.kind, e.name = entity.name
  MERGE (p)-[:MENTIONS]->(e)
}
