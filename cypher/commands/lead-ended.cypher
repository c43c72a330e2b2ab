// What a lead that ends leaves behind: what it moved and looked at, and the count of its round, which closes with its last lead.
MATCH (l:Lead {key: $lead})
SET l.moved = $moved, l.looked = $looked
WITH l
MATCH (l)-[:PROPOSED_BY]->(r:Round)
SET r.leadsHit = r.leadsHit + CASE WHEN $outcome = 'hit' THEN 1 ELSE 0 END,
    r.leadsContrary = r.leadsContrary + CASE WHEN $outcome = 'contrary' THEN 1 ELSE 0 END,
    r.leadsMissed = r.leadsMissed + CASE WHEN $outcome = 'miss' THEN 1 ELSE 0 END,
    r.leadsFailed = r.leadsFailed + CASE WHEN $done THEN 0 ELSE 1 END,
    r.leadsOutstanding = r.leadsOutstanding - 1
FOREACH (closed IN CASE WHEN r.leadsOutstanding = 0 THEN [r] ELSE [] END | SET closed.closedAt = datetime($at))
