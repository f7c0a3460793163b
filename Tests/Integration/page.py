#!/usr/bin/env python3
"""The page of `--format html` in a real browser: it requests nothing, overflows nowhere on narrow and wide screens, light,
dark and printed, every text can be read, its structure is sound, and labels that try to be markup stay text.

    Tests/Integration/page.py .build/debug/bandwidth [FOLDER FOR SCREENSHOTS]

Needs Debian's chromium; without it, it says so and ends with 77. The browser is driven through its debugging pipe.
"""
import base64, contextlib, http.server, json, os, pathlib, shutil, subprocess, sys, tempfile, threading, time

WIDTHS = [320, 360, 800, 1400]
HOSTILE = [
    "<script>document.title='broken'</script>", "<img src=https://attacker.example/x onerror=alert(1)>",
    "</style><style>*{display:none}</style>", "\"><a href=\"https://attacker.example\">here</a>", "&lt;b&gt;bold&lt;/b&gt;",
    "' onmouseover='alert(1)", "</title></head><h1>", "<!-- ", "]]>", "{{7*7}}", "javascript:alert(1)",
    "x" * 100, "\u6771\u4eac" * 50, "\u0645\u0631\u062d\u0628\u0627", "a/b/c d|e",
]

# What is measured in the page; the browser runs it outside of the page's own rules for scripts.
PROBE = r"""
(() => {
    const problems = [], width = document.documentElement.clientWidth;
    const name = (element) => element.tagName.toLowerCase() + (element.className.baseVal ?? element.className ? "." + (element.className.baseVal ?? element.className) : "");
    if (document.documentElement.scrollWidth > width) problems.push(`the page is ${document.documentElement.scrollWidth} wide`);
    const isHidden = (element) => { const style = getComputedStyle(element); return style.display === "none" || style.visibility === "hidden" || element.closest("figcaption"); };
    for (const element of document.querySelectorAll("body *")) {
        if (element.closest("svg") || isHidden(element)) continue;
        const box = element.getBoundingClientRect();
        if (box.width && (box.right > width + 0.5 || box.left < -0.5)) problems.push(`${name(element)} overflows: ${box.left} to ${box.right}`);
    }
    for (const plot of document.querySelectorAll(".lines")) {
        const labels = [...plot.querySelectorAll("span")].map((label) => [label.textContent, label.getBoundingClientRect()]);
        const card = plot.closest(".card").getBoundingClientRect();
        labels.forEach(([text, box], index) => {
            if (box.left < card.left || box.right > card.right || box.top < card.top) problems.push(`the label '${text}' leaves its card`);
            for (const [other, second] of labels.slice(index + 1))
                if (box.left < second.right && second.left < box.right && box.top + 3 < second.bottom && second.top + 3 < box.bottom) problems.push(`the labels '${text}' and '${other}' overlap`);
        });
    }
    const parse = (text) => { const parts = text.match(/[\d.]+/g).map(Number); return parts.length < 4 ? [...parts, 1] : parts; };
    const luminance = (color) => { const [r, g, b] = color.slice(0, 3).map((c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
    const background = (element) => { for (; element; element = element.parentElement) { const color = parse(getComputedStyle(element).backgroundColor); if (color[3] === 1) return color; } return [255, 255, 255, 1]; };
    let lowest = 21;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
        const element = node.parentElement;
        if (!node.data.trim() || element.closest("svg") || isHidden(element)) continue;
        const [first, second] = [luminance(parse(getComputedStyle(element).color)), luminance(background(element))].sort((a, b) => b - a);
        const ratio = (first + 0.05) / (second + 0.05);
        lowest = Math.min(lowest, ratio);
        if (ratio < 4.5) problems.push(`'${node.data.trim().slice(0, 30)}' has a contrast of ${ratio.toFixed(2)}`);
    }
    const levels = [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map((heading) => Number(heading.tagName[1]));
    if (levels.filter((level) => level === 1).length !== 1 || levels[0] !== 1) problems.push(`the headings are ${levels.slice(0, 9)}`);
    if (levels.some((level, index) => index && level > levels[index - 1] + 1)) problems.push("a heading skips a level");
    for (const heading of document.querySelectorAll("h1,h2,h3")) if (!heading.textContent.trim()) problems.push("a heading is empty");
    for (const figure of document.querySelectorAll("figure")) if ((figure.querySelector("figcaption")?.textContent ?? "").length < 20) problems.push("a plot has no text");
    for (const picture of document.querySelectorAll("svg")) if (picture.getAttribute("aria-hidden") !== "true") problems.push("a plot is read aloud");
    for (const header of document.querySelectorAll("th")) if (!header.scope) problems.push("a table's header has no scope");
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    if (new Set(ids).size !== ids.length) problems.push("two elements have one id");
    for (const section of document.querySelectorAll("section")) if (!document.getElementById(section.getAttribute("aria-labelledby"))) problems.push("a section has no name");
    if (!document.documentElement.lang || !document.title) problems.push("the page has no language or title");
    const forbidden = "script,img,iframe,object,embed,form,input,base,link:not([href^='data:']),[onclick],[onerror],[onmouseover],[srcset],svg image,svg use";
    for (const element of document.querySelectorAll(forbidden)) problems.push(`there is a ${name(element)}`);
    for (const link of document.querySelectorAll("a")) if (!/^https:\/\//.test(link.getAttribute("href"))) problems.push(`a link to ${link.href}`);
    return { problems: [...new Set(problems)].slice(0, 20), lowest, cards: document.querySelectorAll(".card").length, rows: document.querySelectorAll("tbody tr").length, plots: document.querySelectorAll("figure").length, title: document.title, names: [...document.querySelectorAll("bdi")].map((element) => element.textContent), loaded: performance.timing.loadEventEnd - performance.timing.navigationStart };
})()
"""


