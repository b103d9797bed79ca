"""What the agent tells the host that it cannot do."""
import errno


class Refused(Exception):
    """What cannot be done; `kind` is one of the kinds that the host knows (sim/drivers/agent/frames.ts)."""

    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


def refusal_of(error, name):
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Refused("disk-full", "no space left for %s" % name)
    return Refused("file", "%s: %s" % (name, error.strerror))
