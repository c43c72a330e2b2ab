// The journal entry that ended a round with a record of it.
MATCH (e:Entry {endsRound: $round})
RETURN e.seq AS seq, e.body AS body