class Browser:
    """Chromium, and the conversation with it: JSON messages that end in a zero byte."""

    def __init__(self, program, profile):
        to_read, self.output = os.pipe()
        self.input, to_write = os.pipe()

        def take_pipes():
            # The browser reads from 3 and writes to 4.
            first, second = os.dup(to_read), os.dup(to_write)
            os.dup2(first, 3), os.dup2(second, 4)

        self.process = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe",
             "--force-color-profile=srgb", "--no-first-run", "--disable-background-networking", "--disable-sync",
             "--disable-component-update", "--disable-default-apps", f"--user-data-dir={profile}", "about:blank"],
            preexec_fn=take_pipes, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read), os.close(to_write)
        self.rest, self.number, self.events, self.session = b"", 0, [], None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def receive(self):
        while b"\0" not in self.rest:
            part = os.read(self.input, 1 << 20)
            if not part:
                sys.exit("FAILED: the browser has ended")
            self.rest += part
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.output, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    sys.exit(f"FAILED: {method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def open(self, path, width, dark=False, media=""):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia", media=media,
                  features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        self.events.clear()
        self.call("Page.navigate", url=path.as_uri())
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self.receive())
        result = self.call("Runtime.evaluate", expression=PROBE, returnByValue=True)
        if "exceptionDetails" in result:
            sys.exit(f"FAILED: {result['exceptionDetails']}")
        return result["result"]["value"]

    def screenshot(self, file):
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 8000), "scale": 1}
        picture = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        file.write_bytes(base64.b64decode(picture["data"]))

    def requests(self):
        """What the page has asked for, besides itself."""
        asked = [event["params"]["request"]["url"] for event in self.events if event.get("method") == "Network.requestWillBeSent"]
        return [url for url in asked[1:] if not url.startswith("data:")]

    def complaints(self):
        return [event["params"]["entry"]["text"] for event in self.events if event.get("method") == "Log.entryAdded"]

    def close(self):
        self.process.terminate()
        self.process.wait()


def check(condition, what):
    print(("ok   " if condition else "FAIL ") + what, flush=True)
    if not condition:
        sys.exit(1)


