// Hypotheses at their priors, with the rival that each names and the phenomena that suggested it.
MATCH (i:Investigation {id: $investigation})
SET i.hypotheses = i.hypotheses + size($hypotheses), i.activeHypotheses = i.activeHypotheses + size($hypotheses)
WITH i
UNWIND $hypotheses AS row
CREATE (i)-[:HAS_HYPOTHESIS]->(h:Hypothesis {
  id: row.id, key: row.key, number: toInteger(row.number), short: row.short, alias: row.alias, name: row.name,
  slug: row.slug, statement: row.statement, topics: row.topics, predicts: row.predicts, excludes: row.excludes,
  prior: row.prior, priorLogOdds: row.priorLogOdds, rival: row.rival,
  logOdds: row.priorLogOdds, status: 'active', claim: 'active', evidence: 0, witnesses: 0, witnessesFor: 0,
  witnessesAgainst: 0, sources: 0, needsCorroboration: false, contested: false
})
WITH collect(h) AS created, collect(row) AS rows
UNWIND rows AS row
MATCH (h:Hypothesis {key: row.key})
CALL (h, row) {
  MATCH (rival:Hypothesis {key: row.rivalKey})
  CREATE (h)-[:RIVAL_OF]->(rival)
}
CALL (h, row) {
  UNWIND row.phenomena AS phenomenon
  MATCH (p:Phenomenon {key: phenomenon})
  CREATE (h)-[:SUGGESTED_BY]->(p)
}
