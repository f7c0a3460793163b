#!/usr/bin/env python3
"""What the channels send, checked with code that isn't ours: the signatures of webhooks with Python's hmac and with the
library of Standard Webhooks; and the demo's services with the clients that their vendors, or many people, use.

    Tests/Integration/channels.py .build/debug/bandwidth

Needs standardwebhooks, twilio, slack-sdk, pagerduty, python-telegram-bot and pushover-complete (all on PyPI); without them, it
says so and ends with 77. Everything listens on loopback, in a temporary folder, and is ended at the end.
"""
import asyncio, base64, contextlib, hashlib, hmac, json, pathlib, sys, tempfile, time
import urllib.parse

from support import Bandwidth, Server, check, serve_demo

try:
    import pagerduty, pushover_complete, slack_sdk.models.attachments, slack_sdk.webhook, standardwebhooks, telegram
    import twilio.base.exceptions, twilio.http.http_client, twilio.rest
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

KEY = b"an example key of 32 bytes, sic!"
SECRET = "whsec_" + base64.b64encode(KEY).decode()


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        demo = serve_demo(program, folder, stack)
        every_channel(Bandwidth(program, folder / "every"), demo)
        signatures(program, folder)
        recorder = Server(lambda method, path, headers, body: (202, '{"status":"success","dedup_key":"any"}'))
        channels = {channel["type"]: channel for channel in demo["notify"]}
        account = next(account for account in demo["providers"] if account.get("name") == "production")
        sent = Requests(Bandwidth(program, folder / "requests"), account, channels, recorder)
        for service in (with_twilio, with_slack, with_pagerduty, with_telegram, with_pushover):
            print(f"\n{service.__name__.removeprefix('with_').capitalize()}, with {service.__doc__}")
            service(channels, sent)
    print("passed")


def every_channel(bandwidth, demo):
    print("\nThe demo has every channel, and each accepts a message")
    known = json.loads(bandwidth.command(demo, "providers", "--json").stdout)
    kinds = sorted(channel["type"] for channel in demo["notify"])
    expected = sorted(channel["type"] for channel in known["notifiers"])
    check(kinds == expected, f"its configuration has {', '.join(kinds)}", expected)
    result = bandwidth.command(demo, "notify", "test")
    said = result.stdout + result.stderr
    print("     " + said.strip().replace("\n", "\n     "))
    check(result.returncode == 0 and all(f"{kind}: sent to " in said for kind in kinds), "a test message arrives by each")


# Webhooks

def signatures(program, folder):
    print("\nThe signatures of webhooks")
    numbers = {"used": 118_000_000_000, "quota": 100_000_000_000}
    host = Server(lambda *_: (200, json.dumps(numbers)))
    answers = []
    receiver = Server(lambda *_: (answers.pop(0) if answers else 204, ""))
    account = {"type": "http", "name": "tokyo", "url": f"{host.url}/usage", "used_pointer": "/used",
               "quota_pointer": "/quota", "reset_day": 15}

    programs = {}

    def run(format, name, status=0):
        """The requests of one run of the program; a name has its memory."""
        if name not in programs:
            programs[name] = Bandwidth(program, folder / name)
        channel = {"type": "webhook", "url": f"{receiver.url}/hook", "secret": SECRET, "format": format}
        before = len(receiver.requests)
        found, _, said = programs[name].run({"providers": [account], "notify": [channel]}, "--notify", "crossing")
        check(found == status, f"{format}: the status of the run is {status}", said)
        return receiver.requests[before:]

    for format in ("standard", "alertmanager", "report"):
        requests = run(format, format)
        check(len(requests) == 1, f"{format}: one request")
        _, _, headers, body = requests[0]
        verify(format, headers, body)
        message = json.loads(body)
        part = {"standard": "type", "alertmanager": "version", "report": "schema_version"}[format]
        print(f"     {part} {message[part]!r}, {len(body)} bytes, {headers['webhook-signature']}")
    check(run("standard", "standard") == [], "the next run sends nothing")

    print("\nA webhook that is repeated")
    answers += [503, 503, 204]
    requests = run("standard", "repeated")
    check(len(requests) == 3, "a receiver that is busy twice gets it the third time", len(requests))
    identify(requests)
    answers += [503] * 3
    first = run("standard", "next", status=75)
    second = run("standard", "next")
    check(len(first) == 3 and len(second) == 1, "what three attempts don't deliver, the next run does")
    identify(first + second)


