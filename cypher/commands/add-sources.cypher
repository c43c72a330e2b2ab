// Sources with the artefacts that they are expected to hold.
MATCH (i:Investigation {id: $investigation})
SET i.sources = i.sources + size($sources), i.roles = $roles
WITH i
UNWIND $sources AS row
CREATE (i)-[:HAS_SOURCE]->(s:Source {
  id: row.id, key: row.key, alias: row.alias, short: row.short, name: row.name, slug: row.slug, label: row.label, kind: row.kind,
  sha256: row.sha256, independenceGroup: row.independenceGroup,
  phenomena: 0, expected: size(row.artefacts), examined: 0
})
WITH s, row
UNWIND row.artefacts AS artefact
CREATE (s)-[:EXPECTS]->(:Artefact {
  key: artefact.key, source: s.key, number: toInteger(artefact.number), slug: artefact.slug, name: artefact.name, topics: artefact.topics,
  techniques: artefact.techniques, strength: artefact.strength, answerRate: artefact.answerRate,
  kindFor: artefact.kindFor, kindAgainst: artefact.kindAgainst, witness: artefact.witness, role: artefact.role,
  tools: artefact.tools, state: 'not_looked', tries: 0
})
