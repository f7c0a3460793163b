#!/usr/bin/env python3
"""The way of the metrics, with real servers: the command of the systemd unit writes a file, node_exporter reads it,
Prometheus scrapes it, the shipped rules fire and reach Alertmanager, every query of the dashboard has an answer, and nobody
who reads the file without pause ever sees a torn one.

    Tests/Integration/prometheus.py .build/debug/bandwidth

Needs Debian's prometheus, prometheus-node-exporter and prometheus-alertmanager; without them it says so and ends with 77.
Everything listens on loopback, in a temporary folder, and is ended at the end.
"""
import contextlib, json, os, pathlib, re, shutil, subprocess, sys, tempfile, threading
import urllib.parse

from support import check, free_port, get, wait

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGING = ROOT / ".packaging"


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    missing = [name for name in ("prometheus", "prometheus-node-exporter", "prometheus-alertmanager", "promtool")
               if not shutil.which(name)]
    if missing:
        print("skipped, not installed: " + ", ".join(missing))
        sys.exit(77)
    with contextlib.ExitStack() as stack:
        run(program, pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory())), stack)


def run(program, folder, stack):
    def start(name, *arguments):
        log = stack.enter_context(open(folder / f"{name}.log", "w"))
        process = subprocess.Popen([name, *arguments], stdout=log, stderr=log, cwd=folder)
        stack.callback(process.wait, 10)
        stack.callback(process.terminate)

    # The accounts of the demo, on loopback.
    (folder / "config").mkdir()
    configuration = folder / "config" / "providers.json"
    demo = subprocess.Popen([program, "demo", "--serve"], stdout=open(configuration, "w"), stderr=subprocess.DEVNULL)
    stack.callback(demo.wait, 10)
    stack.callback(demo.terminate)
    wait("the sandbox", lambda: configuration.read_text().rstrip().endswith("}"))
    configuration.chmod(0o600)

    # What the timer runs.
    metrics = folder / "textfile"
    metrics.mkdir()
    unit = (PACKAGING / "systemd" / "bandwidth-metrics.service").read_text()
    line = re.search(r"^ExecStart=bandwidth (.*)$", unit, re.M)[1]
    environment = {"PATH": os.environ["PATH"], "CREDENTIALS_DIRECTORY": str(folder / "config"),
                   "TEXTFILE_FOLDER": str(metrics), "STATE_DIRECTORY": str(folder / "state")}
    command = [str(program), *(re.sub(r"\$\{(\w+)\}", lambda m: environment[m[1]], line).split())]

    def write_metrics():
        return subprocess.run(command, env=environment, cwd=folder, umask=0o077, timeout=60,
                              stderr=subprocess.DEVNULL).returncode

    check(write_metrics() == 3, "the unit's command writes the metrics; one account of the demo can't be read")
    file = metrics / "bandwidth.prom"
    check(file.stat().st_mode & 0o777 == 0o644, "every user may read the file")
    lint = subprocess.run(["promtool", "check", "metrics"], stdin=open(file), capture_output=True, text=True)
    check(lint.returncode == 0, f"promtool finds nothing wrong with them {lint.stderr}")
    rules = PACKAGING / "prometheus" / "bandwidth.rules.yml"
    for arguments in (["check", "rules", rules], ["test", "rules", rules.with_suffix(".test.yml")]):
        result = subprocess.run(["promtool", *arguments], capture_output=True, text=True)
        check(result.returncode == 0, f"promtool {arguments[0]} rules {result.stderr}")

    # Whoever reads without pause sees a whole file or none.
    torn, reads, stop = [], [0], threading.Event()

    def read():
        while not stop.is_set():
            text = file.read_text()
            reads[0] += 1
            if not (text.startswith("# HELP ") and text.endswith("# EOF\n")):
                torn.append(text)

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(20):
        write_metrics()
    stop.set()
    reader.join()
    check(not torn and reads[0] > 100, f"{reads[0]} reads during 20 runs, none of a torn file")

    # The servers. Their own waiting times are shortened; the rules are the shipped ones but for theirs.
    exporter, prometheus, alertmanager = free_port(), free_port(), free_port()
    (folder / "rules.yml").write_text(re.sub(r"for: \d+[hm]", "for: 0s", rules.read_text()))
    (folder / "prometheus.yml").write_text(json.dumps({
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
        "rule_files": ["rules.yml"],
        "scrape_configs": [{"job_name": "node", "static_configs": [{"targets": [f"127.0.0.1:{exporter}"]}]}],
        "alerting": {"alertmanagers": [{"static_configs": [{"targets": [f"127.0.0.1:{alertmanager}"]}]}]}}))
    (folder / "alertmanager.yml").write_text(json.dumps({
        "route": {"receiver": "nobody", "group_wait": "1s"}, "receivers": [{"name": "nobody"}]}))
    start("prometheus-node-exporter", "--collector.disable-defaults", "--collector.textfile",
          f"--collector.textfile.directory={metrics}", f"--web.listen-address=127.0.0.1:{exporter}")
    start("prometheus-alertmanager", "--config.file=alertmanager.yml", "--storage.path=am", "--cluster.listen-address=",
          f"--web.listen-address=127.0.0.1:{alertmanager}")
    start("prometheus", "--config.file=prometheus.yml", "--storage.tsdb.path=tsdb",
          f"--web.listen-address=127.0.0.1:{prometheus}")

    scraped = wait("node_exporter", lambda: get(f"http://127.0.0.1:{exporter}/metrics"))
    check("node_textfile_scrape_error 0" in scraped, "node_exporter takes the file")
    written = [line for line in file.read_text().splitlines() if line.startswith("bandwidth_")]
    exported = [line for line in scraped.splitlines() if line.startswith("bandwidth_")]
    check(len(written) == len(exported), f"all of its {len(written)} samples")

    def query(expression):
        answer = json.loads(get(f"http://127.0.0.1:{prometheus}/api/v1/query?query=" + urllib.parse.quote(expression)))
        return answer["data"]["result"]

    used = wait("Prometheus", lambda: query('bandwidth_used_bytes{id="id-cgk"}'))
    check(used[0]["value"][1] == "126701535232", "Prometheus has the figures to the byte")

    expected = {"TransferOverQuota", "TransferOverageCost", "TransferQuotaForecast", "TransferUnreadable"}

    def alerts():
        names = {alert["labels"]["alertname"] for alert in
                 json.loads(get(f"http://127.0.0.1:{alertmanager}/api/v2/alerts"))}
        return names if expected <= names else None

    names = wait("the alerts in Alertmanager", alerts)
    check("TransferCheckNotRunning" not in names, "Alertmanager has: " + ", ".join(sorted(names)))
    over = query('ALERTS{alertname="TransferOverQuota"}')
    check(sorted(alert["metric"]["account"] for alert in over) == ["production", "shop"], "over are production and shop")

    # Grafana's variables stand for everything.
    dashboard = json.loads((PACKAGING / "grafana" / "bandwidth.json").read_text())
    count = 0
    for panel in dashboard["panels"]:
        for target in panel["targets"]:
            expression = re.sub(r"\$(provider|account)", ".*", target["expr"])
            # What a day ago was, is not known yet.
            check(bool(query(expression)) or "[1d]" in expression, f"{panel['title']}: {target['expr'][:60]}")
            count += 1
    print(f"passed, with {count} queries of the dashboard")


main()
