// One hypothesis: its evidence with the sources it was seen in and the tool output it quotes, its tallies, rivals, and the leads that cited it.
MATCH (hypothesis:Hypothesis {id: $id})
OPTIONAL MATCH tallies = (hypothesis)-[:HAS_TALLY]->(:Tally)
OPTIONAL MATCH rivals = (hypothesis)-[:RIVAL_OF]-(:Hypothesis)
OPTIONAL MATCH leads = (hypothesis)<-[:CITES]-(:Lead)
OPTIONAL MATCH evidence = (hypothesis)<-[:EVIDENCE]-(phenomenon:Phenomenon)-[:OBSERVED_IN]->(:Source)
OPTIONAL MATCH quotes = (phenomenon)-[:QUOTES]->(:ToolInvocation)
RETURN hypothesis, tallies, rivals, leads, evidence, quotes
LIMIT 300
