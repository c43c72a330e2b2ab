// Bulk load for measuring: phenomena of a case, each with at most one piece of evidence at a given rank of a tally.
UNWIND $rows AS row
MATCH (s:Source {key: row.source})
CREATE (p:Phenomenon {
  id: row.id, key: row.key, contentKey: row.key, investigation: $investigation, number: toInteger(row.number),
  alias: row.alias, name: row.name, interpretation: '', recordedAt: datetime($at), occurredAt: datetime($at),
  recordedBy: 'bench', round: 0, source: row.source, artefact: row.artefact, witness: row.witness, scope: $scope,
  loose: CASE WHEN row.tally IS NULL THEN $investigation ELSE null END
})-[:OBSERVED_IN]->(s)
WITH p, row
WHERE row.tally IS NOT NULL
MATCH (h:Hypothesis {key: row.hypothesis})
CREATE (p)-[:EVIDENCE {
  kind: row.kind, k: toInteger(row.k), adds: row.adds, tally: row.tally, why: 'bench', judgedBy: 'bench',
  at: datetime($at), withdrawn: false
}]->(h)
