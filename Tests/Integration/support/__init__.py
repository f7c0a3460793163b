"""What the scripts of this folder share."""
import http.server, json, pathlib, socket, subprocess, sys, threading, time
import urllib.request

PATIENCE = 90


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(url):
    with urllib.request.urlopen(url, timeout=5) as answer:
        return answer.read().decode()


def wait(what, ready):
    """The first result of `ready` that isn't empty."""
    end = time.monotonic() + PATIENCE
    problem = ""
    while time.monotonic() < end:
        try:
            if result := ready():
                return result
        except (OSError, ValueError) as error:
            problem = f": {error}"
        time.sleep(0.2)
    sys.exit(f"FAILED: {what} within {PATIENCE} s{problem}")


def check(condition, what, found=None):
    """Prints what holds; ends the script with what was found where it doesn't."""
    print(("ok   " if condition else "FAIL ") + what, flush=True)
    if not condition:
        sys.exit("" if found is None else f"     found: {found}")


class Server(http.server.ThreadingHTTPServer):
    """A server on loopback whose answers the script chooses.

    `answer` gets the method, path, headers and body of a request, and returns the status and the text to answer with;
    `requests` has all of them.
    """
    daemon_threads = True

    def __init__(self, answer):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer, self.requests = answer, []
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_one(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = (self.command, self.path, headers, body)
        self.server.requests.append(request)
        status, text = self.server.answer(*request)
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = handle_one

    def log_message(self, *arguments):
        pass


def serve_demo(program, folder, stack):
    """Starts the demo's sandbox, and returns the configuration that it prints."""
    path = folder / "demo.json"
    demo = subprocess.Popen([program, "demo", "--serve"], stdout=open(path, "w"), stderr=subprocess.DEVNULL)
    stack.callback(demo.wait, 10)
    stack.callback(demo.terminate)
    wait("the sandbox", lambda: path.read_text().rstrip().endswith("}"))
    return json.loads(path.read_text())


class Bandwidth:
    """The program with a configuration and a state folder of its own."""

    def __init__(self, program, folder):
        self.program, self.folder = pathlib.Path(program), pathlib.Path(folder)
        self.folder.mkdir()

    def run(self, configuration, *arguments):
        """Checks the accounts, and returns the status, the report, and what is said on standard error."""
        result = self.command(configuration, "--json", "--state-dir", self.folder / "state", *arguments)
        return result.returncode, json.loads(result.stdout), result.stderr.strip()

    def command(self, configuration, *arguments):
        """Runs any command."""
        path = self.folder / "providers.json"
        path.write_text(json.dumps(configuration, indent=2))
        path.chmod(0o600)
        environment = {"HOME": str(self.folder), "PATH": "/usr/bin:/bin", "BANDWIDTH_CONFIG": str(path)}
        return subprocess.run([self.program, *arguments], capture_output=True, text=True, cwd=self.folder, timeout=60,
                              env=environment)
