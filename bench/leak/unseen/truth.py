"""What a server has really kept, counted by the server itself while it runs: deep sizes of the objects that it holds on to."""

import gc
import json
import os
import sys
import threading
import types

_shared = (type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType, types.CodeType, types.FrameType, threading.Thread)
_lock = threading.Lock()
_state = {"bytes": 0, "requests": 0}
_folder = os.environ.get("TRUTH")


def size_of(root):
    """Everything that only this object holds; small integers, names and classes belong to everybody."""
    seen, open_, total = set(), [root], 0
    while open_:
        one = open_.pop()
        if id(one) in seen or isinstance(one, _shared) or one is None or isinstance(one, bool):
            continue
        if isinstance(one, str) and sys.getrefcount(one) > 6:
            continue
        if isinstance(one, int) and -6 < one < 257:
            continue
        seen.add(id(one))
        total += sys.getsizeof(one)
        open_.extend(gc.get_referents(one))
    return total


def keeps(size):
    """Called for each object that is kept for good."""
    with _lock:
        _state["bytes"] += size


def request():
    """Called for each request; the file is written now and then."""
    with _lock:
        _state["requests"] += 1
        if _folder and _state["requests"] % 50 == 0:
            with open(os.path.join(_folder, "%d.json" % os.getpid()), "w") as file:
                json.dump(_state, file)
