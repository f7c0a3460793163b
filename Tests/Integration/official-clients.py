#!/usr/bin/env python3
"""Compares the program's figures with what the vendors' own Python clients return for the same answers.

usage: official-clients.py BINARY [TABLE]

Replays the tests' fixtures on loopback, reads them with the program and with boto3, upcloud-api and ovh (all on PyPI; without
them, it says so and ends with 77), and prints each figure as both have it; writes the table to TABLE too. A fixture's answers are chosen by method and path, and
for AWS also by operation, region, instance and metric; dates are ignored, so that it works on any day.
"""

import datetime
import fractions
import http.server
import json
import os
import re
import subprocess
import sys
import tempfile
import threading

try:
    import boto3
    import ovh as ovh_client
    import upcloud_api
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

here = os.path.dirname(os.path.abspath(__file__))
fixtures = os.path.join(here, "..", "BandwidthKitTests", "Fixtures")
binary = os.path.abspath(sys.argv[1])
rows = []


def discriminator(body, headers):
    """What tells requests to the same path apart: for AWS the call, else nothing."""
    if "x-amz-target" not in headers:
        return ""
    call = json.loads(body)
    region = re.search(r"Credential=[^/]*/\d*/([^/]*)/", headers["authorization"]).group(1)
    return [headers["x-amz-target"], region] + [call.get(key) for key in ("instanceName", "metricName", "pageToken", "nextToken")]


class Replay(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, kind, case):
        super().__init__(("127.0.0.1", 0), Handler)
        folder = os.path.join(fixtures, kind, case)
        self.exchanges = []
        for name in sorted(os.listdir(folder)):
            if name.endswith(".http"):
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    request, answer = re.split(r"^HTTP/1\.1 ", file.read(), maxsplit=1, flags=re.M)
                head, _, body = request.partition("\n\n")
                line, *fields = head.split("\n")
                headers = {field.split(":")[0]: field.split(": ", 1)[1] for field in fields if field}
                status, answer = int(answer[:3]), answer.partition("\n\n")[2]
                method, target = line.split(" ")
                self.exchanges.append((method, target.split("?")[0], discriminator(body, headers), status, answer))
        with open(os.path.join(folder, "account.json"), encoding="utf-8") as file:
            self.entry = json.load(file)
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def usage(self):
        """The program's rows, by label or id."""
        entry = {key: self.url if key.endswith("_url") else value for key, value in self.entry.items()}
        entry["base_url"] = self.url
        entry.pop("instances", None)
        if self.entry["type"] == "upcloud":
            entry["instances"] = True
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "providers.json")
            with open(path, "w") as file:
                json.dump({"providers": [entry]}, file)
            os.chmod(path, 0o600)
            run = subprocess.run([binary, "--json", "--no-history", "--config", path], capture_output=True, text=True,
                                 env={"HOME": folder}, timeout=60)
        return {row["scope"]["id"] or row["scope"]["kind"]: row for row in json.loads(run.stdout)["usage"]}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        path, kind = self.path.split("?")[0], discriminator(body, headers)
        found = [exchange for exchange in self.server.exchanges if exchange[:3] == (self.command, path, kind)]
        status, text = found[0][3:] if found else (404, json.dumps({"message": f"not recorded: {self.command} {path} {kind}"}))
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = answer

    def log_message(self, *arguments):
        pass


def compare(client, case, row, figure, theirs, ours):
    rows.append((client, case, row, figure, theirs, ours, theirs == ours))


def exact(number):
    return None if number is None else fractions.Fraction(str(number))


def gib(number):
    return None if number is None else round(exact(number) * (1 << 30))


def boto(service, replay, region):
    return boto3.client(
        service, region_name=region, endpoint_url=replay.url, aws_access_key_id=replay.entry["access_key_id"],
        aws_secret_access_key=replay.entry["secret_access_key"], aws_session_token=replay.entry.get("session_token"))


def freetier(case):
    replay = Replay("aws", case)
    ours, client, token, found = replay.usage(), boto("freetier", replay, "us-east-1"), None, []
    while True:
        page = client.get_free_tier_usage(maxResults=100, **({"nextToken": token} if token else {}))
        found += page["freeTierUsages"]
        token = page.get("nextToken")
        if not token:
            break
    transfers = [usage for usage in found if usage["unit"] == "GB" and "DataTransfer" in usage["usageType"]]
    compare("boto3", case, "-", "rows", len(transfers), len(ours))
    for usage in transfers:
        place = [] if usage["region"] == "global" else [usage["region"]]
        row = ours["/".join([usage["service"], usage["usageType"]] + place)]
        compare("boto3", case, row["scope"]["id"], "used, bytes", gib(usage["actualUsageAmount"]), row["used_bytes"])
        compare("boto3", case, row["scope"]["id"], "limit, bytes", gib(usage.get("limit")), row["quota_bytes"])
        forecast = (row["forecast"] or {}) if (row["forecast"] or {}).get("basis") == "service" else {}
        compare("boto3", case, row["scope"]["id"], "forecast, bytes", gib(usage.get("forecastedUsageAmount")),
                forecast.get("used_bytes"))


