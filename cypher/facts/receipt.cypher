// What was answered earlier under a caller's key.
MATCH (r:Receipt {key: $key})
RETURN r.body AS body, r.answer AS answer
