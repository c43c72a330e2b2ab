// Where a case's journal ends, as its node has it; for the verifier, which trusts neither.
MATCH (i:Investigation {id: $investigation})
RETURN i.revision AS revision, i.headHash AS headHash
