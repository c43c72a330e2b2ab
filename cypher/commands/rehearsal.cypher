// A write that is taken back with all that is rehearsed after it: plans of a transaction that has written are its own.
CREATE (:Probe {name: 'a rehearsal'})
