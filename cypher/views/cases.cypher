// Investigations, newest first.
MATCH (i:Investigation)
WHERE i.createdAt < datetime($before) OR (i.createdAt = datetime($before) AND i.id < $beforeId)
WITH i
ORDER BY i.createdAt DESC, i.id DESC
LIMIT toInteger($limit)
RETURN properties(i) AS investigation
