// A person's own words for what a lead asks for.
MATCH (l:Lead {key: $lead})
SET l.instruction = $instruction, l.editedBy = $by, l.editedWhy = $why
