"""Counts in memory, for who says `INCR name` or `GET name` on a TCP connection, as redis does."""
import os
import signal
import socketserver
import sys

counts = {}
greeting = os.environ.get("GREETING", "hello")


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            verb, _, name = line.decode().strip().partition(" ")
            print(verb, name)
            if verb == "INCR":
                counts[name] = counts.get(name, 0) + 1
            self.wfile.write((greeting if verb == "PING" else str(counts.get(name, 0))).encode() + b"\n")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
port = int(sys.argv[1]) if len(sys.argv) > 1 else 6379
print("Ready to accept connections on", port)
Server(("", port), Handler).serve_forever()
