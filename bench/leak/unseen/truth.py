"""What a server really keeps of a request, traced by Python itself in a run of its own: all blocks that are in use after 1,000 and after
4,000 requests, as the allocators hand them out (steps of 16 bytes, and 8 more beyond 512)."""

import gc
import json
import os
import threading
import tracemalloc

_file = os.environ.get("TRUTH")
_lock = threading.Lock()
_state = {"requests": 0}
FROM, UNTIL = 1000, 4000

if _file:
    tracemalloc.start()


def _in_use():
    gc.collect()
    asked = allocated = 0
    for trace in tracemalloc.take_snapshot().traces:
        asked += trace.size
        allocated += (trace.size + 15) // 16 * 16 if trace.size <= 512 else (trace.size + 23) // 16 * 16
    return asked, allocated


def request():
    """Called for each request."""
    if not _file:
        return
    with _lock:
        _state["requests"] += 1
        if _state["requests"] == FROM:
            _state["first"] = _in_use()
        elif _state["requests"] == UNTIL:
            asked, allocated = (later - first for later, first in zip(_in_use(), _state["first"]))
            with open(_file, "w") as file:
                json.dump({"requests": UNTIL - FROM, "asked": asked, "bytes": allocated}, file)