def lightsail(case):
    replay = Replay("lightsail", case)
    ours, regions = replay.usage(), replay.entry["regions"]
    today = datetime.datetime.now(datetime.timezone.utc)
    for region in [regions] if isinstance(regions, str) else regions:
        client, token, instances = boto("lightsail", replay, region), None, []
        while True:
            page = client.get_instances(**({"pageToken": token} if token else {}))
            instances += page["instances"]
            token = page.get("nextPageToken")
            if not token:
                break
        for instance in instances:
            total = {}
            for metric in ("NetworkIn", "NetworkOut"):
                data = client.get_instance_metric_data(
                    instanceName=instance["name"], metricName=metric, period=86400, startTime=today.replace(day=1),
                    endTime=today, unit="Bytes", statistics=["Sum"])
                total[metric] = int(sum(exact(point["sum"]) for point in data["metricData"]))
            row, quota = ours[f"{region}/{instance['name']}"], gib(instance["networking"]["monthlyTransfer"]["gbPerMonthAllocated"])
            used = sum(total.values())
            compare("boto3", case, row["scope"]["id"], "in + out, bytes", used, row["used_bytes"])
            compare("boto3", case, row["scope"]["id"], "allowance, bytes", quota, row["quota_bytes"])
            compare("boto3", case, row["scope"]["id"], "charged, bytes", min(total["NetworkOut"], max(0, used - quota)),
                    row["billable_bytes"])


def upcloud(case):
    replay = Replay("upcloud", case)
    ours = replay.usage()
    upcloud_api.api.API.api_root = replay.url
    manager = upcloud_api.CloudManager(token=replay.entry["token"])
    plans = {plan["name"]: plan.get("public_traffic_out") for plan in manager.api.get_request("/plan")["plans"]["plan"]}
    total = 0
    for server in manager.get_servers():
        used, row = int(server.plan_ipv4_bytes) + int(server.plan_ipv6_bytes), ours[server.uuid]
        total += used
        compare("upcloud-api", case, server.title, "used, bytes", used, row["used_bytes"])
        compare("upcloud-api", case, server.title, "plan, GiB", exact(plans[server.plan]), exact(row["native"]["quota"]))
    compare("upcloud-api", case, "account", "used, bytes", total, ours["account"]["used_bytes"])


def ovh(case):
    replay = Replay("ovh", case)
    ours = replay.usage()
    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
    ovh_client.client.ENDPOINTS["ovh-eu"] = replay.url
    ovh_client.client.OAUTH2_TOKEN_URLS["ovh-eu"] = replay.url + "/token"
    client = ovh_client.Client(
        endpoint="ovh-eu", client_id=replay.entry["client_id"], client_secret=replay.entry["client_secret"])
    for name in client.get("/dedicated/server"):
        traffic = client.get(f"/dedicated/server/{name}/specifications/network")["traffic"]
        for direction, suffix in (("output", ""), ("input", "/in")):
            used, size = (traffic or {}).get(direction + "QuotaUsed"), (traffic or {}).get(direction + "QuotaSize")
            row = ours.get(name + suffix)
            if size is None and (direction == "input" or used is None):
                compare("ovh", case, name + suffix, "row", None, row)
                continue
            native = row["native"]
            compare("ovh", case, name + suffix, "used", (exact(used["value"]), used["unit"]),
                    (exact(native["used"]), native["used_unit"]))
            compare("ovh", case, name + suffix, "quota", (size and exact(size["value"])), exact(native["quota"]))
            if size:
                compare("ovh", case, name + suffix, "quota's unit", size["unit"], native["unit"])
            power = {"MB": 6, "GB": 9, "TB": 12}
            compare("ovh", case, name + suffix, "used, bytes", int(exact(used["value"]) * 10 ** power[used["unit"]]),
                    row["used_bytes"])


for case in ("allowances", "over", "session"):
    freetier(case)
for case in ("instances", "over", "new"):
    lightsail(case)
for case in ("servers", "new-server", "over"):
    upcloud(case)
for case in ("dedicated", "overdue"):
    ovh(case)


def text(value):
    if isinstance(value, tuple):
        return " ".join(text(part) for part in value)
    if isinstance(value, fractions.Fraction):
        return str(int(value)) if value.denominator == 1 else str(float(value))
    return "–" if value is None else str(value)


lines = ["| client | case | row | figure | client says | program says | |", "| --- | --- | --- | --- | --- | --- | --- |"]
lines += [f"| {' | '.join(text(value) for value in row[:6])} | {'same' if row[6] else 'DIFFERENT'} |" for row in rows]
lines.append(f"\n{len(rows)} figures, {sum(not row[6] for row in rows)} different")
print("\n".join(lines))
if len(sys.argv) > 2:
    with open(sys.argv[2], "w") as file:
        file.write("\n".join(lines) + "\n")
sys.exit(0 if all(row[6] for row in rows) else 1)
