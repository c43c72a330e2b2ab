// One lead: the hypothesis that it cites with its evidence, what it builds on, where it looked, what it recorded and moved, and the round that proposed it.
MATCH (lead:Lead {id: $id})
MATCH cites = (lead)-[:CITES]->(hypothesis:Hypothesis)
MATCH targets = (lead)-[:TARGETS]->(:Source)
OPTIONAL MATCH proposed = (lead)-[:PROPOSED_BY]->(:Round)
OPTIONAL MATCH builds = (lead)-[:BUILDS_ON]->(:Phenomenon)-[:OBSERVED_IN]->(:Source)
OPTIONAL MATCH recorded = (lead)<-[:RECORDED_FOR]-()
OPTIONAL MATCH quoted = (lead)<-[:RECORDED_FOR]-(:Phenomenon)-[:QUOTES]->(:ToolInvocation)-[:RAN_ON]->(:Source)
OPTIONAL MATCH moved = (lead)-[:MOVED]->(:Hypothesis)
OPTIONAL MATCH evidence = (:Source)<-[:OBSERVED_IN]-(:Phenomenon)-[:EVIDENCE]->(hypothesis)
RETURN cites, targets, proposed, builds, recorded, quoted, moved, evidence
LIMIT 300
