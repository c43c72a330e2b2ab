// graph_overview, header: the case, its rules, and how many live phenomena bear on no hypothesis.
MATCH (i:Investigation {id: $investigation})
RETURN properties(i) AS investigation, datetime.realtime().epochMillis AS now
