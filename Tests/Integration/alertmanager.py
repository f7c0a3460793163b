#!/usr/bin/env python3
"""The channel `alertmanager` with a real Alertmanager: what the program tells it, what it groups, what it passes on, and how
each alert ends: by a higher quota, by a new period, by the end of its period, by a worse severity, by being read again.

    Tests/Integration/alertmanager.py .build/debug/bandwidth

Needs Debian's prometheus-alertmanager; without it, it says so and ends with 77. Everything listens on loopback, in a
temporary folder, and is ended at the end.
"""
import contextlib, datetime, json, pathlib, re, shutil, subprocess, sys, tempfile, time

from support import Bandwidth, Server, check, free_port, get, serve_demo, wait

GB = 1_000_000_000


def main():
    if not shutil.which("prometheus-alertmanager"):
        print("skipped, not installed: prometheus-alertmanager")
        sys.exit(77)
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        Transcript(pathlib.Path(sys.argv[1]).resolve(), folder, stack).play()


def now():
    return datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)


def text(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text):
    return datetime.datetime.fromisoformat(re.sub(r"\.\d+", "", text).replace("Z", "+00:00"))


def name(alert):
    labels = alert["labels"]
    place = "/".join(labels[key] for key in ("provider", "account", "id") if key in labels)
    return f"{labels['alertname']} {place} {labels['severity']}"


