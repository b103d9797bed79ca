"""Files of a job on the board."""
import hashlib
import os
import re
import shutil
import signal
import tempfile
import time

from channel import MAX_BODY
from refused import Refused, refusal_of

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")
FOLDER_PREFIX = "qcycle-agent-"
# How long an agent that is told to end may take to.
LEAVE_SECONDS = 10


class Files:
    """The work folder: made for this agent, removed when it ends. Names are plain, so that nothing else can be reached."""

    def __init__(self, base, owner):
        base = os.path.expanduser(base) if base else tempfile.gettempdir()
        os.makedirs(base, exist_ok=True)
        for folder, pid in folders_of_agents(base):
            # One that the same host has lost, and that does not know it yet, must not work beside this one.
            if pid != os.getpid() and is_agent_of(owner, pid):
                end(pid)
            # Of an agent that ended without cleaning up, such as by a loss of power.
            if not is_running(pid):
                shutil.rmtree(folder, ignore_errors=True)
        self.folder = tempfile.mkdtemp(prefix="%s%d-" % (FOLDER_PREFIX, os.getpid()), dir=base)

    def path(self, name):
        if name == ".":
            return self.folder
        parts = name.split("/") if isinstance(name, str) else []
        if not 1 <= len(parts) <= 2 or not all(NAME.match(part) for part in parts):
            raise Refused("request", "not a name of a file: %r" % (name,))
        return os.path.join(self.folder, *parts)

    def put(self, request, body):
        """A piece of a file. The last piece has the SHA-256 of the whole, which is checked before the file gets its name."""
        path = self.path(request["name"])
        part = path + ".part"
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(part, "r+b" if request["offset"] else "wb") as file:
                file.seek(request["offset"])
                file.write(body)
                file.flush()
            if "sha256" in request:
                if sha256_of(part) != request["sha256"]:
                    os.remove(part)
                    raise Refused("damaged", "%s arrived damaged" % request["name"])
                os.replace(part, path)
        except OSError as error:
            remove_quietly(part)
            raise refusal_of(error, request["name"])
        return {}, b""

    def get(self, request, _):
        path = self.path(request["name"])
        try:
            with open(path, "rb") as file:
                file.seek(request["offset"])
                return {}, file.read(min(request["length"], MAX_BODY))
        except OSError as error:
            raise refusal_of(error, request["name"])

    def stat(self, request, _):
        path = self.path(request["name"])
        try:
            return {"size": os.path.getsize(path), "sha256": sha256_of(path)}, b""
        except OSError as error:
            raise refusal_of(error, request["name"])

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def folders_of_agents(base):
    """The work folders in a folder, and the processes of their agents."""
    found = [(name, re.match(FOLDER_PREFIX + r"(\d+)-", name)) for name in os.listdir(base)]
    return [(os.path.join(base, name), int(match.group(1))) for name, match in found if match]


def is_agent_of(owner, pid):
    """Whether a process is an agent that was started with this owner: a random word, the last one of its command line."""
    try:
        with open("/proc/%d/cmdline" % pid, "rb") as file:
            return file.read().endswith(b"\0" + owner.encode() + b"\0")
    except OSError:
        return False


def is_running(pid):
    """Asked of the system, as not every computer has a /proc."""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        # Of another user.
        return True
    return True


def end(pid):
    try:
        os.kill(pid, signal.SIGTERM)
    except OSError:
        return
    until = time.monotonic() + LEAVE_SECONDS
    while is_running(pid) and time.monotonic() < until:
        time.sleep(0.05)


def sha256_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            digest.update(piece)
    return digest.hexdigest()


def remove_quietly(path):
    try:
        os.remove(path)
    except OSError:
        pass
