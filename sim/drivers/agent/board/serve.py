"""The part of qcycle that runs on a board: takes files, runs programs that it is told to, and computes networks itself.

Started by sim/drivers/agent/bootstrap.ts. Every request has an `id` and an `op`, and gets one reply with that `id`; events in
between have an `event`. Python 3.6 or newer, standard library only.
"""
import os
import platform
import queue
import signal
import threading
import time

from channel import Channel
from files import Files
from programs import Programs
from reference import Reference
from refused import Refused

PROTOCOL = 1
HEARTBEAT_SECONDS = 1.0


def serve(nonce, base, owner):
    channel = Channel()
    try:
        files = Files(base, owner)
    except OSError as error:
        channel.announce(nonce)
        channel.send({"event": "refused", "kind": "file", "message": "work folder: %s" % error.strerror})
        return
    programs = Programs(channel, files)
    operations = {
        "put": files.put, "get": files.get, "stat": files.stat,
        "execute": programs.execute, "reference": Reference(channel, files).compute,
    }
    requests = queue.Queue()

    def leave():
        """The host has gone, or has closed: nothing may be left behind, whatever is under way."""
        programs.kill()
        files.remove()
        os._exit(0)

    def read():
        try:
            for request in iter(channel.receive, None):
                requests.put(request)
        finally:
            leave()

    def beat():
        try:
            while True:
                time.sleep(HEARTBEAT_SECONDS)
                channel.send({"event": "alive"})
        except OSError:
            leave()

    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: leave())
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    channel.announce(nonce)
    channel.send({"event": "ready", "protocol": PROTOCOL, "python": platform.python_version(),
                  "machine": platform.machine(), "system": platform.release()})
    for work in (read, beat):
        threading.Thread(target=work, daemon=True).start()
    try:
        while True:
            request, body = requests.get()
            try:
                reply, data = operations[request["op"]](request, body)
                channel.send(dict(reply, id=request["id"], ok=True), data)
            except Refused as refused:
                channel.send({"id": request["id"], "ok": False, "kind": refused.kind, "message": str(refused)})
            except Exception as error:
                # Where it is that the host has gone, this cannot be sent either.
                message = "%s: %s" % (type(error).__name__, error)
                channel.send({"id": request["id"], "ok": False, "kind": "bug", "message": message[:500]})
    except OSError:
        leave()