class Transcript:
    def __init__(self, program, folder, stack):
        self.folder, self.stack, self.program = folder, stack, program
        self.bandwidth = Bandwidth(program, folder / "bandwidth")
        # By the host's name: used, quota, and the period.
        start = now() - datetime.timedelta(days=20)
        self.period = (start, start + datetime.timedelta(days=30))
        self.counters = {}
        self.hosts = Server(self.counter)
        self.receiver = Server(lambda *_: (200, ""))
        self.heard = 0
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"

    # The host

    def counter(self, method, path, headers, body):
        used, quota, (start, end) = self.counters[path.strip("/")]
        if used is None:
            return 401, '{"message":"no"}'
        return 200, json.dumps({"used": used * GB, "quota": quota * GB, "start": text(start), "end": text(end)})

    def entry(self, name, **more):
        return {"type": "http", "name": name, "url": f"{self.hosts.url}/{name}", "used_pointer": "/used",
                "quota_pointer": "/quota", "period_start_pointer": "/start", "period_end_pointer": "/end", **more}

    # Alertmanager

    def start(self):
        """Starts it without a memory: it writes nothing while it runs."""
        storage = tempfile.mkdtemp(dir=self.folder)
        configuration = self.folder / "alertmanager.yml"
        configuration.write_text(json.dumps({
            "route": {"receiver": "people", "group_by": ["alertname", "provider"], "group_wait": "1s",
                      "group_interval": "1s", "repeat_interval": "1h"},
            "receivers": [{"name": "people", "webhook_configs": [{"url": self.receiver.url, "send_resolved": True}]}]}))
        log = self.stack.enter_context(open(self.folder / "alertmanager.log", "a"))
        process = subprocess.Popen(
            ["prometheus-alertmanager", f"--config.file={configuration}", f"--storage.path={storage}",
             "--cluster.listen-address=", f"--web.listen-address=127.0.0.1:{self.port}"], stdout=log, stderr=log)
        self.stack.callback(process.wait, 10)
        self.stack.callback(process.terminate)
        wait("Alertmanager", lambda: get(f"{self.address}/-/ready"))
        return process

    def firing(self):
        """The alerts that it has, by name."""
        return {name(alert): alert for alert in json.loads(get(f"{self.address}/api/v2/alerts"))}

    def groups(self):
        return [sorted(name(alert) for alert in group["alerts"])
                for group in json.loads(get(f"{self.address}/api/v2/alerts/groups"))]

    def next_message(self):
        """What it passes on next: the status, and the alerts by theirs."""
        wait("a message of Alertmanager's", lambda: len(self.receiver.requests) > self.heard)
        message = json.loads(self.receiver.requests[self.heard][3])
        self.heard += 1
        parts = {status: sorted(name(alert) for alert in message["alerts"] if alert["status"] == status)
                 for status in ("firing", "resolved")}
        for status, names in parts.items():
            for line in names:
                print(f"     people hear: {status:8} {line}")
        return parts

    def run(self, *arguments, accounts=None, url=None, status=0, **settings):
        """Runs the program for the hosts with a counter."""
        entries = accounts or [self.entry(name, **settings) for name in self.counters]
        configuration = {
            "providers": entries, "rules": [{"actual": 70}, {"actual": 100}],
            "notify": [{"type": "alertmanager", "url": url or self.address}]}
        found, report, said = self.bandwidth.run(configuration, *(arguments or ("--notify", "crossing")))
        print(f"     bandwidth says: {said or 'nothing'}")
        check(found == status, f"its status is {status}", found)
        return report, said

    # The story

    def play(self):
        process = self.start()
        self.crossings()
        self.repeats()
        process = self.restart(process)
        self.worse()
        self.more_quota()
        self.unreadable()
        self.end_of_period()
        self.new_period()
        self.cluster()
        self.demo()
        process.terminate()
        process.wait(10)
        print("\nAlertmanager is down")
        _, said = self.run("--notify", "exceeded", status=75)
        check("not sent to 127.0.0.1" in said, "and that is said")
        print("passed")

    def crossings(self):
        print("\nTwo accounts cross a limit")
        self.counters.update(tokyo=(75, 100, self.period), paris=(118, 100, self.period), oslo=(12, 100, self.period))
        self.run()
        tokyo, paris = "TransferQuota http/tokyo warning", "TransferQuota http/paris critical"
        firing = self.firing()
        check(sorted(firing) == [paris, tokyo], "Alertmanager has both and no other", sorted(firing))
        alert = firing[paris]
        check(alert["labels"] == {"alertname": "TransferQuota", "provider": "http", "account": "paris",
                                  "scope": "account", "severity": "critical"}, "their labels identify the row",
              alert["labels"])
        check(alert["annotations"]["summary"] == "Bandwidth: paris is OVER: 118 of 100 GB (118%)",
              "the summary says what is wrong", alert["annotations"])
        check(moment(alert["endsAt"]) == self.period[1], "each lasts until the end of its period", alert["endsAt"])
        check(self.groups() == [[paris, tokyo]], "both are in one group", self.groups())
        message = self.next_message()
        check(message == {"firing": [paris, tokyo], "resolved": []}, "people get one message about both, and no more",
              message)

    def repeats(self):
        print("\nThe next runs tell nothing new")
        before = self.firing()
        time.sleep(1)
        for _ in range(2):
            self.run()
        after = self.firing()
        check(sorted(after) == sorted(before), "Alertmanager has the same alerts", sorted(after))
        check(all(after[key]["startsAt"] == before[key]["startsAt"] for key in before), "which began when they began")
        check(all(moment(after[key]["updatedAt"]) > moment(before[key]["updatedAt"]) for key in before),
              "and were told again")
        time.sleep(3)
        check(len(self.receiver.requests) == self.heard, "people hear nothing")

    def restart(self, process):
        print("\nAlertmanager is restarted and has forgotten everything")
        process.terminate()
        process.wait(10)
        process = self.start()
        check(self.firing() == {}, "it has no alerts")
        self.run()
        check(len(self.firing()) == 2, "the next run tells it what still holds")
        check(len(self.next_message()["firing"]) == 2, "and people hear of it")
        return process

    def worse(self):
        print("\nA warning becomes critical")
        self.counters["tokyo"] = (105, 100, self.period)
        self.run()
        check("TransferQuota http/tokyo critical" in self.firing(), "the critical alert fires")
        check("TransferQuota http/tokyo warning" not in self.firing(), "the warning is over")
        # In one message or in two, as the group's interval has it.
        message = self.next_message()
        while "TransferQuota http/tokyo warning" not in message["resolved"]:
            message = self.next_message()
        check("TransferQuota http/tokyo critical" in message["firing"], "and people hear of both", message)

    def more_quota(self):
        print("\nA quota is raised")
        self.counters["paris"] = (118, 1000, self.period)
        self.run()
        check(sorted(self.firing()) == ["TransferQuota http/tokyo critical"], "its alert is over, the other isn't",
              sorted(self.firing()))
        message = self.next_message()
        check(message["resolved"] == ["TransferQuota http/paris critical"], "and people hear of it, and of no other end",
              message)

    def unreadable(self):
        print("\nAn account can't be read")
        self.counters["oslo"] = (None, 100, self.period)
        self.run(status=3, unread_after="1s")
        check("TransferUnreadable http/oslo warning" not in self.firing(), "a short while is nothing to tell")
        time.sleep(2)
        self.run(status=3, unread_after="1s")
        check("TransferUnreadable http/oslo warning" in self.firing(), "a longer one is", sorted(self.firing()))
        message = self.next_message()
        check(message == {"firing": ["TransferUnreadable http/oslo warning"], "resolved": []},
              "people hear of it in a message of its own", message)
        self.counters["oslo"] = (13, 100, self.period)
        self.run(unread_after="1s")
        check("TransferUnreadable http/oslo warning" not in self.firing(), "once it is read again, that is over")
        message = self.next_message()
        check(message == {"firing": [], "resolved": ["TransferUnreadable http/oslo warning"]}, "and people hear of it",
              message)

    def end_of_period(self):
        print("\nA period ends, and no run follows")
        end = now() + datetime.timedelta(seconds=8)
        self.counters["rome"] = (80, 100, (end - datetime.timedelta(days=30), end))
        self.run()
        rome = "TransferQuota http/rome warning"
        check(rome in self.firing(), "an alert fires shortly before the end", sorted(self.firing()))
        check(rome in self.next_message()["firing"], "and people hear of it")
        wait("the end of the alert", lambda: rome not in self.firing())
        check(now() >= end, "Alertmanager ends it by itself when the period ends")
        check(rome in self.next_message()["resolved"], "and people hear of it")

    def new_period(self):
        print("\nA new period begins")
        end = self.counters["rome"][2][1]
        later = (end, end + datetime.timedelta(days=30))
        for host in self.counters:
            self.counters[host] = (0, 100, later)
        tokyo = "TransferQuota http/tokyo critical"
        check(tokyo in self.firing(), "an alert of the one before still fires")
        self.run()
        check(self.firing() == {}, "it is over", sorted(self.firing()))
        message = self.next_message()
        check(message == {"firing": [], "resolved": [tokyo]}, "and people hear of it, and of nothing else", message)
        self.counters["tokyo"] = (90, 100, later)
        self.run()
        check(sorted(self.firing()) == ["TransferQuota http/tokyo warning"], "in the new period it can begin again",
              sorted(self.firing()))
        check("TransferQuota http/tokyo warning" in self.next_message()["firing"], "and people hear of it")

    def cluster(self):
        print("\nOne of a cluster's two members is down")
        _, said = self.run("--notify", "exceeded", url=[f"http://127.0.0.1:{free_port()}", self.address])
        check("1 of 2 members" in said, "the message has arrived, and the other member is named")

    def demo(self):
        print("\nThe demo's accounts")
        accounts = serve_demo(self.program, self.folder, self.stack)["providers"]
        report, _ = self.run("--notify", "exceeded", accounts=accounts, status=3)
        rows = [row for row in report["usage"] if row["status"] in ("warning", "critical") or row["error"]]
        expected = sorted(
            f"{'TransferUnreadable' if row['error'] else 'TransferQuota'} {row['provider']}/{row['account']}"
            + (f"/{row['scope']['id']}" if row["scope"]["kind"] != "account" else "")
            + (" critical" if row["status"] == "critical" else " warning") for row in rows)
        found = sorted(key for key in self.firing() if " http/tokyo " not in key)
        check(found == expected, f"Alertmanager has all {len(rows)} problems of the report", (found, expected))
        for key in found:
            print(f"     {key}")
        check(all(len({tuple(key.split("/")[0].split(" ")) for key in group}) == 1 for group in self.groups()),
              f"in {len(self.groups())} groups, by provider")


main()
