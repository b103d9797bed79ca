"""Files of a job on the board."""
import hashlib
import os
import re
import shutil
import tempfile

from channel import MAX_BODY
from refused import Refused, refusal_of

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")
FOLDER_PREFIX = "qcycle-agent-"


class Files:
    """The work folder: made for this agent, removed when it ends. Names are plain, so that nothing else can be reached."""

    def __init__(self, base):
        base = os.path.expanduser(base) if base else tempfile.gettempdir()
        os.makedirs(base, exist_ok=True)
        remove_left_behind(base)
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


def remove_left_behind(base):
    """Folders of agents that ended without cleaning up, such as by a loss of power."""
    for name in os.listdir(base):
        match = re.match(FOLDER_PREFIX + r"(\d+)-", name)
        if match and not os.path.exists("/proc/%s" % match.group(1)):
            shutil.rmtree(os.path.join(base, name), ignore_errors=True)


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
