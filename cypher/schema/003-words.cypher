// Phenomena by words: all their facts and quotes, not only the first fact; `scope` is the case, since one index serves all.
DROP INDEX phenomenon_text IF EXISTS;
CREATE FULLTEXT INDEX phenomenon_words IF NOT EXISTS FOR (p:Phenomenon) ON EACH [p.words, p.interpretation, p.scope]
OPTIONS { indexConfig: { `fulltext.analyzer`: 'standard-no-stop-words', `fulltext.eventually_consistent`: true } };
