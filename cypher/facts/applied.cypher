// Schema files that have been applied to this database, with the checksum that each had then.
MATCH (m:Migration)
RETURN m.name AS name, m.checksum AS checksum
