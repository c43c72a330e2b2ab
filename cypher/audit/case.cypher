// The whole case at a glance: hypotheses, sources, rounds in order, and the leads between them.
MATCH (case:Investigation {id: $id})
OPTIONAL MATCH hypotheses = (case)-[:HAS_HYPOTHESIS]->(:Hypothesis)
OPTIONAL MATCH sources = (case)-[:HAS_SOURCE]->(source:Source)
OPTIONAL MATCH rounds = (case)-[:HAS_ROUND]->(round:Round)
OPTIONAL MATCH leads = (round)<-[:PROPOSED_BY]-(:Lead)-[:CITES]->(:Hypothesis)
OPTIONAL MATCH targets = (source)<-[:TARGETS]-(:Lead)
RETURN case, hypotheses, sources, rounds, leads, targets
LIMIT 300
