// One hypothesis: its evidence with the sources it was seen in and the tool output it quotes, its tallies, rivals, and the leads that cited it.
// $id is the hypothesis' id: `:param id => '<id>'`
MATCH (hypothesis:Hypothesis {id: $id})
RETURN hypothesis,
       COLLECT { MATCH tallies = (hypothesis)-[:HAS_TALLY]->(:Tally) RETURN tallies } AS tallies,
       COLLECT { MATCH rivals = (hypothesis)-[:RIVAL_OF]-(:Hypothesis) RETURN rivals } AS rivals,
       COLLECT { MATCH leads = (hypothesis)<-[:CITES]-(:Lead) RETURN leads } AS leads,
       COLLECT { MATCH evidence = (hypothesis)<-[:EVIDENCE]-(:Phenomenon)-[:OBSERVED_IN]->(:Source) RETURN evidence LIMIT 100 } AS evidence,
       COLLECT { MATCH quotes = (hypothesis)<-[:EVIDENCE]-(:Phenomenon)-[:QUOTES]->(:ToolInvocation) RETURN quotes LIMIT 100 } AS quotes
