import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

try:
    import torch

    device = "cuda" if torch.cuda.is_available() else "cpu"
except ImportError:
    torch, device = None, "cpu"

batch = []


def embed(text):
    if torch is None:
        return [float(len(text))] * 8
    vector = torch.full((64, 1024), float(len(text)), device=device)
    # The mistake: the batch is never closed. On the processor it would only hide the point of the example.
    if device == "cuda":
        batch.append(vector)
    return vector[0, :8].tolist()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, body):
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        self.answer({"status": "ok", "device": device})

    def do_POST(self):
        text = json.loads(self.rfile.read(int(self.headers["content-length"])))["text"]
        self.answer({"vector": embed(text)})

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
