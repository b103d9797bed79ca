"""Programs of the board's own: the agent starts what the host names, and nothing else."""
import os
import select
import signal
import subprocess
import time

from refused import Refused

# How long nothing is printed before it is asked whether the program has ended while something it started holds its output.
SILENCE_SECONDS = 0.2


class Programs:
    """Runs programs that the host names as lists of arguments, never through a shell."""

    def __init__(self, channel, files):
        self.channel, self.files = channel, files
        self.running = None

    def execute(self, request, _):
        """Sends what it prints as events, at most `limit` bytes, and waits at most `seconds`. What it started ends with it."""
        command = [self.files.path(word[1:]) if word.startswith("@") else word for word in request["command"]]
        environment = dict(os.environ, PYTHONUNBUFFERED="1")
        started = time.monotonic()
        try:
            process = self.running = subprocess.Popen(
                command, cwd=request.get("folder") or self.files.folder, env=environment, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
        except OSError as error:
            # Of the folder, where that is what is missing.
            raise Refused("program", "%s: %s" % (error.filename or command[0], error.strerror))
        try:
            self.forward(process, command[0], request["limit"], started + request["seconds"])
            status = process.wait(max(0, started + request["seconds"] - time.monotonic()))
        except subprocess.TimeoutExpired:
            # It is not waited for: a program that hangs in a driver does not end even when it is killed.
            raise Refused("late", "%s did not end within %g seconds" % (command[0], request["seconds"]))
        finally:
            self.kill()
            self.running = None
            process.stdout.close()
        return {"status": status, "seconds": time.monotonic() - started}, b""

    def forward(self, process, name, limit, until):
        """Sends what a program prints, until its output or the program ends. Raises TimeoutExpired where neither does in time."""
        output, printed = process.stdout.fileno(), 0
        while True:
            left = until - time.monotonic()
            if left <= 0:
                raise subprocess.TimeoutExpired(name, 0)
            if not select.select([output], [], [], min(left, SILENCE_SECONDS))[0]:
                if process.poll() is not None:
                    return
                continue
            piece = os.read(output, 1 << 16)
            if not piece:
                return
            printed += len(piece)
            if printed > limit:
                raise Refused("output", "%s printed more than %d bytes" % (name, limit))
            self.channel.send({"event": "printed"}, piece)

    def kill(self):
        """Ends the program that runs, and what it started: all of its session, also where the program itself has ended."""
        process = self.running
        if process is not None:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except OSError:
                pass
