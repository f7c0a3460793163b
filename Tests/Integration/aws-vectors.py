#!/usr/bin/env python3
"""The signatures that AWS's own library makes for requests such as ours, which the tests compare with.

usage: aws-vectors.py --record writes them; with anything else, checks that the library still makes the same ones.

Needs botocore (PyPI); without it, it says so and ends with 77. The keys are made up.
"""

import datetime
import json
import os
import sys
from unittest import mock

try:
    import botocore.auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

here = os.path.dirname(os.path.abspath(__file__))
path = os.path.join(here, "..", "BandwidthKitTests", "Fixtures", "aws-signatures", "vectors.json")
key = "AKIAEXAMPLE0KEY00001"
secret = "example/aws+secret/access+key/0123456789"
token = "FwoExampleSessionToken//////////wEaDEXAMPLE+/=="
lightsail = "https://lightsail.eu-central-1.amazonaws.com"
freetier = "https://freetier.us-east-1.api.aws"


def vector(name, base, path="/", body="", method="POST", headers=(), region="eu-central-1", service="lightsail",
           date="2026-11-21T06:00:00Z", key=key, secret=secret, token=None):
    moment = datetime.datetime.strptime(date, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc)
    request = AWSRequest(method=method, url=base + path, headers=dict(headers), data=body.encode())
    with mock.patch("botocore.auth.get_current_datetime", lambda *_, **__: moment):
        botocore.auth.SigV4Auth(Credentials(key, secret, token), service, region).add_auth(request)
    added = {name.lower(): request.headers[name] for name in ("X-Amz-Date", "X-Amz-Security-Token", "Authorization")
             if name in request.headers}
    return {"name": name, "method": method, "base": base, "path": path, "headers": [list(pair) for pair in headers],
            "body": body, "region": region, "service": service, "date": date, "key_id": key, "secret_key": secret,
            "session_token": token, "added": added}


def call(operation, version="1.1", prefix="Lightsail_20161128"):
    return [("content-type", f"application/x-amz-json-{version}"), ("x-amz-target", f"{prefix}.{operation}")]


def metric(name, start=1793491200, end=1795240800):
    return json.dumps(
        {"instanceName": name, "metricName": "NetworkOut", "period": 86400, "startTime": start, "endTime": end,
         "unit": "Bytes", "statistics": ["Sum"]}, separators=(",", ":"), ensure_ascii=False)


free = call("GetFreeTierUsage", "1.0", "AWSFreeTierService")
us = {"region": "us-east-1", "service": "freetier"}
vectors = [
    vector("free tier", freetier, body='{"maxResults":100}', headers=free, **us),
    vector("free tier, next page", freetier, body='{"maxResults":100,"nextToken":"bmV4dA=="}', headers=free, **us),
    vector("instances", lightsail, body="{}", headers=call("GetInstances")),
    vector("instances, next page", lightsail, body='{"pageToken":"cGFnZTI="}', headers=call("GetInstances")),
    vector("metric", lightsail, body=metric("web-1"), headers=call("GetInstanceMetricData")),
    vector("odd characters in the body", lightsail, body=metric("wéb \\u0000 \U0001F600 % + & =\n"),
           headers=call("GetInstanceMetricData")),
    vector("session token", lightsail, body="{}", headers=call("GetInstances"), token=token),
    vector("long session token", freetier, body='{"maxResults":100}', headers=free, token=token * 60, **us),
    vector("odd characters in the keys", lightsail, body="{}", headers=call("GetInstances"), key="key/with+odd=chars",
           secret="sécret \u4f60\u597d ~!@#$%^&*()", token="tok en\u00a0"),
    vector("first second of a year", lightsail, body="{}", headers=call("GetInstances"), date="2027-01-01T00:00:00Z"),
    vector("last second of a leap day", lightsail, body="{}", headers=call("GetInstances"), date="2028-02-29T23:59:59Z"),
    vector("single digits", lightsail, body="{}", headers=call("GetInstances"), date="2026-03-04T05:06:07Z"),
    vector("start of time", lightsail, body="{}", headers=call("GetInstances"), date="1970-01-01T00:00:00Z"),
    vector("another port", "http://127.0.0.1:8080", body="{}", headers=call("GetInstances")),
    vector("the scheme's port", "https://localhost:443", body="{}", headers=call("GetInstances")),
    vector("the other scheme's port", "http://127.0.0.1:443", body="{}", headers=call("GetInstances")),
    vector("an address of version 6", "http://[::1]:8080", body="{}", headers=call("GetInstances")),
    vector("a path", "http://127.0.0.1:8080/lightsail", body="{}", headers=call("GetInstances")),
    vector("no body", lightsail, method="GET"),
    vector("odd characters in the path", lightsail, "/a%20b/%C3%BC/~x/%2F%25/c+d/e=f:g,h;i@j/", method="GET"),
    vector("empty segments", lightsail, "//a///b/", method="GET"),
    vector("no path", lightsail, "", method="GET"),
    vector("a query", lightsail, "/x?b=2&a=1&c&a=&a=0&B=3", method="GET"),
    vector("odd characters in the query", lightsail, "/?%C3%BC=%20&a-b=~._-&a=%2B&a%3D=%26&=x", method="GET"),
    vector("an empty query", lightsail, "/?", method="GET"),
    vector("spaces in a header", lightsail, body="{}",
           headers=[("content-type", "  application/x-amz-json-1.1;   charset=utf-8 "), ("x-amz-target", "a  b\tc")]),
]
text = json.dumps(vectors, indent=2) + "\n"
if "--record" in sys.argv:
    with open(path, "w") as file:
        file.write(text)
with open(path) as file:
    is_same = file.read() == text
print(f"{len(vectors)} signatures, " + ("as recorded" if is_same else "NOT as recorded"))
sys.exit(0 if is_same else 1)
