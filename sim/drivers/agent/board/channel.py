"""Frames between host and agent: u32 length of a JSON object, u32 length of a body, both big-endian, then the two."""
import json
import os
import struct
import sys
import threading

MAX_JSON = 1 << 20
MAX_BODY = 1 << 22


class Channel:
    """Frames on stdin and stdout. Whatever else is printed goes to stderr."""

    def __init__(self):
        self.input = sys.stdin.buffer
        self.output = os.fdopen(os.dup(1), "wb", buffering=0)
        os.dup2(2, 1)
        self.lock = threading.Lock()

    def announce(self, nonce):
        self.write(b"qcycle-agent " + nonce.encode() + b"\n")

    def send(self, message, body=b""):
        text = json.dumps(message).encode()
        self.write(struct.pack(">II", len(text), len(body)) + text + body)

    def write(self, data):
        with self.lock:
            view = memoryview(data)
            while view:
                view = view[self.output.write(view):]

    def receive(self):
        """The next request and its body; None at the end of the input."""
        head = self.input.read(8)
        if len(head) < 8:
            return None
        text_length, body_length = struct.unpack(">II", head)
        if text_length > MAX_JSON or body_length > MAX_BODY:
            return None
        text, body = self.input.read(text_length), self.input.read(body_length)
        if len(text) < text_length or len(body) < body_length:
            return None
        return json.loads(text.decode()), body
