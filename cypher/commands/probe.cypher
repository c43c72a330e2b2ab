// Tries to write, for the start-up probe: sent in a read transaction, the database must refuse it.
CREATE (p:Probe {name: 'a write in a read transaction'})
RETURN p.name AS name
