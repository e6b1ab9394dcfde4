"""Flask services that use libraries, extension modules and time as programs in the field do; CASE chooses one."""

import functools
import gc
import logging
import os
import random
import re
import sqlite3
import subprocess
import tempfile
import threading
import uuid
from multiprocessing import shared_memory

from flask import Flask, Response, copy_current_request_context, g, render_template_string

import truth

app = Flask(__name__)
case = os.environ["CASE"]
kept, table, counter, lock = [], {}, [0], threading.Lock()


def number():
    with lock:
        counter[0] += 1
        return counter[0]


# What leaks.

file = "orders-%d.db" % os.getpid()  # beside the copy of this file, and gone with it


def connections_left():
    connection = sqlite3.connect(file, check_same_thread=False)
    connection.execute("select 1").fetchall()
    kept.append(connection)


class Row:
    def __init__(self, key):
        self.id, self.name, self.price = key, "item %s" % key, random.random()


def identity_map():
    key = uuid.uuid4().hex
    table[Row, key] = Row(key)


def sqlalchemy_session():
    from sqlalchemy import Integer, String, create_engine
    from sqlalchemy.orm import Session, declarative_base, mapped_column
    from sqlalchemy.pool import StaticPool

    with lock:
        if not table:
            base = declarative_base()

            class Item(base):
                __tablename__ = "items"
                id = mapped_column(Integer, primary_key=True)
                name = mapped_column(String)

            engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
            base.metadata.create_all(engine)
            table.update(session=Session(engine), item=Item)
        # one session for the whole life of the service, and somebody who holds what it loads
        item = table["item"](name=uuid.uuid4().hex)
        table["session"].add(item)
        table["session"].flush()
        kept.append(item)


def numpy_results():
    import numpy

    kept.append(numpy.random.random(700))


class Prices:
    @functools.cache
    def of(self, sku):
        return {"sku": sku, "price": random.random()}


def cached_method():
    Prices().of(uuid.uuid4().hex)


log = logging.getLogger("requests")
log.propagate = False


def handlers_added():
    log.addHandler(logging.NullHandler())


def generators_left():
    def pages():
        page = os.urandom(900)
        while True:
            yield page

    one = pages()
    next(one)
    kept.append(one)


def request_contexts():
    @copy_current_request_context
    def later():
        return g

    kept.append(later)


def shared_blocks():
    block = shared_memory.SharedMemory(create=True, size=16_384)
    block.buf[:] = b"x" * 16_384
    block.unlink()
    kept.append(block)


def every_thousandth():
    if number() % 1000 == 0:
        kept.append(os.urandom(500_000))


def from_the_middle_on():
    if number() > 2800:
        kept.append(os.urandom(3000))


def children_left():
    if number() % 100 == 0:
        kept.append(subprocess.Popen(["sleep", "600"]))


def growing_history():
    kept.append({"n": number(), "id": uuid.uuid4().hex})
    return kept[-500:]


def spooled_uploads():
    upload = tempfile.SpooledTemporaryFile(max_size=100_000)
    upload.write(os.urandom(6000))
    kept.append(upload)


def registered_types():
    table[number()] = type("Form%d" % number(), (), {"fields": ("a", "b")})


# What does not.


class Closing:
    def __init__(self):
        self.other, self.data = self, os.urandom(4000)

    def __del__(self):
        self.data = None


def cycles_with_del():
    Closing()


@functools.lru_cache(maxsize=700)
def rendered(key):
    return os.urandom(2500)


def bounded_lru():
    rendered(number())


def numpy_scratch():
    import numpy

    return {"sum": float((numpy.random.random(random.randrange(1000, 200_000)) * 2).sum())}


def growing_answer():
    return Response('"%s"' % ("x" * min(number(), 6000) * 60), mimetype="application/json")


def batches():
    with lock:
        kept.append(os.urandom(1500))
        if len(kept) >= 2700:
            kept.clear()


def thread_arenas():
    def work():
        blocks = [bytes(random.randrange(10_000, 120_000)) for _ in range(10)]
        return len(blocks)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def patterns():
    re.compile("item-%d-[a-z]{%d}" % (number() % 3000, random.randrange(2, 40)))


def templates():
    return {"page": render_template_string("{{ name }} %d" % (number() % 700), name="apitest")}


def forgotten_types():
    type("Form%d" % number(), (), {"fields": ("a", "b")})


def slow_cache():
    key = random.randrange(2000)
    with lock:
        if key not in table:
            table[key] = os.urandom(3000)


def connections_closed():
    connection = sqlite3.connect(file)
    connection.execute("create table if not exists orders (id integer primary key, body text)")
    connection.execute("insert or replace into orders values (?, ?)", (random.randrange(200), "x" * 500))
    connection.commit()
    connection.close()


def frozen_garbage():
    if number() == 100:
        gc.freeze()
    a, b = {"x": bytearray(3000)}, {}
    a["b"], b["a"] = b, a


handler = globals()[case]


@app.get("/")
def index():
    truth.request()
    return handler() or {"ok": True}


@app.get("/other")
def other():
    return {"ok": True}
