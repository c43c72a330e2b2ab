// Leads that a worker in these roles could claim, oldest first; each is checked again under its case's lock.
// The indexes are named: the planner would rather go through every case.
MATCH (l:Lead)
USING INDEX l:Lead(state, role)
WHERE l.state IN ['open', 'claimed'] AND l.role IN $roles
  AND (l.state = 'open' OR l.leaseUntil <= datetime.realtime())
  AND NOT l.investigation IN $except
MATCH (i:Investigation {id: l.investigation})
USING INDEX i:Investigation(id)
WHERE i.status = 'open'
RETURN l.id AS lead, l.investigation AS investigation
ORDER BY l.openedAt, l.number
LIMIT toInteger($limit)
