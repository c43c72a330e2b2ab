// One index for each look-up that no unique key serves; the look-up is named beside it.
// leads of a case by state
CREATE INDEX lead_state IF NOT EXISTS FOR (l:Lead) ON (l.investigation, l.state);
// the last leads that ended
CREATE INDEX lead_ended IF NOT EXISTS FOR (l:Lead) ON (l.investigation, l.endedAt);
// earlier leads with the same work
CREATE INDEX lead_work IF NOT EXISTS FOR (l:Lead) ON (l.workKey);
// what a worker may claim, over all cases
CREATE INDEX lead_role IF NOT EXISTS FOR (l:Lead) ON (l.state, l.role);
// the timeline
CREATE INDEX phenomenon_time IF NOT EXISTS FOR (p:Phenomenon) ON (p.investigation, p.occurredAt);
// phenomena of a source, newest first
CREATE INDEX phenomenon_source IF NOT EXISTS FOR (p:Phenomenon) ON (p.source, p.number);
// phenomena that bear on no hypothesis
CREATE INDEX phenomenon_loose IF NOT EXISTS FOR (p:Phenomenon) ON (p.loose, p.number);
// the pieces of a tally, in order of rank
CREATE INDEX evidence_rank IF NOT EXISTS FOR ()-[e:EVIDENCE]-() ON (e.tally, e.k);
// the entry that ended a round
CREATE INDEX entry_round IF NOT EXISTS FOR (e:Entry) ON (e.endsRound);
// cases, newest first
CREATE INDEX investigation_created IF NOT EXISTS FOR (i:Investigation) ON (i.createdAt);
// the tallies of a hypothesis: walking HAS_TALLY passes every relationship of a hypothesis that has few
CREATE INDEX tally_hypothesis IF NOT EXISTS FOR (t:Tally) ON (t.hypothesis);
// the artefacts of a source, for the same reason
CREATE INDEX artefact_source IF NOT EXISTS FOR (a:Artefact) ON (a.source);
// phenomena by words; `scope` is the case, since one index serves all cases
CREATE FULLTEXT INDEX phenomenon_text IF NOT EXISTS FOR (p:Phenomenon) ON EACH [p.name, p.interpretation, p.scope]
OPTIONS { indexConfig: { `fulltext.analyzer`: 'standard-no-stop-words', `fulltext.eventually_consistent`: true } };
