// The least that a write can be: one property of one node.
MERGE (p:Probe {name: 'trivial'})
SET p.at = $at
