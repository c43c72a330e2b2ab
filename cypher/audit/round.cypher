// One round (by its key, such as '<case>|R3'): what it proposed, what each lead cited, looked at, recorded and moved.
// $id is the round's key: `:param id => '<id of the case>|R3'`
MATCH (round:Round {key: $id})
RETURN round,
       COLLECT { MATCH before = (:Round)-[:NEXT]->(round) RETURN before } AS before,
       COLLECT { MATCH leads = (round)<-[:PROPOSED_BY]-(:Lead)-[:CITES]->(:Hypothesis) RETURN leads } AS leads,
       COLLECT { MATCH targets = (round)<-[:PROPOSED_BY]-(:Lead)-[:TARGETS]->(:Source) RETURN targets } AS targets,
       COLLECT { MATCH moved = (round)<-[:PROPOSED_BY]-(:Lead)-[:MOVED]->(:Hypothesis) RETURN moved } AS moved,
       COLLECT {
         MATCH recorded = (round)<-[:PROPOSED_BY]-(:Lead)<-[:RECORDED_FOR]-(:Phenomenon)-[:EVIDENCE]->(:Hypothesis)
         RETURN recorded LIMIT 100
       } AS recorded,
       COLLECT {
         MATCH tools = (round)<-[:PROPOSED_BY]-(:Lead)<-[:RECORDED_FOR]-(:ToolInvocation)-[:LOOKED_AT]->(:Artefact)
         RETURN tools LIMIT 100
       } AS tools
