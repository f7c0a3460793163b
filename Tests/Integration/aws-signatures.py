#!/usr/bin/env python3
"""Checks the signatures of the program's requests to AWS with AWS's own library, on loopback only.

usage: aws-signatures.py BINARY

Runs the program against a server that computes each signature anew and refuses any other. The server also answers the
first request of each run with a refusal that is to be retried, and the signature of the second try must have its own date.
Needs botocore (PyPI); without it, it says so and ends with 77. The keys are made up.
"""

import datetime
import http.server
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from unittest import mock

try:
    import botocore.auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

binary = os.path.abspath(sys.argv[1])
problems = []


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        try:
            status, answer, retry = self.answer(body)
        except Exception as error:
            status, answer, retry = 400, {"__type": "IncompleteSignatureException", "message": repr(error)}, None
        data = json.dumps(answer).encode()
        self.send_response(status)
        if retry:
            self.send_header("Retry-After", retry)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def answer(self, body):
        case = self.server.case
        text = self.headers["authorization"]
        found = re.fullmatch(
            r"AWS4-HMAC-SHA256 Credential=(.*)/(\d{8})/([^/]*)/([^/]*)/aws4_request, SignedHeaders=([^,]*), "
            r"Signature=([0-9a-f]{64})", text)
        key, day, region, service, names, signature = found.groups()
        date = self.headers["x-amz-date"]
        moment = datetime.datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
        age = abs((datetime.datetime.now(datetime.timezone.utc) - moment).total_seconds())
        signed = [(name, self.headers[name]) for name in names.split(";")]
        request = AWSRequest(
            method="POST", url=f"http://{self.headers['host']}{self.path}", data=body,
            headers={name: value for name, value in signed if not name.startswith("x-amz-date")})
        keys = Credentials(case["key"], case["secret"], case["token"])
        with mock.patch("botocore.auth.get_current_datetime", lambda *_, **__: moment):
            botocore.auth.SigV4Auth(keys, service, region).add_auth(request)
        required = {"content-type", "host", "x-amz-date", "x-amz-target"}
        if case["token"]:
            required.add("x-amz-security-token")
        is_right = (
            text == request.headers["Authorization"] and key == case["key"] and set(names.split(";")) == required
            and day == date[:8] and age < 300 and service == case["service"] and region in case["regions"]
            and self.headers["x-amz-security-token"] == case["token"])
        self.server.seen.append((is_right, date, text, self.headers["x-amz-target"], body.decode()))
        if not is_right:
            return 403, {"__type": "InvalidSignatureException", "message": "The signature does not match."}, None
        if len(self.server.seen) == 1:
            return case["first"] + ("1",)
        operation = self.headers["x-amz-target"].split(".")[1]
        return 200, {
            "GetFreeTierUsage": {"freeTierUsages": [
                {"service": "AWS Data Transfer", "usageType": "Global-DataTransfer-Out-Bytes", "unit": "GB",
                 "actualUsageAmount": 1.5, "limit": 100.0}]},
            "GetInstances": {"instances": [
                {"name": "wéb \U0001F600 1", "networking": {"monthlyTransfer": {"gbPerMonthAllocated": 1024}}}]},
            "GetInstanceMetricData": {"metricData": [{"sum": 5.0, "unit": "Bytes"}]},
        }[operation], None

    def log_message(self, *arguments):
        pass


def call(seen):
    is_right, date, authorization, target, body = seen
    return target, body, authorization.split("/")[2]


def check(name, case, entry, environment=None, expected=0):
    server = Server(("127.0.0.1", 0), Handler)
    server.case, server.seen = case, []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "providers.json")
        entry = {"type": {"freetier": "aws"}.get(case["service"], case["service"]),
                 "base_url": f"http://127.0.0.1:{server.server_port}{case.get('path', '')}", **entry}
        with open(path, "w") as file:
            json.dump({"providers": [entry]}, file)
        os.chmod(path, 0o600)
        profile = os.path.join(folder, "credentials")
        with open(profile, "w") as file:
            file.write(f"[work]\naws_access_key_id = {case['key']}\naws_secret_access_key = {case['secret']}\n")
        os.chmod(profile, 0o600)
        variables = {"HOME": folder, "AWS_SHARED_CREDENTIALS_FILE": profile, **(environment or {})}
        run = subprocess.run([binary, "--json", "--no-history", "--config", path], env=variables, capture_output=True,
                             text=True, timeout=60)
    server.shutdown()
    right = sum(is_right for is_right, *_ in server.seen)
    # The first request, and what repeats it: the same call in the same region.
    tries = [seen for seen in server.seen if call(seen) == call(server.seen[0])]
    dates = [date for _, date, *_ in tries]
    is_fine = run.returncode == expected
    if expected == 0:
        is_fine = is_fine and right == len(server.seen) and len(dates) == 2 and dates[1] > dates[0]
    for secret in [case["secret"], case["token"] or case["secret"]]:
        is_fine = is_fine and secret not in run.stdout + run.stderr
    print(f"{'ok  ' if is_fine else 'FAIL'} {name}: {right} of {len(server.seen)} signatures are right, status {run.returncode}, "
          f"dates {' '.join(dates[:2])}")
    if not is_fine:
        problems.append(name)
        print(run.stdout, run.stderr, *server.seen, sep="\n")


plain = {"key": "AKIAEXAMPLE0KEY00001", "secret": "example/aws+secret/access+key/0123456789", "token": None}
odd = {"key": "AKIA+EXAMPLE=KEY", "secret": "sécret 你好 ~!@#$%^&*()", "token": "tok+en/with=odd chars=="}
throttled = (400, {"__type": "ThrottlingException", "message": "Rate exceeded"})
busy = (503, {"__type": "ServiceUnavailable"})


def keys(case):
    names = {"access_key_id": "key", "secret_access_key": "secret", "session_token": "token"}
    return {setting: case[name] for setting, name in names.items() if case[name]}


freetier = {"service": "freetier", "regions": ["us-east-1"]}
lightsail = {"service": "lightsail", "regions": ["eu-central-1", "ap-southeast-2"]}
check("the free tier", {**plain, **freetier, "first": throttled}, keys(plain))
check("the free tier below a path", {**plain, **freetier, "first": busy, "path": "/a%20b/~x"}, keys(plain))
check("odd keys and a session token", {**odd, **freetier, "first": busy}, keys(odd))
check("Lightsail in two regions", {**plain, **lightsail, "first": throttled},
      {**keys(plain), "regions": lightsail["regions"]})
check("Lightsail with odd keys", {**odd, **lightsail, "first": busy}, {**keys(odd), "regions": lightsail["regions"]})
check("keys of the environment", {**odd, **freetier, "first": busy}, {},
      {"AWS_ACCESS_KEY_ID": odd["key"], "AWS_SECRET_ACCESS_KEY": odd["secret"], "AWS_SESSION_TOKEN": odd["token"]})
check("a profile", {**plain, **freetier, "first": busy}, {"profile": "work"}, {"AWS_ACCESS_KEY_ID": "other"})
check("the profile of the environment", {**plain, **freetier, "first": busy}, {}, {"AWS_PROFILE": "work"})
check("a wrong secret", {**plain, **freetier, "first": busy}, {**keys(plain), "secret_access_key": "another-example"},
      expected=3)
sys.exit(1 if problems else 0)
