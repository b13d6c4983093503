"""Frames over the one socket between the grader and a child: pickles go in, JSON comes out.

A pickle can do whatever it likes to the one who reads it, so it only ever goes from the grader to the student's side.
"""

import json
import pickle
import struct

LENGTH = struct.Struct("!I")


class Channel:
    """The child's end."""

    def __init__(self, connection):
        self.connection = connection

    def send(self, message: dict):
        """One frame of JSON to the grader."""
        data = json.dumps(message).encode()
        self.connection.sendall(LENGTH.pack(len(data)) + data)

    def receive(self):
        """The grader's next command. Raises EOFError where the grader is gone."""
        (length,) = LENGTH.unpack(self._exactly(LENGTH.size))
        return pickle.loads(self._exactly(length))

    def _exactly(self, length):
        parts = bytearray()
        while len(parts) < length:
            part = self.connection.recv(min(length - len(parts), 1 << 20))
            if not part:
                raise EOFError
            parts += part
        return bytes(parts)
