#!/usr/bin/env python3
"""Measures bandwidth against curl and the vendors' Python clients, on loopback only.

usage: run.py BINARY [ROUNDS]

Needs python3, curl, nginx-light, time and ca-certificates (Debian's packages; nginx-light brings the module "echo").
Where linode_api4 can be imported it is measured too.
Programs take turns, round by round, so that the machine's moods meet all of them. Prints medians, minimum and maximum.
"""

import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

here = os.path.dirname(os.path.abspath(__file__))
binary = os.path.abspath(sys.argv[1])
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 30
certificates = os.path.join(here, "..", "BandwidthTransportTests", "Certificates")
folder = tempfile.mkdtemp(prefix="bandwidth-benchmark-")
os.chmod(folder, 0o755)  # nginx serves files of it as another user
secure_ports = range(18441, 18447)
echo_module = "/usr/lib/nginx/modules/ngx_http_echo_module.so"
answer = '{"used": 2310, "quota": 9141, "billable": 0, "region_transfers": []}'


def run(command, environment=None):
    """Seconds and status of one run."""
    start = time.perf_counter()
    with open(os.devnull, "wb") as null:
        status = subprocess.run(command, stdout=null, stderr=null, env=environment, cwd=folder).returncode
    return time.perf_counter() - start, status


def measured(command, environment=None):
    """Seconds, MiB of memory at most, and status of one run under /usr/bin/time.

    What this program starts itself would be charged with this program's own memory.
    """
    file = os.path.join(folder, "memory")
    seconds, status = run(["/usr/bin/time", "-q", "-f", "%M", "-o", file] + command, environment)
    with open(file) as memory:
        return seconds, int(memory.read()) / 1024, status


def in_turn(programs, count):
    """Runs programs in turn; by name their times in milliseconds, and the most memory of five more runs."""
    times = {name: [] for name in programs}
    for turn in range(count + 2):
        for name, (command, environment) in programs.items():
            seconds, status = run(command, environment)
            assert status == 0, f"{name} ended with status {status}"
            if turn >= 2:
                times[name].append(seconds * 1000)
    return {name: (times[name], max(measured(*programs[name])[1] for _ in range(5))) for name in programs}


def table(results, reference):
    base = statistics.median(results[reference][0])
    print(f"{'':34} {'median':>9} {'min':>9} {'max':>9} {'ratio':>7} {'memory':>9}")
    for name, (times, memory) in results.items():
        median = statistics.median(times)
        print(
            f"{name:34} {median:6.1f} ms {min(times):6.1f} ms {max(times):6.1f} ms {median / base:7.2f} "
            f"{memory:5.1f} MiB"
        )
    print()


def write(name, value):
    path = os.path.join(folder, name)
    with open(path, "w") as file:
        file.write(value if isinstance(value, str) else json.dumps(value))
    os.chmod(path, 0o600 if name.endswith(".json") else 0o644)
    return path


def account(name, url, **more):
    return {"type": "linode", "name": name, "token": "example-token", "base_url": url} | more


@contextlib.contextmanager
def nginx(servers):
    """An nginx of one worker with these server blocks."""
    configuration = f"""
        load_module {echo_module}; daemon on; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
        events {{ worker_connections 4096; }}
        http {{
            access_log off; default_type application/json;
            client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
            uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
            {servers}
        }}
        """
    command = ["nginx", "-c", write("nginx.conf", configuration), "-p", folder]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        subprocess.run(command + ["-s", "stop"], stderr=subprocess.DEVNULL)
        while os.path.exists(f"{folder}/nginx.pid"):
            time.sleep(0.01)


@contextlib.contextmanager
def secure_hosts():
    """An nginx that answers at once over HTTPS, and a file with the system's roots and that of its certificate."""
    listen = " ".join(f"listen 127.0.0.1:{port} ssl http2;" for port in secure_ports)
    with nginx(f"""server {{
            {listen} ssl_certificate {certificates}/good.pem; ssl_certificate_key {certificates}/good.key;
            location = /v4/account/transfer {{ return 200 '{answer}'; }} }}"""):
        with open("/etc/ssl/certs/ca-certificates.crt") as system, open(f"{certificates}/authority.pem") as own:
            yield write("roots.pem", system.read() + own.read())


