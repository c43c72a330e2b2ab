// Extends the lease of a claimed lead. Touches only the lead, leaves no entry, needs no lock on the case.
MATCH (l:Lead {id: $lead})
SET l.lastHeartbeat = $tokenHash
WITH l, datetime.realtime() AS now
WHERE l.state = 'claimed' AND l.claimTokenHash = $tokenHash AND l.leaseUntil > now
SET l.leaseUntil = now + duration({seconds: toInteger($leaseSeconds)})
RETURN l.leaseUntil AS leaseUntil
