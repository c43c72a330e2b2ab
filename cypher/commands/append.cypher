// Ends a write: what changed of the case as a whole, its journal entries, and the answer under the caller's key.
MATCH (i:Investigation {id: $investigation})
SET i += $changes
SET i.revision = toInteger($revision), i.headHash = $headHash
FOREACH (row IN $entries |
  CREATE (:Entry {
    key: row.key, name: row.name, seq: toInteger(row.seq), type: row.type, at: row.at, actor: row.actor,
    body: row.body, prevHash: row.prevHash, hash: row.hash, endsRound: row.endsRound
  })
)
FOREACH (row IN $receipts |
  CREATE (:Receipt {key: row.key, name: row.name, body: row.body, answer: row.answer, at: row.at})
)
