"""Frames over the one socket between the grader and a child: pickles go in, JSON comes out.

A pickle can do whatever it likes to the one who reads it, so it only ever goes from the grader to the student's side.
"""

import json
import pickle
import struct

LENGTH = struct.Struct("!I")


class Channel:
    """The child's end. What it says carries the token of the command that it obeys."""

    def __init__(self, connection):
        self.connection, self.token = connection, ""

    def send(self, message: dict):
        """One frame of JSON to the grader."""
        data = json.dumps(message | {"token": self.token}).encode()
        self.connection.sendall(LENGTH.pack(len(data)) + data)

    def receive(self):
        """The grader's next command, `(name, argument)`. Raises EOFError where the grader is gone."""
        (length,) = LENGTH.unpack(self._exactly(LENGTH.size))
        self.token, command, argument = pickle.loads(self._exactly(length))
        return command, argument

    def _exactly(self, length):
        parts = bytearray()
        while len(parts) < length:
            part = self.connection.recv(min(length - len(parts), 1 << 20))
            if not part:
                raise EOFError
            parts += part
        return bytes(parts)
