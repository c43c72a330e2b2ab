// What the application of schema files itself rests on: each is noted once, under one lock.
CREATE CONSTRAINT migration_name IF NOT EXISTS FOR (m:Migration) REQUIRE m.name IS UNIQUE;
CREATE CONSTRAINT schema_lock_name IF NOT EXISTS FOR (s:SchemaLock) REQUIRE s.name IS UNIQUE;
