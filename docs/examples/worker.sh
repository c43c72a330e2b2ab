#!/usr/bin/env bash
# A whole investigation with curl and jq: opens a case, has the strategist decide, carries its leads out, until it ends.
# STRATEGIST_URL names the service, STRATEGIST_API_KEY its key if it has one.
set -euo pipefail
cd "$(dirname "$0")"
service=${STRATEGIST_URL:-http://127.0.0.1:8080}

# post <path> <body> [key]: sent again while nobody answers, if it has a key, under which nothing is done twice
post() {
  curl --silent --show-error --fail-with-body ${3:+--retry 3 --retry-connrefused --header "Idempotency-Key: $3"} \
    --header 'Content-Type: application/json' --header "Authorization: Bearer ${STRATEGIST_API_KEY:-}" \
    --data "$2" "$service$1"
}

# look <lead>: runs a tool on the evidence and says what it showed, with quotes from its output
look() {
  local artefact words fact output
  artefact=$(jq --raw-output .artefact.key <<<"$1")
  case $artefact in
    auth-log) words='Accepted password' fact='A login from an address on the internet was accepted.' ;;
    shell-history) words='customers.csv' fact='The customer list was packed into an archive.' ;;
    *) return 1 ;;
  esac
  output=$(grep "$words" "evidence/$artefact.txt" || true)
  jq --arg words "$words" --arg fact "$fact" --arg output "$output" '
    {source: .source.alias} as $place | .artefact.key as $artefact | .hypothesis.alias as $hypothesis
    | [$output | splits("\n") | select(. != "")] as $lines
    | {
        token, recordKey: "look",
        invocations: [$place + {
          key: "run", tool: "grep \($artefact)", arguments: $words, artefacts: [$artefact], output: $output,
          outcome: (if $lines == [] then "empty" else "found" end)
        }],
        phenomena: [$lines[] as $line | $place + {
          artefact: $artefact,
          facts: [{fact: $fact, quote: $line, invocation: "run"}],
          evidence: [{hypothesis: $hypothesis, kind: "supports", why: $fact}]
        }]
      }' <<<"$1"
}

# carry_out <lead>: records everything that the look showed, then ends the lead
carry_out() {
  local path records
  path=/v1/leads/$(jq --raw-output .id <<<"$1")
  if records=$(look "$1"); then
    post "$path/records" "$records" look >/dev/null
    post "$path/complete" "$(jq '{token, summary: "searched"}' <<<"$1")" end
  else
    post "$path/fail" "$(jq '{token, why: "this worker cannot look there"}' <<<"$1")" end
  fi
}

case=$(post /v1/investigations "$(<first-case.json)" "case $$ $(date +%s)" | jq --raw-output .id)
echo "investigation $case"
for round in {1..30}; do
  decision=$(post "/v1/investigations/$case/rounds" '{}' "round $round" | jq .decision)
  if [ "$(jq --raw-output .type <<<"$decision")" != propose ]; then
    echo "ended: $(jq --raw-output '.reason // "the round failed"' <<<"$decision")"
    break
  fi
  claim=$(jq --null-input --arg case "$case" '{worker: "worker.sh", roles: ["log-reader"], max: 3, investigation: $case}')
  post /v1/leads/claim "$claim" | jq --compact-output '.leads[]' | while read -r lead; do
    carry_out "$lead" | jq --raw-output '"\(.lead) \(.state) \(.outcome)"'
  done
done
