#!/usr/bin/env python3
"""A whole investigation: opens a case, has the strategist decide, carries its leads out, until it ends.

Needs only Python's standard library. STRATEGIST_URL names the service, STRATEGIST_API_KEY its key if it has one.
"""

import json
import os
import pathlib
import subprocess
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).parent
SERVICE = os.environ.get("STRATEGIST_URL", "http://127.0.0.1:8080")
HEADERS = {"Content-Type": "application/json", "Authorization": f"Bearer {os.environ.get('STRATEGIST_API_KEY', '')}"}

# What this worker can look at: what to search for, and what a line that is found says.
LOOKS = {
    "auth-log": ("Accepted password", "A login from an address on the internet was accepted."),
    "shell-history": ("customers.csv", "The customer list was packed into an archive."),
}


class Refused(Exception):
    def __init__(self, problem):
        super().__init__(f"{problem['code']}: {problem['detail']}")
        self.code = problem["code"]


def post(path, body, key=None):
    """Sends again what got no answer, if it has a key: then the first answer comes again, and nothing is done twice."""
    headers = HEADERS | ({"Idempotency-Key": key} if key else {})
    request = urllib.request.Request(SERVICE + path, json.dumps(body).encode(), headers)
    for wait in (1, 2, 4, 0) if key else (0,):
        try:
            with urllib.request.urlopen(request, timeout=150) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code != 503 or not wait:
                raise Refused(json.load(error)) from None
        except OSError:
            if not wait:
                raise
        time.sleep(wait)


def look(lead):
    """Runs a tool on the evidence and says what it showed, with quotes from its output."""
    artefact, place = lead["artefact"]["key"], {"source": lead["source"]["alias"]}
    words, fact = LOOKS[artefact]
    output = subprocess.run(["grep", words, HERE / "evidence" / f"{artefact}.txt"], capture_output=True, text=True).stdout
    lines = output.splitlines()
    run = {"key": "run", "tool": f"grep {artefact}", "arguments": words, "artefacts": [artefact], "output": output}
    evidence = [{"hypothesis": lead["hypothesis"]["alias"], "kind": "supports", "why": fact}]
    return {
        "invocations": [run | place | {"outcome": "found" if lines else "empty"}],
        "phenomena": [
            place | {"artefact": artefact, "facts": [{"fact": fact, "quote": line, "invocation": "run"}], "evidence": evidence}
            for line in lines
        ],
    }


def carry_out(lead):
    path, held = f"/v1/leads/{lead['id']}", {"token": lead["token"]}
    try:
        if lead["artefact"] is None or lead["artefact"]["key"] not in LOOKS:
            return post(f"{path}/fail", held | {"why": "this worker cannot look there"}, "end")
        post(f"{path}/records", held | {"recordKey": "look"} | look(lead), "look")
        return post(f"{path}/complete", held | {"summary": "searched"}, "end")
    except Refused as refused:
        if refused.code != "lease_lost":
            raise
        return {"state": "no longer ours", "outcome": None}


def main():
    case = post("/v1/investigations", json.loads((HERE / "first-case.json").read_text()), f"case {time.time_ns()}")["id"]
    print("investigation", case)
    for number in range(1, 31):
        decision = post(f"/v1/investigations/{case}/rounds", {}, f"round {number}")["decision"]
        if decision is None:
            raise SystemExit(f"round {number} failed: GET /v1/investigations/{case}/rounds/{number} says why")
        if decision["type"] == "complete":
            return print("ended:", decision["reason"])
        claim = {"worker": "worker.py", "roles": ["log-reader"], "max": 3, "investigation": case}
        for lead in post("/v1/leads/claim", claim)["leads"]:
            ending = carry_out(lead)
            print(lead["alias"], lead["artefact"] and lead["artefact"]["key"], ending["state"], ending["outcome"])


if __name__ == "__main__":
    main()
