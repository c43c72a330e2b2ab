// Takes the lock under which schema files are applied, so that two services that start at once do it one after the other.
MERGE (s:SchemaLock {name: 'schema'})
SET s.takenBy = $by
RETURN s.name AS name