def check_and_curl(title, urls, roots):
    """What asks these addresses, by name: bandwidth and curl."""
    file = write("six.json", {"providers": [account(f"a{n}", url) for n, url in enumerate(urls)]})
    environment = {"HOME": folder, "PATH": os.environ["PATH"], "SSL_CERT_FILE": roots}
    return {
        f"bandwidth, {title}": ([binary, "-c", file], environment),
        "curl --parallel, the same six": (
            ["curl", "-sf", "--parallel", "--parallel-max", "6", "--cacert", roots]
            + ["-H", "Authorization: Bearer example-token"] + [f"{url}/account/transfer" for url in urls],
            environment,
        ),
    }


def cold_check():
    """Six accounts over HTTPS, roots of the system loaded, certificates verified."""
    with secure_hosts() as roots:
        urls = [f"https://localhost:{port}/v4" for port in secure_ports]
        programs = check_and_curl("six accounts", urls, roots)
        environment = {"HOME": folder, "PATH": os.environ["PATH"]}
        programs["bandwidth --version"] = ([binary, "--version"], environment)
        try:
            import linode_api4  # noqa: F401

            script = "\n".join(
                ["from linode_api4 import LinodeClient", "from concurrent.futures import ThreadPoolExecutor", f"urls = {urls!r}"]
                + ["ask = lambda url: LinodeClient('example-token', base_url=url, ca_path=%r).account.transfer().used" % roots]
                + ["list(ThreadPoolExecutor(6).map(ask, urls))"]
            )
            programs["linode_api4, the same six"] = ([sys.executable, "-c", script], environment)
        except ImportError:
            print("linode_api4 is not installed: its comparison is left out")
        table(in_turn(programs, rounds), "curl --parallel, the same six")


def one_host():
    """The same six at one host: its first connection shows that it speaks HTTP/2, and all share it."""
    with secure_hosts() as roots:
        urls = [f"https://localhost:{secure_ports[0]}/v4"] * 6
        table(in_turn(check_and_curl("six at one host", urls, roots), rounds), "curl --parallel, the same six")


def many_hosts():
    """500 accounts, ten at each of 50 hosts that answer after 100 ms; with 8 at a time a host that is 200 ms."""
    ports = list(range(18501, 18551))
    listen = " ".join(f"listen 127.0.0.1:{port} backlog=1024;" for port in ports)
    with nginx(f"server {{ {listen} location = /v4/account/transfer {{ echo_sleep 0.1; echo '{answer}'; }} }}"):
        urls = [f"http://127.0.0.1:{ports[n % 50]}/v4" for n in range(500)]
        file = write("500.json", {"providers": [account(f"a{n}", url) for n, url in enumerate(urls)], "rules": []})
        addresses = write("500.curl", "\n".join(f'url = "{url}/account/transfer"\noutput = "/dev/null"' for url in urls))
        environment = {"HOME": folder, "PATH": os.environ["PATH"]}
        curl = ["curl", "-sf", "--parallel", "--parallel-immediate", "--parallel-max", "300", "-K", addresses]
        check = [binary, "-c", file, "--json", "-o", "report.json"]
        programs = {"bandwidth, 500 accounts": (check, environment), "curl --parallel, the same": (curl, environment)}
        results = in_turn(programs, rounds)
        table(results, "curl --parallel, the same")
        ideal = statistics.median(results["bandwidth, 500 accounts"][0]) / 200
        print(f"500 accounts over 50 hosts at 100 ms: {ideal:.2f} of ideal\n")


