// Bulk load for measuring: the tallies that the loaded evidence adds up to.
UNWIND $rows AS row
MATCH (h:Hypothesis {key: row.hypothesis})
MERGE (t:Tally {key: row.key})
ON CREATE SET t.hypothesis = row.hypothesis, t.name = row.kind, t.kind = row.kind, t.witness = row.witness, t.weight = row.weight, t.sources = [row.source]
SET t.n = toInteger(row.n), t.logLR = row.logLR
MERGE (h)-[:HAS_TALLY]->(t)
