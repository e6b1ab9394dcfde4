"""Serves an ASGI application on one event loop, with its lifespan."""
import asyncio
import signal
import socket
import sys
from urllib.parse import unquote

from .messages import CONTINUE, LONGEST_HEAD, SERVER_ERROR, BadRequest, Framing, Request, bad_response, chunk_size, simple_response
from .problems import Problem, application_traceback, with_short_paths

SHUTDOWN_SECONDS = 3
DISCONNECT_POLL_SECONDS = 0.05


class AsgiServer:
    def __init__(self, app, listener):
        self._app = app
        self._listener = listener
        self._port = listener.getsockname()[1]

    def run(self, ready):
        """Goes on until SIGTERM; raises `Problem` when the application does not start."""
        asyncio.run(self._serve(ready))

    async def _serve(self, ready):
        stop = asyncio.Event()
        self._lifespan = Lifespan(self._app)
        await self._lifespan.start()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        server = await asyncio.start_server(self._talk, sock=self._listener, limit=LONGEST_HEAD, backlog=128)
        ready()
        await stop.wait()
        server.close()
        await self._lifespan.stop()

    async def _talk(self, reader, writer):
        connection = writer.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            while True:
                request = await read_request(reader, writer)
                if request is None or not await self._answer(request, reader, writer):
                    break
        except BadRequest as error:
            writer.write(bad_response(error))
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client has gone, or the run is over
        writer.close()

    async def _answer(self, request, reader, writer):
        """True when the connection can be used for the next request."""
        exchange = Exchange(request, reader, writer)
        try:
            await self._app(self._scope(request), exchange.receive, exchange.send)
        except Exception as error:
            if exchange.client_has_gone:
                return False
            sys.stderr.write("Exception in the application\n%s\n" % "\n".join(application_traceback(error)))
            if exchange.framing is None:
                writer.write(simple_response(request, *SERVER_ERROR))
                return request.keeps_alive
        if not exchange.complete.is_set():
            if exchange.framing is None:
                sys.stderr.write("The application ended without an answer\n")
                writer.write(simple_response(request, *SERVER_ERROR))
                return request.keeps_alive
            return False
        return not exchange.framing.closes

    def _scope(self, request):
        path, query = request.split_target()
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": request.version[5:],
            "method": request.method,
            "scheme": "http",
            "path": unquote(path),
            "raw_path": path.encode("latin-1"),
            "query_string": query.encode("latin-1"),
            "root_path": "",
            "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in request.headers],
            "client": ("127.0.0.1", 0),
            "server": ("127.0.0.1", self._port),
            "state": dict(self._lifespan.state),
        }


class Exchange:
    """`receive` and `send` of one request."""

    def __init__(self, request, reader, writer):
        self._request = request
        self._reader = reader
        self._writer = writer
        self._received = False
        self._begun = None
        self.framing = None
        self.client_has_gone = False
        self.complete = asyncio.Event()

    async def receive(self):
        if not self._received:
            self._received = True
            return {"type": "http.request", "body": self._request.body, "more_body": False}
        while not self.complete.is_set() and not self._reader.at_eof():
            try:
                await asyncio.wait_for(self.complete.wait(), DISCONNECT_POLL_SECONDS)
            except asyncio.TimeoutError:
                pass
        return {"type": "http.disconnect"}

    async def send(self, message):
        kind = message["type"]
        if kind == "http.response.start":
            self._begun = message
        elif kind == "http.response.body":
            await self._send_body(message.get("body", b""), message.get("more_body", False))

    async def _send_body(self, body, more):
        data = b""
        if self.framing is None:
            headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in self._begun.get("headers", [])]
            self.framing = Framing(self._request, self._begun["status"], None, headers)
            data = self.framing.head
        data += self.framing.part(body)
        if not more:
            data += self.framing.end
            self.complete.set()
        try:
            self._writer.write(data)
            await self._writer.drain()
        except OSError:
            self.client_has_gone = True
            raise


class Lifespan:
    """Start and end of the application, for those that want to know."""

    def __init__(self, app):
        self._app = app
        self.state = {}
        self._started = asyncio.Event()
        self._stopping = asyncio.Event()
        self._failed = None
        self._task = None

    async def start(self):
        self._task = asyncio.ensure_future(self._run())
        await self._started.wait()
        if self._failed is not None:
            lines = self._failed.rstrip("\n").split("\n")
            reason = lines[-1] if lines[-1] else "it gives no reason"
            problem = Problem("its startup fails: %s" % reason, stage="startup")
            problem.traceback = with_short_paths(lines)
            raise problem

    async def stop(self):
        self._stopping.set()
        await asyncio.wait([self._task], timeout=SHUTDOWN_SECONDS)

    async def _run(self):
        scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": self.state}
        try:
            await self._app(scope, self._receive, self._send)
        except Exception as error:
            # Before it has started, this is how applications without a lifespan say so.
            if self._started.is_set() and self._failed is None:
                sys.stderr.write("Exception at the end of the application\n%s\n" % "\n".join(application_traceback(error)))
        finally:
            self._started.set()

    async def _receive(self):
        if not self._started.is_set():
            return {"type": "lifespan.startup"}
        await self._stopping.wait()
        return {"type": "lifespan.shutdown"}

    async def _send(self, message):
        kind = message["type"]
        if kind in ("lifespan.startup.failed", "lifespan.shutdown.failed"):
            self._failed = message.get("message", "")
        if kind.startswith("lifespan.startup"):
            self._started.set()
        elif kind == "lifespan.shutdown.failed":
            sys.stderr.write("The shutdown of the application fails\n%s\n" % self._failed)


async def read_request(reader, writer):
    """The next request with its whole body; None when the client has finished."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    except asyncio.LimitOverrunError:
        raise BadRequest("the head is longer than %d bytes" % LONGEST_HEAD) from None
    request = Request(head[:-4].lstrip(b"\r\n"))
    if request.waits_for_continue:
        writer.write(CONTINUE)
    if request.is_chunked:
        request.body = await read_chunks(reader)
    elif request.length:
        request.body = await reader.readexactly(request.length)
    return request


async def read_chunks(reader):
    parts = []
    while True:
        size = chunk_size(await reader.readline())
        if size == 0:
            break
        parts.append(await reader.readexactly(size))
        await reader.readline()
    while (await reader.readline()).strip():
        pass  # trailers
    return b"".join(parts)
