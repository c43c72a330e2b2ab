// Takes the write lock of a case and tells how it stands, once nobody else can change it.
// The first SET writes a constant, and the time is read after the wait: see docs/decisions/locking.md.
MATCH (i:Investigation {id: $investigation})
SET i.lastCommand = $command
WITH i, datetime.realtime().epochMillis AS now
OPTIONAL MATCH (receipt:Receipt {key: $receipt})
OPTIONAL MATCH (running:Round {openKey: $investigation})
RETURN properties(i)       AS investigation,
       now                 AS now,
       receipt.body        AS receiptBody,
       receipt.answer      AS receiptAnswer,
       properties(running) AS running,
       COLLECT {
         MATCH (l:Lead)
         WHERE l.investigation = $investigation AND l.state IN ['awaiting_approval', 'open', 'claimed']
         RETURN properties(l) AS lead
         ORDER BY l.number
       }                   AS outstanding
