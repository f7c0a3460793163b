#!/usr/bin/env python3
"""Answers the program with nonsense, over HTTP/1.1 and over HTTP/2, on loopback only.

usage: answers.py BINARY [ANSWERS] [SEED]

Sends so many answers (10,000) over each protocol, to checks of 200 accounts each, and stops. An answer depends on the seed
and its number alone. Fails if a check is ended by a signal, ends with another status than 0 (all read) or 3 (some could
not be read), takes over 30 seconds, or needs over 200 MiB; the numbers of the answers of that check are printed then.
"""

import asyncio
import collections
import gzip
import json
import logging
import os
import random
import resource
import ssl
import sys
import tempfile
import time
import zlib

here = os.path.dirname(os.path.abspath(__file__))
certificates = os.path.join(here, "..", "BandwidthTransportTests", "Certificates")
binary = os.path.abspath(sys.argv[1])
wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 10000
seed = sys.argv[3] if len(sys.argv) > 3 else "1"
accounts = 200
good = json.dumps({"used": 2310, "quota": 9141, "billable": 0, "region_transfers": []}).encode()
statuses = ["200", "200", "200", "000", "001", "042", "099", "100", "101", "102", "103", "199", "204", "205", "206", "302"] + [
    "304", "400", "401", "404", "429", "500", "503", "599", "600", "999", "1000", "-1", "-200", "+200", "", "2", "abc", "2 0",
    "0x200", "99999999999999999999", "\N{FULLWIDTH DIGIT NINE}00"]


def damaged(rng, data):
    """The same with a few bytes flipped, inserted, removed, repeated or cut off."""
    data = bytearray(data)
    for _ in range(rng.choice([0, 0, 1, 1, 2, 5])):
        at = rng.randrange(len(data) + 1)
        kind = rng.randrange(6)
        if kind == 0 and at < len(data):
            data[at] = rng.randrange(256)
        elif kind == 1:
            data[at:at] = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 9)))
        elif kind == 2:
            del data[at:at + rng.randrange(1, 9)]
        elif kind == 3:
            data[at:at] = data[max(0, at - rng.randrange(1, 64)):at]
        elif kind == 4:
            del data[at:]
        elif at < len(data):
            data[at] ^= 1 << rng.randrange(8)
    return bytes(data)


def body(rng):
    """A body and the coding that it claims to have."""
    plain = rng.choice([good, good, b"", b"{}", b"[" * 100, b"\0" * 20, b"x" * rng.randrange(70000), b"0" * (9 << 20)])
    kind = rng.randrange(8)
    if kind == 0:
        return gzip.compress(plain, 1), b"gzip"
    if kind == 1:
        return zlib.compress(plain, 1), b"deflate"
    if kind == 2:
        return damaged(rng, gzip.compress(plain[:5000], 1)), b"gzip"
    if kind == 3:
        return plain[:5000], rng.choice([b"gzip", b"deflate", b"br", b"gzip, gzip", b"", b"identity"])
    return (plain if len(plain) < 1 << 20 else plain[:1000]), None


def http1(rng):
    """Bytes that a client of HTTP/1.1 may get."""
    result = b""
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        status = rng.choice(statuses).encode()
        version = rng.choice([b"HTTP/1.1"] * 8 + [b"HTTP/1.0", b"HTTP/2.0", b"HTTP/0.9", b"ICY", b"http/1.1", b"HTTP/1.99999"])
        content, coding = body(rng)
        fields = []
        framing = rng.randrange(7)
        if framing < 3:
            fields.append(b"Content-Length: %d" % len(content))
        elif framing == 3:
            fields.append(b"Content-Length: " + rng.choice([b"-1", b"0", b"1", b"99999", b"9" * 30, b"0x10", b"", b"5, 5"]))
        elif framing == 4:
            fields.append(b"Transfer-Encoding: " + rng.choice([b"chunked", b"gzip, chunked", b"chunked, gzip", b"x", b""]))
            size = rng.choice([b"%x" % len(content), b"%x" % len(content), b"-1", b"f" * 20, b"", b"zz", b"10;" + b"e" * 999])
            trailer = rng.choice([b"", b"A: b\r\n", b"Content-Length: 3\r\n", b"\0: \0\r\n"])
            content = size + b"\r\n" + content + rng.choice([b"\r\n0\r\n", b"\r\n0\r\n", b"0\r\n", b""]) + trailer + b"\r\n"
        elif framing == 5:
            fields += [b"Content-Length: 5", b"Transfer-Encoding: chunked"]
        if coding is not None:
            fields.append(b"Content-Encoding: " + coding)
        for _ in range(rng.choice([0, 0, 1, 3, 300])):
            fields.append(rng.choice([
                b"Connection: close", b"Connection: keep-alive", b"Connection: upgrade", b"Upgrade: h2c", b"A: " + b"b" * 500,
                b": x", b"x", b" folded", b"A\0: b", b"Retry-After: 0", b"Date: never", b"X-RateLimit-Remaining: -5"]))
        rng.shuffle(fields)
        line = version + rng.choice([b" "] * 9 + [b"  "]) + status + rng.choice([b" OK", b" OK", b"", b" " + b"r" * 5000])
        result += line + b"\r\n" + b"".join(field + b"\r\n" for field in fields) + b"\r\n"
        if rng.randrange(8):
            result += content
    return damaged(rng, result) if rng.randrange(2) else result


