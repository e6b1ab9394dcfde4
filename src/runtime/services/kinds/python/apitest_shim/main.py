"""The order of things: find the application, replace what is to be replaced, serve, and end with the channel to apitest."""
import os
import signal
import socket
import sys
import threading
import time
import traceback

from .control import Control
from .loading import garbage_left_lying, load
from .problems import Problem, is_ours, with_short_paths

LAST_SECONDS = 1
WARM_UP_SECONDS = 0.15


class Stop(BaseException):
    """Raised in the main thread by SIGTERM."""


def main(descriptor):
    control = Control(descriptor)
    options = control.read()
    if options is None:
        return
    sys.argv = [options["app"]]
    shim = Shim(control)
    threading.Thread(target=shim.listen_to_apitest, daemon=True).start()
    measuring = None
    try:
        if options.get("coverage"):
            from .measuring import Measuring

            measuring = Measuring(options["since"])
        shim.serve(options)
    except Problem as problem:
        control.send(
            {
                "event": "failed",
                "stage": problem.stage,
                "message": problem.message,
                "hint": problem.hint,
                "traceback": problem.traceback,
                "target": getattr(problem, "target", None),
            }
        )
        leave(3)
    except Stop:
        pass
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if measuring is not None:
        measuring.save()
    leave(0)


class Shim:
    def __init__(self, control):
        self._control = control
        self._known_mocks = None
        self._lock = threading.Lock()
        self._serving = False
        self._kept = False

    def serve(self, options):
        with garbage_left_lying():
            app, interface = load(options["app"])
        if options.get("mocks"):
            self._mocks.make_for_service(options["mocks"])
        listener = socket.socket(fileno=options["socket"])
        listener.setblocking(True)
        if interface == "wsgi":
            from .wsgi import WsgiServer as Server
        else:
            from .asgi import AsgiServer as Server
        signal.signal(signal.SIGTERM, raise_stop)
        self._serving = True
        Server(app, listener).run(ready=lambda: self._say_ready(interface))

    def _say_ready(self, interface):
        self._control.send({"event": "ready", "interface": interface})
        # It takes longer to load than many an application. The first test with a mock need not wait for it, nor the first request.
        warm_up = threading.Timer(WARM_UP_SECONDS, self._warm_up)
        warm_up.daemon = True
        warm_up.start()

    @property
    def _mocks(self):
        with self._lock:
            if self._known_mocks is None:
                from .mocks import Mocks

                self._known_mocks = Mocks()
            return self._known_mocks

    def _warm_up(self):
        __import__("unittest.mock")
        self._mocks

    def listen_to_apitest(self):
        while True:
            message = self._control.read()
            if message is None:
                break
            if message["op"] == "keep":
                self._kept = True
                continue
            self._control.send({"id": message["id"], **self._answer(message)})
        if not self._kept:
            self._end()

    def _answer(self, message):
        try:
            return OPERATIONS[message["op"]](self, message)
        except Problem as problem:
            told = {"target": getattr(problem, "target", ""), "message": problem.message}
            return {"problems": [told if problem.hint is None else {**told, "hint": problem.hint}]}
        except Exception as error:
            traceback.print_exc()
            return {"error": "%s: %s" % (type(error).__name__, error)}

    def _end(self):
        """The run is over, or has died."""
        if self._serving:
            os.kill(os.getpid(), signal.SIGTERM)
        else:
            os._exit(0)

    def begin(self, _):
        self._mocks.begin()
        return {}

    def apply(self, message):
        self._mocks.apply(message["mocks"])
        return {}

    def record(self, message):
        return {"record": self._mocks.record(message["target"])}

    def end(self, _):
        return {"problems": self._mocks.end()}

    def stack(self, _):
        """Where the main thread is, for an application that does not get ready."""
        frames = traceback.extract_stack(sys._current_frames().get(threading.main_thread().ident))
        lines = "".join(traceback.format_list([frame for frame in frames if not is_ours(frame.filename)])).rstrip("\n").split("\n")
        return {"stack": with_short_paths(lines)}


OPERATIONS = {"begin": Shim.begin, "apply": Shim.apply, "record": Shim.record, "end": Shim.end, "stack": Shim.stack}


def raise_stop(*_):
    raise Stop


def leave(status):
    """Ends the process, with what the application wants to do at its end, but without waiting for its threads for long."""

    def insist():
        time.sleep(LAST_SECONDS)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)

    threading.Thread(target=insist, daemon=True).start()
    sys.exit(status)
