// The least that a read can be: one node by its unique key.
MATCH (i:Investigation {id: $investigation})
RETURN i.revision AS revision
