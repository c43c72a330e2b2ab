// The revision of a case: read first and last among several statements, it tells whether a write came between them.
MATCH (i:Investigation {id: $investigation})
RETURN i.revision AS revision
