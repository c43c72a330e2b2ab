// The whole case at a glance: hypotheses, sources, rounds in order, and the leads between them.
// $id is the case's id: `:param id => '<id>'`
MATCH (case:Investigation {id: $id})
RETURN case,
       COLLECT { MATCH hypotheses = (case)-[:HAS_HYPOTHESIS]->(:Hypothesis) RETURN hypotheses } AS hypotheses,
       COLLECT { MATCH sources = (case)-[:HAS_SOURCE]->(:Source) RETURN sources } AS sources,
       COLLECT { MATCH rounds = (case)-[:HAS_ROUND]->(:Round) RETURN rounds } AS rounds,
       COLLECT { MATCH order = (case)-[:HAS_ROUND]->(:Round)-[:NEXT]->(:Round) RETURN order } AS order,
       COLLECT { MATCH leads = (case)-[:HAS_ROUND]->(:Round)<-[:PROPOSED_BY]-(:Lead)-[:CITES]->(:Hypothesis) RETURN leads LIMIT 200 } AS leads,
       COLLECT { MATCH targets = (case)-[:HAS_SOURCE]->(:Source)<-[:TARGETS]-(:Lead) RETURN targets LIMIT 200 } AS targets
