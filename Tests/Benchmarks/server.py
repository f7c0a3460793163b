"""Answers as Linode's API does, slowly on purpose: for the benchmark's measurements of scale.

usage: server.py LATENCY_MS INSTANCES RATE_LIMIT PORT...

Waits LATENCY_MS before each answer. With a RATE_LIMIT above 0 it allows so many requests a minute and answers 429 beyond.
Prints the number of 429s when it is asked to stop (SIGTERM).
"""

import asyncio
import json
import signal
import sys
import time

latency, instances, rate_limit = int(sys.argv[1]) / 1000, int(sys.argv[2]), int(sys.argv[3])
ports = [int(port) for port in sys.argv[4:]]
window = {"start": time.time(), "count": 0, "refused": 0}


def body(path):
    path, _, query = path.partition("?")
    if path == "/v4/account/transfer":
        return {"used": 2310, "quota": 9141, "billable": 0, "region_transfers": []}
    if path == "/v4/linode/instances":
        parameters = dict(part.split("=") for part in query.split("&") if part)
        page, size = int(parameters.get("page", 1)), int(parameters.get("page_size", 100))
        numbers = range((page - 1) * size, min(page * size, instances))
        data = [{"id": 10000000 + n, "label": f"node-{n:05}", "specs": {"transfer": 2000}} for n in numbers]
        return {"data": data, "page": page, "pages": max(1, -(-instances // size)), "results": instances}
    return {"used": 22956600198, "quota": 1299, "billable": 0}


def head(status, length):
    now = time.time()
    if now - window["start"] >= 60:
        window["start"], window["count"] = now, 0
    limit = rate_limit or 1_000_000
    reset = int(window["start"] + 60) + 1
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n"
        f"X-RateLimit-Limit: {limit}\r\nX-RateLimit-Remaining: {max(0, limit - window['count'])}\r\n"
        f"X-RateLimit-Reset: {reset}\r\n\r\n"
    ).encode()


async def serve(reader, writer):
    try:
        while request := await reader.readuntil(b"\r\n\r\n"):
            path = request.split(b" ", 2)[1].decode()
            await asyncio.sleep(latency)
            if time.time() - window["start"] >= 60:
                window["start"], window["count"] = time.time(), 0
            window["count"] += 1
            if rate_limit and window["count"] > rate_limit:
                window["refused"] += 1
                answer = b'{"errors":[{"reason":"Too many requests"}]}'
                writer.write(head("429 Too Many Requests", len(answer)) + answer)
            else:
                answer = json.dumps(body(path)).encode()
                writer.write(head("200 OK", len(answer)) + answer)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def main():
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    for port in ports:
        await asyncio.start_server(serve, "127.0.0.1", port, backlog=1024)
    print("ready", flush=True)
    await stopped.wait()
    print(window["refused"], flush=True)


asyncio.run(main())
