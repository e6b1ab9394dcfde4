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


def _c_allocator(libc):
    """Bytes in use and bytes taken from the system, of the C library's allocator; None where it does not tell."""
    fields = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()
    try:
        tell, number = libc.mallinfo2, ctypes.c_size_t
    except AttributeError:
        try:
            tell, number = libc.mallinfo, ctypes.c_uint  # glibc before 2.33: right up to 4 GiB
        except AttributeError:
            return None
    tell.restype = type("Information", (ctypes.Structure,), {"_fields_": [(name, number) for name in fields]})

    def measure():
        told = tell()
        return told.uordblks + told.hblkhd, told.arena + told.hblkhd

    return measure


def _python_allocator(libc):
    """The same of Python's own allocator for small objects. It tells nobody but stderr of the C library, so that is a piece of memory
    meanwhile; Python's own stderr is another one, and stays."""
    if os.environ.get("PYTHONMALLOC", "").startswith("malloc"):
        return lambda: (0, 0)  # switched off: the C library has everything
    stderr = ctypes.c_void_p.in_dll(libc, "stderr")
    libc.open_memstream.restype = ctypes.c_void_p
    libc.open_memstream.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    libc.fclose.argtypes = libc.free.argtypes = [ctypes.c_void_p]

    def number(text, name):
        return int(text[text.index(name) :].split(b"=", 1)[1].split()[0].replace(b",", b""))

    def measure():
        start, length = ctypes.c_void_p(), ctypes.c_size_t()
        stream = libc.open_memstream(ctypes.byref(start), ctypes.byref(length))
        before = stderr.value
        stderr.value = stream
        try:
            sys._debugmallocstats()
        finally:
            stderr.value = before
            libc.fclose(stream)
        text = ctypes.string_at(start.value, length.value)
        libc.free(start.value)
        return number(text, b"# bytes in allocated blocks"), number(text, b" bytes/arena")

    measure()  # raises where it is another allocator
    return measure


def _measurer():
    """Everything that takes memory is made once, so that looking adds nothing to what is seen."""
    libc, parts = None, []
    try:
        libc = ctypes.PyDLL(None)
        parts = [_c_allocator(libc), _python_allocator(libc)]
    except Exception:
        pass  # another C library, or another Python: the collection alone helps too

    def measure():
        if gc.isenabled():  # a program that switched its collector off must not be collected by us
            gc.collect()
        text = '{"runtime":"python","pid":%d' % os.getpid()
        if len(parts) == 2 and parts[0] is not None:
            told = [part() for part in parts]
            text += ',"live":%d,"committed":%d' % (sum(live for live, _ in told), sum(taken for _, taken in told))
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
            if hasattr(os, "register_at_fork"):  # since Python 3.7
                os.register_at_fork(after_in_child=_start)
            _start()
        except Exception:
            pass
