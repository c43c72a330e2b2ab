// Hands an open lead to a worker, with all that it needs to carry it out: where to look, for what, and what is known.
MATCH (l:Lead {key: $lead})-[:TARGETS]->(s:Source)
MATCH (l)-[:CITES]->(h:Hypothesis)
SET l.state = 'claimed', l.worker = $worker, l.claimEpoch = toInteger($claimEpoch), l.claimTokenHash = $claimTokenHash,
    l.tokenHashes = $tokenHashes, l.leaseUntil = datetime($leaseUntil)
WITH l, s, h
OPTIONAL MATCH (a:Artefact {key: s.key + '|' + l.artefact})
RETURN l.id AS id, l.alias AS alias, l.investigation AS investigation, l.role AS role, l.expects AS expects,
       l.instruction AS instruction, l.why AS why, l.entities AS entities, l.windowFrom AS windowFrom,
       l.windowTo AS windowTo, l.tainted AS tainted,
       s {.id, .alias, key: s.slug, .kind, .label, .sha256} AS source,
       h {.id, .alias, key: h.slug, .statement, .topics, .predicts, .excludes, .status} AS hypothesis,
       a {key: a.slug, .name, .tools, .topics, .techniques} AS artefact,
       COLLECT {
         MATCH (l)-[:BUILDS_ON]->(p:Phenomenon)
         WHERE p.withdrawnAt IS NULL
         RETURN p {.id, .alias, .name, .interpretation, .artefact} AS phenomenon
         ORDER BY p.number
       } AS known
