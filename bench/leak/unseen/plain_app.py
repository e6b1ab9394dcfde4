"""A server of the standard library: a thread for each connection."""

import os
import random
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import truth

case = os.environ["CASE"]
registry = {}


class Handler(BaseHTTPRequestHandler):
    # connections end behind each answer, so every request has a thread of its own

    def do_GET(self):
        if self.path == "/":
            truth.request()
            if case == "registry":
                entry = {"peer": str(random.random()), "at": random.random()}
                registry[random.random()] = entry
            elif case == "handlers_kept":
                registry[self.client_address, random.random()] = os.urandom(7000)
        body = b'{"ok":true}'
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    request_queue_size = 64
    daemon_threads = True


Server(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
