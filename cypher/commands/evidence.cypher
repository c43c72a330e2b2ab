// Damped evidence: each piece gets the next rank of its tally (hypothesis, witness, kind), and adds weight / rank.
MATCH (i:Investigation {id: $investigation})
UNWIND $evidence AS row
MATCH (p:Phenomenon {key: row.phenomenon})
WITH i, row.hypothesis AS hypothesis, p.witness AS witness, row.kind AS kind,
     collect({phenomenon: p, why: row.why}) AS pieces, collect(DISTINCT p.source) AS from
MATCH (h:Hypothesis {key: hypothesis})
MERGE (t:Tally {key: hypothesis + '|' + witness + '|' + kind})
FOREACH (new IN CASE WHEN t.n IS NULL THEN [t] ELSE [] END |
  CREATE (h)-[:HAS_TALLY]->(new)
  SET new.hypothesis = h.key, new.name = kind + ' by ' + witness, new.kind = kind, new.witness = witness, new.n = 0, new.logLR = 0.0,
      new.weight = i['weight_' + kind], new.sources = []
)
WITH i, h, t, kind, pieces, from, t.n AS before, t.weight AS weight
FOREACH (j IN range(0, size(pieces) - 1) |
  FOREACH (p IN [pieces[j].phenomenon] |
    CREATE (p)-[:EVIDENCE {
      kind: kind, k: before + j + 1, adds: weight / (before + j + 1), tally: t.key, why: pieces[j].why, judgedBy: $by,
      at: datetime($at), withdrawn: false
    }]->(h)
  )
)
WITH i, h, t, pieces, size(pieces) AS added, [s IN from WHERE NOT s IN t.sources] AS unseen,
     weight * reduce(sum = 0.0, k IN range(before + 1, before + size(pieces)) | sum + 1.0 / k) AS moved
SET t.n = t.n + added, t.logLR = t.logLR + moved
FOREACH (new IN CASE WHEN size(unseen) > 0 THEN [t] ELSE [] END | SET new.sources = new.sources + unseen)
WITH i, h, t, pieces, added, moved
CALL (h, moved) {
  MATCH (l:Lead {key: $lead})
  MERGE (l)-[m:MOVED]->(h)
  ON CREATE SET m.by = moved
  ON MATCH SET m.by = m.by + moved
}
CALL (i, pieces) {
  UNWIND pieces AS piece
  WITH i, piece.phenomenon AS p
  WHERE p.loose IS NOT NULL
  SET p.loose = null, i.loosePhenomena = i.loosePhenomena - 1
}
MATCH (r:Round {key: $investigation + '|R' + toString(toInteger($round))})
WITH r, sum(added) AS evidence, sum(abs(moved)) AS absoluteChange,
     sum(CASE WHEN h.short IN r.activeAtOpen THEN added ELSE 0 END) AS onActive
SET r.newEvidence = r.newEvidence + evidence, r.absoluteChange = r.absoluteChange + absoluteChange,
    r.evidenceOnActive = r.evidenceOnActive + onActive
RETURN evidence, absoluteChange