def frame(kind, flags, stream, payload):
    return len(payload).to_bytes(3, "big") + bytes([kind & 255, flags & 255]) + stream.to_bytes(4, "big") + payload


def block(rng):
    """A block of header fields, mostly not compressed."""
    fields = []
    if rng.randrange(6):
        fields.append((b":status", rng.choice(statuses).encode()))
    for _ in range(rng.choice([0, 0, 1, 2, 60])):
        fields.append(rng.choice([
            (b"content-encoding", b"gzip"), (b"content-length", b"%d" % len(good)), (b"content-length", b"-1"), (b"a", b"b" * 100),
            (b"A", b"b"), (b":status", b"200"), (b":path", b"/"), (b"", b"x"), (b"connection", b"close"), (b"te", b"gzip"),
            (b"transfer-encoding", b"chunked"), (b"a\0", b"b\r\n"), (b":", b""), (b"retry-after", b"0"), (b"cookie", b"\xff")]))
    if rng.randrange(4) == 0:
        rng.shuffle(fields)
    result = b""
    for name, value in fields:
        if len(name) > 126 or len(value) > 126:
            continue
        result += bytes([rng.choice([0, 0, 0x10, 0x40])]) + bytes([len(name)]) + name + bytes([len(value)]) + value
    extra = [b""] * 6 + [b"\x88", b"\x80", b"\xff" * 9, b"\x3f\xff\xff\xff\xff", b"\x20", b"\x3f\xe1\x1f", b"\x00\xff\xff\xff\xff\x0f"]
    return rng.choice(extra) + result if rng.randrange(3) == 0 else result


def http2_frame(rng):
    stream = rng.choice([1, 1, 1, 1, 1, 1, 0, 2, 3, 5, (1 << 31) - 1, 1 << 31 | 1])
    kind = rng.choice([0, 0, 0, 1, 1, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0xfe])
    flags = rng.choice([0, 1, 4, 5, 4, 5, 4, 5, 8, 0x20, 0x2d, 255])
    if kind == 0:
        payload = rng.choice([good, b"", b"x" * 16384, gzip.compress(good), b"\xff" + good])
    elif kind in (1, 9):
        payload = block(rng)
        if flags & 8:
            payload = bytes([rng.choice([0, 3, 255])]) + payload + b"\0" * 3
    elif kind == 4:
        stream = rng.choice([0, 0, 0, 1])
        payload = b"".join(
            rng.choice([0, 1, 2, 3, 4, 5, 6, 8, 9, 999]).to_bytes(2, "big")
            + rng.choice([0, 1, 2, 100, 16384, 65535, 1 << 24, (1 << 31) - 1, 1 << 31, (1 << 32) - 1]).to_bytes(4, "big")
            for _ in range(rng.choice([0, 1, 1, 2, 40])))
    elif kind == 5:
        payload = rng.choice([0, 1, 2, 4]).to_bytes(4, "big") + block(rng)
    elif kind == 6:
        stream, payload = 0, bytes(8)
    elif kind == 7:
        stream = rng.choice([0, 0, 0, 1])
        payload = rng.choice([0, 1, 3, (1 << 31) - 1]).to_bytes(4, "big") + rng.randrange(20).to_bytes(4, "big") + b"bye"
    elif kind in (3, 8):
        payload = rng.choice([0, 1, 2, 7, 8, 11, (1 << 31) - 1, (1 << 32) - 1]).to_bytes(4, "big")
    else:
        payload = bytes(rng.randrange(256) for _ in range(rng.randrange(40)))
    if rng.randrange(12) == 0:
        payload = damaged(rng, payload)
    return frame(kind, flags, stream, payload)


