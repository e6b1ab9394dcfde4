"""Serves a WSGI application: a thread for each connection, as most servers of such applications have."""
import io
import socket
import sys
import threading
from urllib.parse import unquote_to_bytes

from .messages import CONTINUE, LONGEST_HEAD, SERVER_ERROR, BadRequest, Framing, Request, bad_response, chunk_size, simple_response
from .problems import application_traceback


class WsgiServer:
    def __init__(self, app, listener):
        self._app = app
        self._listener = listener
        self._port = str(listener.getsockname()[1])

    def run(self, ready):
        """Goes on until an exception (the one that a signal raises) comes out of it."""
        self._listener.listen(128)
        ready()
        while True:
            connection, _ = self._listener.accept()
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection, connection.makefile("rb", 65536) as reader:
            try:
                while True:
                    request = read_request(reader, connection)
                    if request is None or not self._answer(request, connection):
                        return
            except BadRequest as error:
                connection.sendall(bad_response(error))
            except OSError:
                pass  # the client has gone

    def _answer(self, request, connection):
        """True when the connection can be used for the next request."""
        response = Response(request, connection)
        result = ()
        try:
            result = self._app(self._environ(request), response.start)
            if isinstance(result, (list, tuple)) and len(result) == 1:
                response.only(result[0])
            else:
                for part in result:
                    response.write(part)
            return response.finish()
        except Exception as error:
            if response.client_has_gone:
                return False
            sys.stderr.write("Exception in the application\n%s\n" % "\n".join(application_traceback(error)))
            if response.sent:
                return False
            connection.sendall(simple_response(request, *SERVER_ERROR))
            return request.keeps_alive
        finally:
            close = getattr(result, "close", None)
            if close is not None:
                close()

    def _environ(self, request):
        path, query = request.split_target()
        environ = {
            "REQUEST_METHOD": request.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path.encode("latin-1")).decode("latin-1"),
            "QUERY_STRING": query,
            "RAW_URI": request.target,
            "REQUEST_URI": request.target,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": self._port,
            "SERVER_PROTOCOL": request.version,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(request.body),
            "wsgi.input_terminated": True,
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        # The body has been put together, so its chunks are no longer the application's business.
        if request.is_chunked or request.length is not None:
            environ["CONTENT_LENGTH"] = str(len(request.body))
        for name, value in request.headers:
            key = name.upper().replace("-", "_")
            if key in ("CONTENT_LENGTH", "TRANSFER_ENCODING") or "_" in name:
                continue
            if key != "CONTENT_TYPE":
                key = "HTTP_" + key
            separator = "; " if key == "HTTP_COOKIE" else ","
            environ[key] = environ[key] + separator + value if key in environ else value
        return environ


class Response:
    """One answer; its head leaves with the first part of the body."""

    def __init__(self, request, connection):
        self._request = request
        self._connection = connection
        self._begun = None
        self._framing = None
        self.client_has_gone = False

    @property
    def sent(self):
        return self._framing is not None

    def start(self, status, headers, exc_info=None):
        if exc_info is not None and self.sent:
            raise exc_info[1].with_traceback(exc_info[2])
        if self._begun is not None and exc_info is None:
            raise AssertionError("start_response was called twice")
        code, _, reason = status.partition(" ")
        self._begun = (int(code), reason, list(headers))
        return self.write

    def only(self, part):
        """The whole body: its length is known, so it needs no chunks."""
        if self._begun is not None and all(name.lower() != "content-length" for name, _ in self._begun[2]):
            self._begun[2].append(("Content-Length", str(len(part))))
        self.write(part)

    def write(self, part):
        if part or self.sent:
            self._send(self._head() + self._framing.part(part))

    def finish(self):
        self._send(self._head() + self._framing.end)
        return not self._framing.closes

    def _head(self):
        if self._framing is not None:
            return b""
        if self._begun is None:
            raise AssertionError("the application did not call start_response")
        self._framing = Framing(self._request, *self._begun)
        return self._framing.head

    def _send(self, data):
        if not data:
            return
        try:
            self._connection.sendall(data)
        except OSError:
            self.client_has_gone = True
            raise


def read_request(reader, connection):
    """The next request with its whole body; None when the client has finished."""
    head = read_head(reader)
    if head is None:
        return None
    request = Request(head)
    if request.waits_for_continue:
        connection.sendall(CONTINUE)
    if request.is_chunked:
        request.body = read_chunks(reader)
    elif request.length:
        request.body = reader.read(request.length)
        if len(request.body) < request.length:
            return None
    return request


def read_head(reader):
    lines = []
    size = 0
    while True:
        line = reader.readline(LONGEST_HEAD)
        size += len(line)
        if not line.endswith(b"\n"):
            if size >= LONGEST_HEAD:
                raise BadRequest("the head is longer than %d bytes" % LONGEST_HEAD)
            return None
        line = line.rstrip(b"\r\n")
        if line:
            lines.append(line)
        elif lines:
            return b"\r\n".join(lines)


def read_chunks(reader):
    parts = []
    while True:
        size = chunk_size(reader.readline(LONGEST_HEAD))
        if size == 0:
            break
        parts.append(reader.read(size))
        reader.readline(LONGEST_HEAD)
    while reader.readline(LONGEST_HEAD).strip():
        pass  # trailers
    return b"".join(parts)
