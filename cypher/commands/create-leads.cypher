// New leads: the hypothesis each cites, what it builds on, the source it looks at, and the round or lead it comes from.
UNWIND $leads AS row
MATCH (h:Hypothesis {key: row.hypothesisKey})
MATCH (s:Source {key: row.sourceKey})
CREATE (l:Lead {
  id: row.id, key: row.key, openKey: row.openKey, workKey: row.openKey, investigation: $investigation,
  number: toInteger(row.number), alias: row.alias, name: row.name, role: row.role, expects: row.expects,
  hypothesis: row.hypothesis, source: row.source, artefact: row.artefact, instruction: row.instruction, why: row.why,
  entities: row.entities, windowFrom: row.windowFrom, windowTo: row.windowTo, tainted: row.tainted,
  round: toInteger(row.round), madeBy: $by, madeAt: datetime($at), state: row.state, claimEpoch: 0, tokenHashes: [],
  losses: 0, openedAt: CASE WHEN row.state = 'open' THEN datetime($at) ELSE null END
})
CREATE (l)-[:CITES]->(h)
CREATE (l)-[:TARGETS]->(s)
WITH l, row
CALL (l, row) {
  UNWIND row.buildsOn AS phenomenon
  MATCH (p:Phenomenon {key: phenomenon})
  CREATE (l)-[:BUILDS_ON]->(p)
}
CALL (l, row) {
  MATCH (r:Round {key: $investigation + '|R' + toString(toInteger(row.round))})
  CREATE (l)-[:PROPOSED_BY]->(r)
  SET r.leadsOutstanding = r.leadsOutstanding + 1
}
CALL (l, row) {
  MATCH (old:Lead {key: row.reopens})
  CREATE (l)-[:REOPENS]->(old)
}
