"""Imported by the Python programs of a service while a leak window runs (first on PYTHONPATH). Each process, forked ones included,
answers on a socket of its own: behind a full collection, the bytes that are in use. It never makes a program fail."""

import os
import sys

# Nothing is imported later, in the thread: a process forked meanwhile would wait for ever for the lock of a half-imported module.
if os.environ.get("APITEST_PROBE_DIR"):
    try:
        import ctypes
        import gc
        import socket
        import threading
    except Exception:
        os.environ.pop("APITEST_PROBE_DIR")


def _measurer():
    """Everything that takes memory is made once, so that looking adds nothing to what is seen."""
    libc = mallinfo = None
    try:
        libc = ctypes.CDLL(None)
        fields = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()
        information = type("Information", (ctypes.Structure,), {"_fields_": [(name, ctypes.c_size_t) for name in fields]})
        # Only then every object is an allocation of the C library, and counted by it.
        if os.environ.get("PYTHONMALLOC") == "malloc":
            mallinfo = libc.mallinfo2
            mallinfo.restype = information
    except Exception:
        pass  # another C library: the collection alone helps too

    def measure():
        if gc.isenabled():  # a program that switched its collector off must not be collected by us
            gc.collect()
        text = '{"runtime":"python","pid":%d' % os.getpid()
        if mallinfo is not None:
            told = mallinfo()
            text += ',"live":%d,"committed":%d' % (told.uordblks + told.hblkhd, told.arena + told.hblkhd)
        try:
            libc.malloc_trim(0)
        except Exception:
            pass
        torch = sys.modules.get("torch")
        try:
            if torch is not None and torch.cuda.is_initialized():
                text += ',"gpu":%d' % sum(torch.cuda.memory_allocated(device) for device in range(torch.cuda.device_count()))
        except Exception:
            pass
        return (text + "}").encode()

    return measure


def _serve(folder, measure):
    path = os.path.join(folder, "python-%d.sock" % os.getpid())
    try:
        os.unlink(path)
    except OSError:
        pass
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    os.chmod(path, 0o666)
    server.listen(4)
    while True:
        connection, _ = server.accept()
        try:
            connection.sendall(measure())
            connection.shutdown(socket.SHUT_RDWR)  # a process forked meanwhile may hold a copy of this connection
        except OSError:
            pass
        finally:
            connection.close()


def _start():
    folder = os.environ["APITEST_PROBE_DIR"]

    measure = _measurer()

    def run():
        try:
            _serve(folder, measure)
        except Exception:
            pass

    threading.Thread(target=run, name="apitest-probe", daemon=True).start()


def _next_sitecustomize():
    """There may be one of the machine or of the user behind ours."""
    import importlib.machinery

    here = os.path.dirname(os.path.abspath(__file__))
    path = [entry for entry in sys.path if os.path.abspath(entry or ".") != here]
    found = importlib.machinery.PathFinder.find_spec("sitecustomize", path)
    if found is not None and found.loader is not None:
        import importlib.util

        found.loader.exec_module(importlib.util.module_from_spec(found))


try:
    _next_sitecustomize()
finally:
    if os.environ.get("APITEST_PROBE_DIR"):
        try:
            os.register_at_fork(after_in_child=_start)
            _start()
        except Exception:
            pass
