"""Tells apitest once a second what Locust measured.

Locust loads this file beside the generated one (`-f locustfile.py,apitest_samples.py`), in every process; APITEST_SAMPLES says where
apitest listens. When apitest goes away, Locust ends: nothing is left behind.
"""

import json
import os
import signal
import socket
import time

import gevent
import psutil
from locust import events
from locust.runners import MasterRunner, WorkerRunner

_PROCESS = psutil.Process()


class Reporter:
    def __init__(self, environment, address):
        host, _, port = address.rpartition(":")
        self.environment = environment
        self.socket = socket.create_connection((host, int(port)))
        self.seconds = {}
        self.cpu = time.process_time()
        self.at = time.time()
        self.is_master = isinstance(environment.runner, MasterRunner)
        self.id = "master" if self.is_master else f"worker-{os.getpid()}"
        if not self.is_master and not isinstance(environment.runner, WorkerRunner):
            self.id = "locust"
        gevent.spawn(self.read)
        gevent.spawn(self.run)

    def send(self, message):
        try:
            self.socket.sendall(json.dumps({**message, "worker": self.id}).encode() + b"\n")
        except OSError:
            self.leave()

    def leave(self):
        os.kill(os.getpid(), signal.SIGTERM)
        gevent.spawn_later(5, os._exit, 1)

    def read(self):
        """What apitest asks for; the end of the connection is the end of apitest."""
        rest = b""
        while True:
            try:
                data = self.socket.recv(4096)
            except OSError:
                data = b""
            if not data:
                return self.leave()
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                self.obey(json.loads(line))

    def obey(self, wish):
        runner = self.environment.runner
        if isinstance(runner, WorkerRunner):
            return
        if wish.get("stop"):
            gevent.spawn(runner.quit)
        elif "users" in wish:
            rate = wish.get("spawnRate") or max(1, wish["users"])
            gevent.spawn(runner.start, wish["users"], spawn_rate=rate)

    def add(self, request_type, name, response_time, response_length, exception, **more):
        second = self.seconds.setdefault(int(time.time()), {})
        entry = second.setdefault((request_type, name), new_entry())
        response = more.get("response")
        status = getattr(response, "status_code", 0) or 0
        entry["url"] = entry["url"] or str(more.get("url") or getattr(response, "url", "") or "")
        entry["times"].append(round((response_time or 0) * 1000))
        entry["bytes"] += response_length or 0
        if status:
            entry["statuses"][str(status)] = entry["statuses"].get(str(status), 0) + 1
        if exception is None:
            return
        is_timeout = "timeout" in type(exception).__name__.lower() or "timed out" in str(exception)
        entry["timedOut" if is_timeout else "failed"] += 1
        message = "timeout" if is_timeout else (str(exception) or type(exception).__name__)
        if not status and not is_timeout:
            message = f"connection: {message}"
        entry["failures"][message] = entry["failures"].get(message, 0) + 1

    def run(self):
        while True:
            gevent.sleep(1 - time.time() % 1 + 0.02)
            self.flush(before=int(time.time()))

    def flush(self, before):
        now, cpu = time.time(), time.process_time()
        share = (cpu - self.cpu) / max(0.001, now - self.at)
        self.cpu, self.at = cpu, now
        done = sorted(second for second in self.seconds if second < before)
        runner = self.environment.runner
        state = {
            "kind": "second",
            "users": 0 if runner is None else runner.user_count,
            "cpu": share,
            "rss": _PROCESS.memory_info().rss,
        }
        for second in done or [before - 1]:
            entries = self.seconds.pop(second, {})
            endpoints = [{"method": method, "name": name, **entry} for (method, name), entry in entries.items()]
            self.send({**state, "time": second, "endpoints": endpoints})


def new_entry():
    return {"url": "", "times": [], "bytes": 0, "statuses": {}, "failed": 0, "timedOut": 0, "failures": {}}


@events.init.add_listener
def connect(environment, **_):
    address = os.environ.get("APITEST_SAMPLES")
    if not address or environment.runner is None:
        return
    reporter = Reporter(environment, address)
    reporter.send({"kind": "hello"})
    environment.events.request.add_listener(reporter.add)
    environment.events.test_start.add_listener(lambda **_: reporter.send({"kind": "start", "time": time.time()}))
    environment.events.test_stop.add_listener(lambda **_: reporter.flush(before=int(time.time()) + 1))
    environment.events.quitting.add_listener(lambda **_: reporter.flush(before=int(time.time()) + 1))
    environment.events.user_error.add_listener(
        lambda exception, **_: reporter.send({"kind": "error", "message": f"{type(exception).__name__}: {exception}"})
    )
