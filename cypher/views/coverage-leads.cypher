// source_coverage, leads: what was asked for, and what the finished looks moved.
MATCH (l:Lead)
WHERE l.investigation = $investigation
  AND l.state IN ['awaiting_approval', 'open', 'claimed', 'done', 'failed', 'rejected']
RETURN l.role AS role, l.expects AS expects, l.hypothesis AS hypothesis, l.source AS source, l.artefact AS artefact,
       l.state AS state, l.looked AS looked, l.number AS number,
       COLLECT {
         MATCH (l)-[m:MOVED]->(h:Hypothesis)
         RETURN [h.short, m.by] AS moved
       } AS moved
ORDER BY number