class Figures(http.server.BaseHTTPRequestHandler):
    """A host whose usage is in the path: /used/quota"""

    def do_GET(self):
        used, quota = self.path.strip("/").split("/")
        body = json.dumps({"used": int(used), "quota": int(quota)}).encode()
        self.send_response(200 if int(used) >= 0 else 401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


def page(program, folder, name, accounts, port):
    """The page of accounts, each a name with what is used and the quota."""
    entries = [{"type": "http", "name": name, "url": f"http://127.0.0.1:{port}/{used}/{quota}", "unit": "GB", "token": "t",
                "used_pointer": "/used", "quota_pointer": "/quota"} for name, used, quota in accounts]
    config = folder / f"{name}.json"
    config.write_text(json.dumps({"providers": entries}))
    config.chmod(0o600)
    output = folder / f"{name}.html"
    result = subprocess.run(
        [program, "--config", config, "--format", "html", "--output", output, "--state-dir", folder / "state", "--timeout", "5m",
         "--quiet"], env={"HOME": str(folder), "TZ": "UTC"}, stderr=subprocess.PIPE, text=True)
    if result.returncode not in (0, 3):
        sys.exit(f"FAILED: {result.stderr}")
    return output


def run(program, chromium, folder, pictures, stack):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Figures)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    stack.callback(server.shutdown)
    port = server.server_port
    browser = Browser(chromium, folder / "profile")
    stack.callback(browser.close)

    demo = folder / "demo.html"
    for attempt in range(2):
        text = subprocess.run([program, "demo", "--format", "html"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        check(attempt == 0 or text == demo.read_bytes(), f"the demo's page has {len(text)} bytes, the same each time")
        demo.write_bytes(text)
    views = [(width, dark, "") for width in WIDTHS for dark in (False, True)] + [(794, False, "print"), (794, True, "print")]
    for width, dark, media in views:
        seen = browser.open(demo, width, dark, media)
        what = f"{width} pixels, {'dark' if dark else 'light'}{', printed' if media else ''}"
        check(not seen["problems"], f"{what}: contrast from {seen['lowest']:.1f} {seen['problems'] or ''}")
        check(not browser.requests(), f"{what}: no request {browser.requests() or ''}")
        check(not browser.complaints(), f"{what}: no complaint {browser.complaints() or ''}")
        if pictures:
            browser.screenshot(pictures / f"demo-{width}{'-dark' if dark else ''}{'-print' if media else ''}.png")
    check(seen["cards"] == 9 and seen["rows"] == 10 and seen["plots"] == 8, f"9 cards, 8 plots and 10 rows: {seen['cards']}, {seen['plots']}, {seen['rows']}")
    if pictures:
        paper = browser.call("Page.printToPDF", printBackground=False, paperWidth=8.27, paperHeight=11.69)
        (pictures / "demo.pdf").write_bytes(base64.b64decode(paper["data"]))

    # Enough of each that some are cards and some are lines.
    hostile = page(program, folder, "hostile", [(name, used, 100) for used, names in ((120, HOSTILE[::2]), (10, HOSTILE[1::2])) for name in names], port)
    for width in WIDTHS:
        seen = browser.open(hostile, width)
        check(not seen["problems"], f"hostile labels at {width} pixels stay text {seen['problems'] or ''}")
        check(not browser.requests() and not browser.complaints(), f"and request nothing {browser.requests() or browser.complaints() or ''}")
        check(sorted(seen["names"]) == sorted(HOSTILE), "and are all there")
        check(seen["title"].endswith("bandwidth") and "broken" not in seen["title"], f"the title is {seen['title']}")
    if pictures:
        browser.screenshot(pictures / "hostile-1400.png")

    odd = [("no quota", 5, 0), ("nothing used", 0, 100), ("exactly all", 100, 100), ("far over", 10**7, 1), ("tiny", 1, 10**9),
           ("refused", -1, 100)]
    seen = browser.open(page(program, folder, "odd", odd, port), 360)
    check(not seen["problems"], f"odd figures at 360 pixels {seen['problems'] or ''}")
    seen = browser.open(page(program, folder, "fine", [("a", 1, 100)], port), 800)
    check(not seen["problems"] and seen["cards"] == 0, f"a page without problems {seen['problems'] or ''}")

    for used, kind in ((120, "cards"), (10, "rows")):
        start = time.monotonic()
        file = page(program, folder, f"many-{kind}", [(f"host-{number:04}", used, 100) for number in range(2000)], port)
        made = time.monotonic() - start
        seen = browser.open(file, 1400)
        size = file.stat().st_size
        check(seen[kind] == 2000, f"2,000 {kind}: {size / 1e6:.1f} MB, made in {made:.1f} s")
        check(not seen["problems"], f"no overflow {seen['problems'] or ''}")
        check(seen["loaded"] < 5000, f"loaded in {seen['loaded']:.0f} ms")


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    chromium = shutil.which("chromium")
    if not chromium:
        print("skipped, not installed: chromium")
        sys.exit(77)
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        run(program, chromium, folder, pictures, stack)


main()
