// One lead: the hypothesis that it cites with its evidence, what it builds on, where it looked, what it recorded and moved, and the round that proposed it.
// $id is the lead's id: `:param id => '<id>'`
MATCH (lead:Lead {id: $id})
RETURN lead,
       COLLECT { MATCH cites = (lead)-[:CITES]->(:Hypothesis) RETURN cites } AS cites,
       COLLECT { MATCH proposed = (lead)-[:PROPOSED_BY]->(:Round) RETURN proposed } AS proposed,
       COLLECT { MATCH targets = (lead)-[:TARGETS]->(:Source) RETURN targets } AS targets,
       COLLECT { MATCH builds = (lead)-[:BUILDS_ON]->(:Phenomenon)-[:OBSERVED_IN]->(:Source) RETURN builds } AS builds,
       COLLECT { MATCH tools = (lead)<-[:RECORDED_FOR]-(:ToolInvocation)-[:LOOKED_AT]->(:Artefact) RETURN tools LIMIT 100 } AS tools,
       COLLECT { MATCH found = (lead)<-[:RECORDED_FOR]-(:Phenomenon)-[:QUOTES]->(:ToolInvocation) RETURN found LIMIT 100 } AS found,
       COLLECT { MATCH moved = (lead)-[:MOVED]->(:Hypothesis) RETURN moved } AS moved,
       COLLECT {
         MATCH evidence = (lead)-[:CITES]->(:Hypothesis)<-[:EVIDENCE]-(:Phenomenon)-[:OBSERVED_IN]->(:Source)
         RETURN evidence LIMIT 100
       } AS evidence
