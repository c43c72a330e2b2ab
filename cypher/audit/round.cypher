// One round (by its key, such as '<case>|R3'): what it proposed, what each lead cited, looked at, recorded and moved.
MATCH (round:Round {key: $id})
OPTIONAL MATCH before = (:Round)-[:NEXT]->(round)
OPTIONAL MATCH leads = (round)<-[:PROPOSED_BY]-(lead:Lead)-[:CITES]->(:Hypothesis)
OPTIONAL MATCH targets = (lead)-[:TARGETS]->(:Source)
OPTIONAL MATCH moved = (lead)-[:MOVED]->(:Hypothesis)
OPTIONAL MATCH recorded = (lead)<-[:RECORDED_FOR]-(:Phenomenon)-[:EVIDENCE]->(:Hypothesis)
OPTIONAL MATCH tools = (lead)<-[:RECORDED_FOR]-(:ToolInvocation)-[:LOOKED_AT]->(:Artefact)
RETURN round, before, leads, targets, moved, recorded, tools
LIMIT 300
