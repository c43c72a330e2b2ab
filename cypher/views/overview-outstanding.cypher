// graph_overview, leads that are still to be carried out.
MATCH (l:Lead)
WHERE l.investigation = $investigation AND l.state IN ['awaiting_approval', 'open', 'claimed']
RETURN l.id AS id, l.alias AS alias, l.number AS number, l.state AS state, l.hypothesis AS hypothesis, l.source AS source,
       l.artefact AS artefact, l.role AS role, l.expects AS expects, l.openedAt AS openedAt, l.leaseUntil AS leaseUntil,
       l.losses AS losses
ORDER BY number
