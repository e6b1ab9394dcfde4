"""One small Flask service; the environment variable CASE chooses how it treats its memory. What each case keeps is in cases.js."""

import collections
import ctypes
import functools
import gc
import mmap
import os
import socket
import tempfile
import threading

from flask import Flask, request

app = Flask(__name__)
case = os.environ["CASE"]
size = int(os.environ.get("SIZE", "1000"))
kept = []
table = {}
counter = 0
lock = threading.Lock()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p


def number():
    global counter
    with lock:
        counter += 1
        return counter


def leak_list():
    kept.append(os.urandom(size))


def leak_dict():
    table[number()] = os.urandom(size)


def leak_closure():
    data = bytearray(size)
    kept.append(lambda: len(data))


def leak_listener():
    class Listener:
        def __init__(self):
            self.payload = bytearray(size)

        def notify(self):
            return self.payload

    kept.append(Listener().notify)


def leak_cycle_without_collector():
    a, b = {"x": bytearray(size)}, {}
    a["b"], b["a"] = b, a


def leak_native():
    pointer = libc.malloc(ctypes.c_size_t(size))
    ctypes.memset(pointer, 1, size)


def leak_mmap():
    area = mmap.mmap(-1, max(size, 4096))
    area.write(b"x" * max(size, 4096))
    kept.append(area)


def leak_file():
    kept.append(open(os.devnull))


def leak_socket():
    kept.append(socket.socketpair())


def leak_thread():
    event = threading.Event()
    thread = threading.Thread(target=event.wait, daemon=True)
    thread.start()
    kept.append(event)


def leak_seldom():
    if number() % 10 == 0:
        kept.append(os.urandom(size * 10))


def clean():
    bytes(size)


@functools.lru_cache(maxsize=2000)
def cached(key):
    return os.urandom(size)


def clean_lru():
    cached(number())


def clean_sawtooth():
    kept.append(os.urandom(size))
    if len(kept) >= 1500:
        kept.clear()


lazy = None


def clean_lazy():
    global lazy
    if lazy is None and number() > 3000:
        lazy = bytearray(os.urandom(20_000_000))


ring = collections.deque(maxlen=3000)


def clean_ring():
    ring.append(os.urandom(size))


def clean_fragmentation():
    n = number()
    ring.append(bytes((n * 7919) % 30_000 + 1))


def clean_cycles():
    a, b = {"x": bytearray(size)}, {}
    a["b"], b["a"] = b, a


log = open(os.path.join(tempfile.gettempdir(), "leak-case-%d.log" % os.getpid()), "w") if case == "clean_log" else None


def clean_log():
    with lock:  # without it threads lose lines, and CPython 3.11 keeps memory for them
        log.write("x" * 8000)


mapped = None
if case == "clean_mapped":
    path = tempfile.NamedTemporaryFile()
    path.write(b"\1" * 60_000_000)
    path.flush()
    mapped = mmap.mmap(path.fileno(), 0, prot=mmap.PROT_READ)


def clean_mapped():
    n = number() * 4096 % 60_000_000
    return mapped[n]


big = [object() for _ in range(400_000)] if case == "clean_cow" else []


def clean_cow():
    for item in big[:: 50]:
        repr(item)


def clean_spike():
    if number() % 200 == 0:
        bytes(30_000_000)


def worker_killed():
    if number() == 400:
        os.kill(os.getpid(), 9)


def memory_at_once():
    if number() == 700:
        kept.append(bytearray(os.urandom(1_000_000) * 400))


if case == "leak_cycle_without_collector":
    gc.disable()

handler = globals()[case]


@app.get("/")
def index():
    handler()
    return {"ok": True}


@app.get("/other")
def other():
    return {"ok": True}