def verify(format, headers, body):
    """Verifies the signature twice, and that anything else has another one."""
    library = standardwebhooks.Webhook(SECRET)
    check(library.verify(body, headers) == json.loads(body), f"{format}: the library accepts it")
    identity, timestamp = headers["webhook-id"], headers["webhook-timestamp"]
    check("." not in identity and abs(int(timestamp) - time.time()) < 60, f"{format}: its id has no dot, its time is now")
    code = hmac.new(KEY, f"{identity}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    check(headers["webhook-signature"] == "v1," + base64.b64encode(code).decode(), f"{format}: and hmac has the same")
    other = standardwebhooks.Webhook("whsec_" + base64.b64encode(KEY[::-1]).decode())
    for what, webhook, altered, text in [
        ("another body", library, headers, body + b" "), ("another key", other, headers, body),
        ("another id", library, {**headers, "webhook-id": "another"}, body),
        ("another time", library, {**headers, "webhook-timestamp": str(int(timestamp) - 1)}, body),
    ]:
        try:
            webhook.verify(text, altered)
            check(False, f"{format}: it refuses {what}")
        except standardwebhooks.WebhookVerificationError:
            check(True, f"{format}: it refuses {what}")


def identify(requests):
    """Every attempt has the same id and a signature of its own time."""
    for _, _, headers, body in requests:
        standardwebhooks.Webhook(SECRET).verify(body, headers)
    check(len({headers["webhook-id"] for _, _, headers, _ in requests}) == 1, "each attempt has the same id and is signed")


# Clients

class Requests:
    """What the program sends for an account of the demo that is over its quota."""

    def __init__(self, bandwidth, account, channels, recorder):
        self.bandwidth, self.account, self.channels, self.recorder = bandwidth, account, channels, recorder

    def first(self, kind):
        """The method, path, headers and body of its first request through a channel."""
        channel = json.loads(json.dumps(self.channels[kind]).replace(self.origin(kind), self.recorder.url))
        before = len(self.recorder.requests)
        self.bandwidth.run({"providers": [self.account], "notify": [channel]}, "--notify", "exceeded")
        return self.recorder.requests[before]

    def origin(self, kind):
        """The service's address in the sandbox."""
        channel = self.channels[kind]
        return channel.get("base_url") or channel["url"][:channel["url"].index(f"/{kind}") + len(kind) + 1]


def with_twilio(channels, sent):
    """twilio, Twilio's own"""
    channel = channels["twilio"]

    class Elsewhere(twilio.http.http_client.TwilioHttpClient):
        def request(self, method, url, **more):
            self.path = urllib.parse.urlsplit(url).path
            self.data = more.get("data")
            return super().request(method, channel["base_url"] + self.path, **more)

    client = Elsewhere()
    account = twilio.rest.Client(channel["account_sid"], channel["auth_token"], http_client=client)
    message = account.messages.create(to=channel["to"][0], from_=channel["from"], body="Bandwidth: a test. £5")
    check(message.sid.startswith("SM") and message.num_segments == "1" and message.error_code is None,
          f"the client reads the answer: {message.sid}, {message.status}, {message.num_segments} segment")
    check(message.date_created.year >= 2020, f"and its date: {message.date_created}")
    method, path, headers, body = sent.first("twilio")
    fields = dict(urllib.parse.parse_qsl(body.decode()))
    check((method, path) == ("POST", client.path), "the program posts to the same path", path)
    check({key for key in client.data if client.data[key] is not twilio.base.values.unset} == set(fields),
          f"the same fields: {', '.join(sorted(fields))}", sorted(fields))
    for what, code, settings in [
        ("a wrong number", 21211, {"to": "+15005550001", "from_": channel["from"]}),
        ("a wrong sender", 21606, {"to": channel["to"][0], "from_": "+15005550007"}),
    ]:
        try:
            account.messages.create(body="test", **settings)
            check(False, f"{what} is refused")
        except twilio.base.exceptions.TwilioRestException as error:
            check(error.status == 400 and error.code == code, f"{what} is refused: {error.code} {error.msg}", error.code)
    try:
        stranger = twilio.rest.Client(channel["account_sid"], "wrong-password", http_client=client)
        stranger.messages.create(to=channel["to"][0], from_=channel["from"], body="test")
        check(False, "a wrong password is refused")
    except twilio.base.exceptions.TwilioRestException as error:
        check(error.status == 401 and error.code == 20003, f"a wrong password is refused: {error.code}", error)


def with_slack(channels, sent):
    """slack_sdk, Slack's own"""
    url = channels["slack"]["url"]
    client = slack_sdk.webhook.WebhookClient(url)
    answer = client.send(text="a test", attachments=[slack_sdk.models.attachments.Attachment(text="more", color="danger")])
    check((answer.status_code, answer.body) == (200, "ok"), f"the client reads the answer: {answer.status_code} {answer.body}")
    method, path, headers, body = sent.first("slack")
    message = json.loads(body)
    check((method, path) == ("POST", url[len(sent.origin("slack")):]), "the program posts to the webhook's path", path)
    check(client.send_dict(message).body == "ok", "and the client may send what the program sends")
    for attachment in message.get("attachments", []):
        known = slack_sdk.models.attachments.Attachment.attributes | {"fallback", "text", "color", "title", "title_link"}
        check(set(attachment) <= known, f"whose attachment has {', '.join(attachment)}")
    answer = slack_sdk.webhook.WebhookClient(url[:-1] + "x").send(text="a test")
    check(answer.status_code in (403, 404) and answer.body, f"another path is refused: {answer.status_code} {answer.body}")


def with_pagerduty(channels, sent):
    """pagerduty, PagerDuty's own"""
    channel = channels["pagerduty"]

    class Client(pagerduty.EventsApiV2Client):
        """The client for an address on loopback: it takes only https."""

        def __init__(self, key, address):
            super().__init__(key)
            self._url = address

    client = Client(channel["routing_key"], channel["base_url"])
    key = client.trigger("a test", "bandwidth", severity="critical", dedup_key="bandwidth/test")
    check(bool(key), f"the client reads the answer to a trigger: dedup_key {key}")
    client.resolve("bandwidth/test")
    check(True, "and to a resolve")
    method, path, headers, body = sent.first("pagerduty")
    event = json.loads(body)
    check((method, path) == ("POST", "/v2/enqueue"), "the program posts to the client's path", path)
    action, summary = event["event_action"], event["payload"]["summary"]
    Client(channel["routing_key"], sent.recorder.url).trigger(
        summary, event["payload"]["source"], dedup_key=event["dedup_key"],
                    severity=event["payload"]["severity"], custom_details=event["payload"].get("custom_details"),
                    links=event.get("links"))
    theirs = json.loads(sent.recorder.requests[-1][3])
    ours = {key: value for key, value in event.items() if key not in ("client",)}
    ours["payload"] = {key: value for key, value in event["payload"].items()
                       if key in theirs["payload"]}
    check(action == "trigger" and {key: theirs[key] for key in ours} == ours, "and the event that the client makes",
          (ours, theirs))
    try:
        Client("f" * 32, channel["base_url"]).trigger("a test", "bandwidth")
        check(False, "another key is refused")
    except pagerduty.Error as error:
        check(True, f"another key is refused: {str(error)[:60]}")


def with_telegram(channels, sent):
    """python-telegram-bot"""
    channel = channels["telegram"]

    async def send(token):
        async with telegram.Bot(token, base_url=f"{channel['base_url']}/bot") as bot:
            return await bot.send_message(channel["chat_id"], "a test")

    class Quiet(telegram.Bot):
        async def initialize(self):
            await self.request.initialize()

        async def shutdown(self):
            await self.request.shutdown()

    telegram.Bot = Quiet
    message = asyncio.run(send(channel["token"]))
    check(message.message_id > 0 and message.chat.id == channel["chat_id"],
          f"the client reads the answer: message {message.message_id} in {message.chat.title}")
    method, path, headers, body = sent.first("telegram")
    check((method, path) == ("POST", f"/bot{channel['token']}/sendMessage"), "the program posts to the client's path")
    try:
        asyncio.run(send(channel["token"][:-1] + "x"))
        check(False, "another token is refused")
    except telegram.error.TelegramError as error:
        check(True, f"another token is refused: {error}")


def with_pushover(channels, sent):
    """pushover_complete"""
    channel = channels["pushover"]
    pushover_complete.pushover_api.PUSHOVER_API_URL = channel["base_url"] + "/1/"
    answer = pushover_complete.PushoverAPI(channel["token"]).send_message(channel["user"], "a test", title="Bandwidth")
    check(answer["status"] == 1, f"the client reads the answer: {answer['request']}")
    method, path, headers, body = sent.first("pushover")
    check((method, path) == ("POST", "/1/messages.json"), "the program posts to the client's path")
    try:
        pushover_complete.PushoverAPI("a" * 30).send_message(channel["user"], "a test")
        check(False, "another token is refused")
    except pushover_complete.BadAPIRequestError as error:
        check(True, f"another token is refused: {error}")


main()
