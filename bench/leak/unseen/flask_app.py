"""Flask services that nothing was tuned on; CASE chooses one. They treat their memory as programs in the field do."""

import gc
import json
import logging
import logging.handlers
import mmap
import os
import queue
import random
import socket
import sqlite3
import tempfile
import threading
import time
import uuid
import weakref
from collections import OrderedDict, deque
from concurrent.futures import ThreadPoolExecutor

from flask import Flask, Response, request

import truth

app = Flask(__name__)
case = os.environ["CASE"]
kept, table, counter, lock = [], {}, [0], threading.Lock()


def number():
    with lock:
        counter[0] += 1
        return counter[0]


# What leaks.


def audit_trail():
    entry = {"id": uuid.uuid4().hex, "at": time.time(), "agent": "agent %d" % number(), "path": str(random.random()), "tags": [random.random() for _ in range(4)]}
    kept.append(entry)


def short_strings():
    text = "%060d" % number()
    kept.append(text)


class Failed(Exception):
    pass


def kept_failures():
    def work():
        payload = bytearray(random.randrange(4000, 6000))
        raise Failed(payload)

    try:
        work()
    except Failed as error:
        kept.append(error.with_traceback(None))


def large_arrays():
    data = bytearray(100_000)
    data[:] = os.urandom(1000) * 100
    kept.append(data)


class Owner:
    pass


def finalizers():
    owner, payload = Owner(), os.urandom(2000)
    kept.append(owner)
    weakref.finalize(owner, lambda data: None, payload)


def every_seventh():
    if number() % 7 == 0:
        data = os.urandom(20_000)
        kept.append(data)


def uneven_sizes():
    data = os.urandom(min(40_000, int(random.expovariate(1 / 3000))))
    kept.append(data)


seen = set()


def set_of_tuples():
    one = (uuid.uuid4().hex, random.random(), str(random.random()))
    seen.add(one)


class Node:
    def __init__(self, parent):
        self.parent, self.children, self.text = parent, [], os.urandom(300)


def cycles_and_leak():
    root = Node(None)
    root.children = [Node(root) for _ in range(20)]
    data = os.urandom(1400)
    kept.append(data)


lru = OrderedDict()


def put(key, value, limit):
    with lock:
        lru[key] = value
        lru.move_to_end(key)
        while len(lru) > limit:
            lru.popitem(last=False)


def cache_and_leak():
    put(random.randrange(1500), os.urandom(4000), 1500)
    data = os.urandom(760)
    kept.append(data)


memory_log = logging.getLogger("memory")
memory_log.propagate = False
memory_log.setLevel(logging.INFO)


class Holding(logging.Handler):
    def emit(self, record):
        kept.append(record)


if case == "log_records":
    memory_log.addHandler(Holding())


def log_records():
    memory_log.info("request %s of %s", number(), uuid.uuid4().hex)


def open_sockets():
    pair = socket.socketpair()
    pair[1].close()
    kept.append(pair[0])


def waiting_threads():
    if number() % 10 == 0:
        gate = threading.Event()
        threading.Thread(target=gate.wait, daemon=True).start()
        kept.append(gate)


def frames_of_rows():
    rows = [{"sku": "sku-%d-%d" % (number(), n), "price": random.random(), "stock": random.randrange(1000, 100_000)} for n in range(25)]
    kept.append(rows)


# What does not.


def random_lru():
    put(int(random.paretovariate(0.6)) % 6000, os.urandom(2000), 2000)


def large_answers():
    return Response(json.dumps([random.random()] * random.randrange(500, 25_000)), mimetype="application/json")


late = []


def late_model():
    if number() == 1800:
        import decimal, difflib, email.mime.multipart, xml.dom.minidom  # noqa: E401,F401

        late.append([os.urandom(1000) for _ in range(25_000)])


database = None


def rows_of_database():
    global database
    with lock:
        if database is None:
            database = sqlite3.connect(":memory:", check_same_thread=False)
            database.execute("create table orders (id integer primary key, body text)")
        database.execute("insert into orders (body) values (?)", (uuid.uuid4().hex * 20,))
        database.execute("delete from orders where id < (select max(id) - 2000 from orders)")


pool = ThreadPoolExecutor(24)


def growing_pool():
    pool.submit(lambda: sum(range(2000))).result()


def expiring():
    now = time.monotonic()
    with lock:
        table[uuid.uuid4().hex] = (now, os.urandom(1500))
        for key in [key for key, (at, _) in list(table.items())[:50] if now - at > 2]:
            del table[key]


jobs = queue.Queue(maxsize=500)


def consume():
    while True:
        jobs.get()
        time.sleep(0.0001)


if case == "queue_in_between":
    threading.Thread(target=consume, daemon=True).start()


def queue_in_between():
    jobs.put(os.urandom(5000))


if case == "rare_collections":
    gc.set_threshold(60_000, 20, 20)


def rare_collections():
    root = Node(None)
    root.children = [Node(root) for _ in range(30)]


mapped = None


def written_map():
    global mapped
    with lock:
        if mapped is None:
            file = tempfile.TemporaryFile()
            file.truncate(64 * 1024 * 1024)
            mapped = mmap.mmap(file.fileno(), 0)
    at = number() * 8192 % (60 * 1024 * 1024)
    mapped[at : at + 4096] = b"x" * 4096


connections = []


def pool_of_connections():
    with lock:
        if len(connections) < 60 and random.random() < 0.02:
            connections.append((socket.socketpair(), bytearray(100_000)))


rolling = deque(maxlen=400)


def mixed_sizes():
    rolling.append([bytes(random.choice([30, 300, 3000, 40_000, 200_000])) for _ in range(3)])


weak = weakref.WeakValueDictionary()


def weak_cache():
    one = Node(None)
    weak[number()] = one


rotating = logging.getLogger("rotating")
rotating.propagate = False
rotating.setLevel(logging.INFO)
if case == "rotating_log":
    rotating.addHandler(logging.handlers.RotatingFileHandler(os.path.join(tempfile.mkdtemp(), "service.log"), maxBytes=2_000_000, backupCount=2))


def rotating_log():
    rotating.info("x" * 3000)


def nothing():
    pass


data_of_all = [{"n": n, "text": str(n)} for n in range(150_000)] if case == "preloaded" else []


def preloaded():
    for one in random.sample(data_of_all, 3000):
        one["n"]


handler = globals()[case]


@app.get("/")
def index():
    truth.request()
    return handler() or {"ok": True}


@app.get("/other")
def other():
    return {"ok": True}
