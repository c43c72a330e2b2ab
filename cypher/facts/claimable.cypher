// Leads that a worker in these roles could claim, oldest first; each is checked again under its case's lock.
MATCH (l:Lead)
WHERE l.state IN ['open', 'claimed'] AND l.role IN $roles
  AND (l.state = 'open' OR l.leaseUntil <= datetime.realtime())
  AND ($investigation IS NULL OR l.investigation = $investigation)
  AND NOT l.id IN $except
MATCH (i:Investigation {id: l.investigation, status: 'open'})
RETURN l.id AS lead, l.investigation AS investigation
ORDER BY l.openedAt, l.number
LIMIT toInteger($limit)
