// Notes that a schema file has been applied.
MERGE (m:Migration {name: $name})
ON CREATE SET m.checksum = $checksum, m.appliedAt = datetime.realtime()
RETURN m.checksum AS checksum
