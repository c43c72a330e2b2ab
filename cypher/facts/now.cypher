// The time, as the database has it: several services may share it.
RETURN datetime.realtime().epochMillis AS now
