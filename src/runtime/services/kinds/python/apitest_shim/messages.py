"""HTTP/1.1 as both servers need it: heads of requests and responses."""
from http import HTTPStatus

REASONS = {status.value: status.phrase for status in HTTPStatus}
LONGEST_HEAD = 256 * 1024


class BadRequest(Exception):
    """What came is no HTTP request; it is answered with status 400 and the connection closed."""


class Request:
    __slots__ = ("method", "target", "version", "headers", "body")

    def __init__(self, head):
        """Reads the head of a request: bytes up to and without the empty line."""
        first, *lines = head.decode("latin-1").split("\r\n")
        parts = first.split(" ")
        if len(parts) != 3 or not parts[2].startswith("HTTP/1."):
            raise BadRequest("the first line is %r" % first[:100])
        self.method, self.target, self.version = parts
        self.headers = []
        self.body = b""
        for line in lines:
            name, colon, value = line.partition(":")
            if not colon or not name or name != name.strip():
                raise BadRequest("a header line is %r" % line[:100])
            self.headers.append((name, value.strip(" \t")))

    def header(self, name):
        """The first value of a header, by its lower-case name."""
        for key, value in self.headers:
            if key.lower() == name:
                return value
        return None

    def split_target(self):
        """Path and query, still encoded. A proxy's whole URL is cut to its path."""
        target = self.target
        if not target.startswith("/") and "://" in target:
            target = "/" + target.split("://", 1)[1].partition("/")[2]
        path, _, query = target.partition("?")
        return path, query

    @property
    def is_chunked(self):
        return "chunked" in (self.header("transfer-encoding") or "").lower()

    @property
    def length(self):
        text = self.header("content-length")
        if text is None:
            return None
        if not text.isdigit():
            raise BadRequest("content-length is %r" % text[:100])
        return int(text)

    @property
    def keeps_alive(self):
        connection = (self.header("connection") or "").lower()
        return "close" not in connection and (self.version != "HTTP/1.0" or "keep-alive" in connection)

    @property
    def waits_for_continue(self):
        return (self.header("expect") or "").lower() == "100-continue"


CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
SERVER_ERROR = (500, [("content-type", "text/plain; charset=utf-8"), ("content-length", "21")], b"Internal Server Error")


def chunk_size(line):
    try:
        return int(line.split(b";")[0].strip(), 16)
    except ValueError:
        raise BadRequest("the size of a chunk is %r" % line[:100]) from None


class Framing:
    """How the body of one response goes over the wire: with a length, in chunks, or not at all."""

    __slots__ = ("head", "chunked", "closes", "silent")

    def __init__(self, request, status, reason, headers):
        """`headers` are pairs of text; `status` a number."""
        names = {name.lower() for name, _ in headers}
        self.silent = request.method == "HEAD" or status in (204, 304) or status < 200
        framed = self.silent or "content-length" in names or "transfer-encoding" in names
        self.chunked = not framed and request.version != "HTTP/1.0"
        asked_to_close = any(name.lower() == "connection" and "close" in value.lower() for name, value in headers)
        self.closes = asked_to_close or not request.keeps_alive or (not framed and not self.chunked)
        lines = ["HTTP/1.1 %d %s" % (status, reason or REASONS.get(status, ""))]
        lines += ["%s: %s" % pair for pair in headers]
        if self.chunked:
            lines.append("transfer-encoding: chunked")
        if self.closes and not asked_to_close:
            lines.append("connection: close")
        elif request.version == "HTTP/1.0":
            lines.append("connection: keep-alive")
        self.head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def part(self, data):
        if self.silent or not data:
            return b""
        return b"%x\r\n%b\r\n" % (len(data), data) if self.chunked else data

    @property
    def end(self):
        return b"0\r\n\r\n" if self.chunked else b""


def simple_response(request, status, headers, body):
    framing = Framing(request, status, None, headers)
    return framing.head + framing.part(body) + framing.end


def bad_response(error):
    text = ("Bad Request: %s" % error).encode()
    return b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-type: text/plain\r\ncontent-length: %d\r\n\r\n%b" % (len(text), text)
