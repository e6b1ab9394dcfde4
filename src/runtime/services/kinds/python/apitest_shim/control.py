"""The channel to apitest: JSON objects, one a line, in both directions. Its end means that the run is over."""
import json
import socket
import threading


class Control:
    def __init__(self, descriptor):
        # A listening process of the application that is forked off must not keep the channel open for longer than it has to.
        self._socket = socket.socket(fileno=descriptor)
        self._socket.set_inheritable(False)
        self._lines = self._socket.makefile("r", encoding="utf-8")
        self._lock = threading.Lock()

    def read(self):
        """The next message; None at the end."""
        try:
            line = self._lines.readline()
        except OSError:
            return None
        return json.loads(line) if line.endswith("\n") else None

    def send(self, message):
        data = json.dumps(message, separators=(",", ":")).encode() + b"\n"
        with self._lock:
            try:
                self._socket.sendall(data)
            except OSError:
                pass  # the end of the channel is noticed where it is read