def against_server(title, ideal, latency, instances, rate_limit, accounts):
    server = subprocess.Popen(
        [sys.executable, os.path.join(here, "server.py"), str(latency), str(instances), str(rate_limit), "18500"],
        stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout.readline() == "ready\n"
        file = write("scale.json", {"providers": accounts, "rules": []})
        environment = {"HOME": folder, "PATH": os.environ["PATH"]}
        seconds, memory, status = measured(
            [binary, "-c", file, "--json", "-o", "report.json", "--timeout", "600"], environment)
        assert status == 0, f"{title}: status {status}"
        with open(os.path.join(folder, "report.json")) as report:
            rows = len(json.load(report)["usage"])
    finally:
        server.terminate()
        refused = server.stdout.read().strip()
        server.wait()
    ratio = f"{seconds / ideal:5.2f} of ideal" if ideal else ""
    print(f"{title:46} {seconds:7.2f} s {ratio:14} {memory:6.1f} MiB {rows:6} rows, {refused} times 429")
    return memory


def scale():
    url = "http://127.0.0.1:18500/v4"
    everything = [account("fleet", url, instances=True)]
    against_server("2,000 instances at 50 ms, 8 at a time", 2004 * 0.05 / 8, 50, 2000, 0, everything)
    small = against_server("1,000 instances at 0 ms", None, 0, 1000, 0, everything)
    large = against_server("11,000 instances at 0 ms", None, 0, 11000, 0, everything)
    print(f"    an instance takes {(large - small) * 1024 / 10000:.2f} KiB")
    against_server("1,000 instances, 800 requests a minute", None, 5, 1000, 800, everything)


def spawned(command, environment):
    """Milliseconds of one run that is started with as little around it as possible."""
    null = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0), (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)]
    start = time.perf_counter()
    os.waitpid(os.posix_spawnp(command[0], command, environment, file_actions=null), 0)
    return (time.perf_counter() - start) * 1000


def quick():
    """What prompts, bars and shells run all the time; the last report has 20 rows."""
    entry = {"type": "bunny", "name": "a", "token": "example-token", "base_url": "http://127.0.0.1:18500"}
    file = write("quick.json", {"providers": [entry]})
    environment = {"HOME": folder, "PATH": os.environ["PATH"]}
    with nginx(f"server {{ listen 127.0.0.1:18500; location = /pullzone {{ alias {zones(20)}; }} }}"):
        run([binary, "-c", file], environment)
    show = [binary, "-c", file, "--max-age", "1d"]
    commands = {
        "true, for comparison": ["true"],
        "--version": [binary, "--version"],
        "--max-age 1d --format line": show + ["--format", "line"],
        "--max-age 1d": show,
        "a completion of account names": [binary, "---completion", "check", "--", "positional@0", "1", "0", "bandwidth", ""],
    }
    times = {name: [] for name in commands}
    for _ in range(rounds * 10):
        for name, command in commands.items():
            times[name].append(spawned(command, environment))
    for name, values in times.items():
        print(f"{name:34} {statistics.median(values):6.1f} ms {min(values):6.1f} ms")
    print()


def zones(count):
    """The file with an answer of so many rows."""
    items = [{"Id": n, "Name": f"zone-{n}", "Enabled": True, "MonthlyBandwidthUsed": n * 10**9,
              "MonthlyBandwidthLimit": 10**13, "MonthlyCharges": 0.1} for n in range(1, count + 1)]
    return write(f"zones-{count}", {"Items": items, "CurrentPage": 1, "TotalItems": count, "HasMoreItems": False})


def memory():
    """What reading and writing the memory costs a check of 20 and of 2,000 rows that come in one answer."""
    locations = "".join(f"location = /{n}/pullzone {{ alias {zones(n)}; }}" for n in (20, 2000))
    with nginx(f"server {{ listen 127.0.0.1:18500; {locations} }}"):
        for count in (20, 2000):
            entry = {"type": "bunny", "name": "a", "token": "example-token", "base_url": f"http://127.0.0.1:18500/{count}"}
            file = write("zones.json", {"providers": [entry]})
            environment = {"HOME": folder, "PATH": os.environ["PATH"]}
            check = [binary, "-c", file, "--json", "-o", "report.json"]
            programs = {
                f"{count} rows": (check, environment),
                f"{count} rows, no memory": (check + ["--no-history", "--state-dir", "none"], environment),
            }
            table(in_turn(programs, rounds), f"{count} rows, no memory")


try:
    print(f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, {rounds} rounds, {os.path.getsize(binary) / 1e6:.1f} MB binary\n")
    quick()
    cold_check()
    one_host()
    memory()
    many_hosts()
    scale()
finally:
    shutil.rmtree(folder, ignore_errors=True)