def http2(rng):
    """Bytes that a client of HTTP/2 may get."""
    result = frame(4, 0, 0, b"") if rng.randrange(8) else b""
    if rng.randrange(3):
        result += frame(4, 1, 0, b"")
    style = rng.randrange(4)
    if style == 0:
        return damaged(rng, result + frame(1, 4, 1, b"\x88") + frame(0, 1, 1, good))
    if style == 1:
        # An answer in the right order, its header fields aside.
        heads = [frame(1, 4, 1, block(rng)) for _ in range(rng.choice([1, 1, 1, 2, 3, 30]))]
        content, _ = body(rng)
        data = [frame(0, 0, 1, content[at:at + 16384]) for at in range(0, min(len(content), 60000), 16384)]
        end = rng.choice([frame(0, 1, 1, b""), frame(1, 5, 1, block(rng)), frame(3, 0, 1, bytes(4)), b""])
        return result + b"".join(heads + data) + end
    frames = b"".join(http2_frame(rng) for _ in range(rng.randrange(1, 12)))
    if style == 2:
        frames += frame(1, 4, 1, b"\x88") + frame(0, 1, 1, good)
    return damaged(rng, result + frames) if rng.randrange(3) == 0 else result + frames


async def request(reader, writer, is_http2, data):
    """Reads until a request is there; what is left to be sent.

    A client of HTTP/2 sends none before it was greeted: a server that doesn't do that sends everything at once.
    """
    if not is_http2:
        await reader.readuntil(b"\r\n\r\n")
        return data
    await reader.readexactly(24)
    greeting = frame(4, 0, 0, b"")
    if not data.startswith(greeting):
        return data
    writer.write(greeting)
    while True:
        head = await reader.readexactly(9)
        await reader.readexactly(int.from_bytes(head[:3], "big"))
        if head[3] == 1:
            return data[len(greeting):]


class Server:
    def __init__(self, make, is_http2):
        self.make, self.is_http2, self.count, self.tasks = make, is_http2, 0, set()

    async def serve(self, reader, writer):
        task = asyncio.current_task()
        self.tasks.add(task)
        try:
            number = self.count
            self.count += 1
            rng = random.Random(f"{seed}:{'2' if self.is_http2 else '1'}:{number}")
            data = await request(reader, writer, self.is_http2, self.make(rng))
            while data:
                size = rng.choice([1, 10, 100, 1 << 20, 1 << 20])
                writer.write(data[:size])
                data = data[size:]
                if len(data) > 20000 or rng.randrange(3) == 0:
                    await writer.drain()
            if rng.randrange(10) == 0:
                writer.transport.abort()
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError, ssl.SSLError):
            pass
        finally:
            self.tasks.discard(task)
            writer.close()


async def check(command, environment):
    """Status, seconds and standard error of one check."""
    start = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        *command, env=environment, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE)
    try:
        _, errors = await asyncio.wait_for(process.communicate(), 30)
    except asyncio.TimeoutError:
        process.kill()
        return "no end after 30 s", 30, b""
    return process.returncode, time.monotonic() - start, errors


async def fuzz(folder, name, make, is_http2):
    context = None
    if is_http2:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(f"{certificates}/good.pem", f"{certificates}/good.key")
        context.set_alpn_protocols(["h2"])
    server = Server(make, is_http2)
    listeners = [await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=context) for _ in range(accounts)]
    ports = [listener.sockets[0].getsockname()[1] for listener in listeners]
    base = "https://127.0.0.1" if is_http2 else "http://127.0.0.1"
    file = os.path.join(folder, f"{name}.json")
    with open(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600), "w") as configuration:
        json.dump({"rules": [], "providers": [
            {"type": "linode", "name": f"a{port}", "token": "example-token", "base_url": f"{base}:{port}/v4", "timeout": 2}
            for port in ports]}, configuration)
    environment = {"HOME": folder, "PATH": os.environ["PATH"], "SSL_CERT_FILE": f"{certificates}/authority.pem"}
    statuses, failures = collections.Counter(), 0
    while server.count < wanted:
        first = server.count
        status, seconds, errors = await check([binary, "-c", file, "--json"], environment)
        statuses[status] += 1
        if status not in (0, 3):
            failures += 1
            print(f"{name}: a check ended with {status}; it got the answers {first} to {server.count - 1}")
            print(errors.decode(errors="replace")[-2000:])
    for listener in listeners:
        listener.close()
    ends = ", ".join(f"{count} with {status}" for status, count in statuses.items())
    print(f"{name}: {server.count} answers in {sum(statuses.values())} checks, which ended: {ends}")
    return failures


async def main():
    # It complains of every connection that the program closes.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="bandwidth-fuzz-") as folder:
        failures = await fuzz(folder, "HTTP/1.1".replace("/", " "), http1, False)
        failures += await fuzz(folder, "HTTP/2".replace("/", " "), http2, True)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"at most {memory:.0f} MiB of memory in a check")
    return 1 if failures or memory > 200 else 0


sys.exit(asyncio.run(main()))
