// Extends the lease of a claimed lead, never shortens it. Touches only the lead, leaves no entry, needs no lock on the case.
MATCH (l:Lead {id: $lead})
SET l.lastHeartbeat = $tokenHash
WITH l, datetime.realtime() AS now
WHERE l.state = 'claimed' AND l.claimTokenHash = $tokenHash AND l.leaseUntil > now
WITH l, now + duration({seconds: toInteger($leaseSeconds)}) AS asked
SET l.leaseUntil = CASE WHEN l.leaseUntil > asked THEN l.leaseUntil ELSE asked END
RETURN l.leaseUntil AS leaseUntil
