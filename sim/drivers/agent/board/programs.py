"""Programs of the board's own: the agent starts what the host names, and nothing else."""
import os
import signal
import subprocess
import threading
import time

from refused import Refused


class Programs:
    """Runs programs that the host names as lists of arguments, never through a shell."""

    def __init__(self, channel, files):
        self.channel, self.files = channel, files
        self.running = None

    def execute(self, request, _):
        """Sends what it prints as events, at most `limit` bytes, and waits at most `seconds`."""
        command, limit = request["command"], request["limit"]
        command = [self.files.path(word[1:]) if word.startswith("@") else word for word in command]
        environment = dict(os.environ, PYTHONUNBUFFERED="1")
        started = time.monotonic()
        try:
            process = subprocess.Popen(
                command, cwd=request.get("folder") or self.files.folder, env=environment, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=os.setsid)
        except OSError as error:
            raise Refused("program", "%s: %s" % (command[0], error.strerror))
        self.running = process
        timer = threading.Timer(request["seconds"], self.kill)
        timer.start()
        printed = 0
        try:
            for piece in iter(lambda: os.read(process.stdout.fileno(), 1 << 16), b""):
                printed += len(piece)
                if printed > limit:
                    self.kill()
                    raise Refused("output", "%s printed more than %d bytes" % (command[0], limit))
                self.channel.send({"event": "printed"}, piece)
            status = process.wait()
        finally:
            late = not timer.is_alive()
            timer.cancel()
            self.running = None
        if late:
            raise Refused("late", "%s did not end within %g seconds" % (command[0], request["seconds"]))
        return {"status": status, "seconds": time.monotonic() - started}, b""

    def kill(self):
        process = self.running
        if process is not None and process.poll() is None:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except OSError:
                pass
