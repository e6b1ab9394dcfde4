"""Coverage of the application by coverage.py, where it is asked for: what `coverage run` does, from inside."""
import os

from .problems import Problem


class Measuring:
    def __init__(self, since):
        """`since`: when the run of apitest began; an older file is replaced, a newer one is of another service and is added to."""
        try:
            import coverage
        except ImportError:
            hint = "Install it (`pip install coverage`), or leave out `coverage: true`"
            raise Problem("coverage.py is not installed", hint, "coverage") from None
        self._since = since
        self._coverage = coverage.Coverage()
        self._parallel = bool(self._coverage.get_option("run:parallel"))
        # A file of its own keeps services apart that end at the same moment.
        self._coverage.set_option("run:parallel", True)
        if not self._coverage.get_option("run:source") and not self._coverage.get_option("run:include"):
            self._coverage.set_option("run:source", ["."])
        own = os.path.join(os.path.dirname(os.path.abspath(__file__)), "*")
        self._coverage.set_option("run:omit", [*(self._coverage.get_option("run:omit") or []), own])
        self._coverage.start()

    def save(self):
        """Into `.coverage`, or wherever the configuration says; with `parallel = true` into a file of its own, for `coverage combine`."""
        from coverage.exceptions import NoDataError

        self._coverage.stop()
        self._coverage.save()
        if self._parallel:
            return
        own = self._coverage.get_data().data_filename()
        with FolderLock(os.path.dirname(own)):
            self._combine(own, NoDataError)

    def _combine(self, own, no_data):
        import coverage

        joint = coverage.Coverage()
        file = os.path.abspath(joint.get_option("run:data_file"))
        if os.path.exists(file) and os.path.getmtime(file) > self._since:
            joint.load()
        try:
            joint.combine([own], strict=False)
        except no_data:
            return
        joint.save()


class FolderLock:
    """Two services of one folder may end at the same time."""

    def __init__(self, folder):
        self._folder = folder or "."

    def __enter__(self):
        import fcntl

        self._descriptor = os.open(self._folder, os.O_RDONLY)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def __exit__(self, *_):
        os.close(self._descriptor)
