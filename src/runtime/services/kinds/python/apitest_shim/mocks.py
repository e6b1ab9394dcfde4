"""Functions that are replaced while tests run, by `unittest.mock`: those of the service for all of them, those of a test for itself."""
import ast
import base64
import builtins
import copy
import inspect
import sys
import threading

from .problems import Problem, did_you_mean, last_line, public_names
from .loading import described

KEPT_CALLS = 1000
DEEPEST = 8
LONGEST_TEXT = 10_000_000
LARGEST_INTEGER = 2**53


class Mocks:
    def __init__(self):
        self._lock = threading.RLock()
        self._service = []
        self._test = []

    def make_for_service(self, definitions):
        """Raises `Problem`, which tells its target."""
        self._service = self._make(definitions)

    def begin(self):
        with self._lock:
            self._undo()
            for mocked in self._service:
                mocked.forget()

    def apply(self, definitions):
        """For the test that has begun; all of them or, when one cannot be made, none."""
        with self._lock:
            self._test += self._make(definitions)

    def record(self, target):
        """What a mock has seen since the test began; None when there is no such mock."""
        with self._lock:
            for mocked in reversed(self._service + self._test):
                if mocked.target == target:
                    return mocked.record()
        return None

    def end(self):
        """Puts back what the test replaced, the last first, and says what went wrong with any mock meanwhile."""
        with self._lock:
            problems = [mocked.problem for mocked in self._service + self._test if mocked.problem is not None]
            self._undo()
            return problems

    def _make(self, definitions):
        made = []
        try:
            for target, definition in definitions.items():
                made.append(Mocked(target, definition, self._service + self._test + made))
        except Problem:
            for mocked in reversed(made):
                mocked.undo()
            raise
        return made

    def _undo(self):
        while self._test:
            self._test.pop().undo()


class Mocked:
    """One function that is replaced, or one value."""

    def __init__(self, target, definition, others):
        from unittest import mock

        self.target = target
        self.calls = []
        self.count = 0
        self.problem = None
        self._definition = definition
        self._position = 0
        self._lock = threading.Lock()
        owner, name = find_owner(target)
        current = getattr(owner, name)
        # A mock over another mock stands for the same function.
        self.original = next((other.original for other in others if other.replacement is current), current)
        kind = inspect.getattr_static(owner, name, None) if inspect.isclass(owner) else None
        self._takes_self = inspect.isfunction(kind)
        self._signature = signature_of(self.original)
        self.replacement = self._replacement(mock)
        new = staticmethod(self.replacement) if isinstance(kind, (staticmethod, classmethod)) else self.replacement
        self._patcher = mock.patch.object(owner, name, new=new)
        try:
            self._patcher.start()
        except (TypeError, AttributeError) as error:
            raise target_problem(target, "`%s` cannot be replaced: %s" % (target, error), "Mock the name under which your code looks it up") from None

    def undo(self):
        self._patcher.stop()

    def forget(self):
        with self._lock:
            self.calls = []
            self.count = 0
            self.problem = None
            self._position = 0
        if "value" not in self._definition:
            getattr(self.replacement, "mock", self.replacement).reset_mock()

    def record(self):
        with self._lock:
            padding = [{"args": [], "kwargs": {}}] * (self.count - len(self.calls))
            return {"target": self.target, "calls": padding + self.calls, "elsewhere": self._elsewhere() if self.count == 0 else []}

    def _replacement(self, mock):
        definition = self._definition
        if "value" in definition:
            return copy.deepcopy(definition["value"])
        if not callable(self.original):
            hint = "Replace it with `value: …`"
            raise target_problem(self.target, "`%s` is %s, not a function" % (self.target, described(self.original)), hint)
        behave = self._behaviour()
        if definition.get("autospec", inspect.isroutine(self.original)):
            return mock.create_autospec(self.original, side_effect=behave)
        kind = mock.AsyncMock if inspect.iscoroutinefunction(self.original) else mock.MagicMock
        return kind(name=self.target, side_effect=behave)

    def _behaviour(self):
        """What a call does. It is recorded first, as it is at that moment: arguments may change later."""
        definition = self._definition
        if "wraps" in definition:
            if inspect.iscoroutinefunction(self.original):

                async def wait_for_original(*args, **kwargs):
                    self._note(args, kwargs)
                    return await self.original(*args, **kwargs)

                return wait_for_original
            return lambda *args, **kwargs: (self._note(args, kwargs), self.original(*args, **kwargs))[1]
        if "raise" in definition:
            make = exception_maker(self.target, definition["raise"])

            def fail(*args, **kwargs):
                self._note(args, kwargs)
                raise make()

            return fail
        if "sequence" in definition:
            return self._next_of_sequence
        return lambda *args, **kwargs: (self._note(args, kwargs), copy.deepcopy(definition["return"]))[1]

    def _next_of_sequence(self, *args, **kwargs):
        self._note(args, kwargs)
        sequence = self._definition["sequence"]
        with self._lock:
            position = self._position
            self._position += 1
            if position >= len(sequence):
                values = "1 value" if len(sequence) == 1 else "%d values" % len(sequence)
                message = "`%s` was called %d times, and its sequence has %s" % (self.target, position + 1, values)
                self.problem = {"target": self.target, "message": message, "hint": "Add values, or use `return` for any number of calls"}
                raise AssertionError(message.replace("`", ""))
        return copy.deepcopy(sequence[position])

    def _note(self, args, kwargs):
        call = {"args": args[1:] if self._takes_self and args else args, "kwargs": kwargs}
        bound = self._bind(args, kwargs)
        if bound is not None:
            call["bound"] = bound
        call = plain(call)
        with self._lock:
            self.count += 1
            self.calls.append(call)
            if len(self.calls) > KEPT_CALLS:
                self.calls.pop(0)

    def _bind(self, args, kwargs):
        if self._signature is None:
            return None
        try:
            bound = self._signature.bind(*args, **kwargs)
        except TypeError:
            return None
        named = {}
        for position, (name, value) in enumerate(bound.arguments.items()):
            if self._takes_self and position == 0:
                continue
            kind = self._signature.parameters[name].kind
            if kind is inspect.Parameter.VAR_KEYWORD:
                named.update(value)
            else:
                named[name] = value
        return named

    def _elsewhere(self):
        """Other modules that hold the function under a name of their own: the mock may belong there."""
        if not inspect.isroutine(self.original) and not inspect.isclass(self.original):
            return []
        own = __name__.partition(".")[0]
        found = []
        for module_name, module in list(sys.modules.items()):
            if module is None or module_name == "__main__" or module_name.partition(".")[0] == own:
                continue
            names = list(getattr(module, "__dict__", {}).items())
            found += ["%s.%s" % (module_name, name) for name, value in names if value is self.original]
        return [name for name in found if name != self.target][:5]


def find_owner(target):
    """What holds the function, and its name there; modules on the way are imported."""
    path, _, name = target.rpartition(".")
    if not path or not name:
        raise target_problem(target, "`%s` names no module" % target, "Write where the function is looked up: `module.function`")
    first, *rest = path.split(".")
    owner = imported(first, target)
    walked = first
    for part in rest:
        walked = "%s.%s" % (walked, part)
        if not hasattr(owner, part) and inspect.ismodule(owner) and hasattr(owner, "__path__"):
            imported(walked, target)
        owner = attribute(owner, part, target, walked.rpartition(".")[0])
    attribute(owner, name, target, walked)
    return owner, name


def imported(name, target):
    try:
        __import__(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise target_problem(target, "`import %s` fails: %s" % (name, last_line(error)), error=error) from None
        known = sorted(one for one in sys.modules if "." not in name and not one.startswith("_") and "." not in one)
        near = did_you_mean(name, known).partition("? ")
        hint = near[0] + "?" if near[1] else "Mock the function where the code looks it up: `module.function`"
        raise target_problem(target, "there is no module `%s`" % name, hint) from None
    except BaseException as error:
        raise target_problem(target, "`import %s` fails: %s" % (name, last_line(error)), error=error) from None
    return sys.modules[name]


def attribute(owner, name, target, path):
    if hasattr(owner, name):
        return getattr(owner, name)
    what = "module `%s`" % path if inspect.ismodule(owner) else "`%s` (%s)" % (path, described(owner))
    raise target_problem(target, "%s has no attribute `%s`" % (what, name), did_you_mean(name, public_names(owner)))


def target_problem(target, message, hint=None, error=None):
    problem = Problem(message, hint, "mock", error)
    problem.target = target
    return problem


def signature_of(function):
    try:
        return inspect.signature(function)
    except (TypeError, ValueError):
        return None


def exception_maker(target, text):
    """A function that makes the exception anew for each call, from text such as `ValueError("bad")` or `requests.Timeout`."""
    hint = 'Write it as Python would, such as `ValueError("bad")` or `requests.exceptions.Timeout("late")`'
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError as error:
        raise target_problem(target, "`raise: %s` is not Python: %s" % (text, error.msg), hint) from None
    names = {"__builtins__": builtins}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not hasattr(builtins, node.id):
            names[node.id] = exception_root(node.id, tree, target)
    code = compile(tree, "<raise of %s>" % target, "eval")

    def make():
        return eval(code, names)

    try:
        made = make()
    except Exception as error:
        raise target_problem(target, "`raise: %s` fails: %s" % (text, last_line(error)), hint) from None
    if not isinstance(made, BaseException) and not (inspect.isclass(made) and issubclass(made, BaseException)):
        raise target_problem(target, "`raise: %s` is %s, not an exception" % (text, described(made)), hint)
    return make


def exception_root(name, tree, target):
    """The module or name at the beginning of a dotted name: of the module that is mocked, or one to import."""
    module = sys.modules.get(target.partition(".")[0])
    if module is not None and hasattr(module, name):
        return getattr(module, name)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            import_prefixes(dotted(node))
    return imported(name, target)


def import_prefixes(path):
    """Packages do not import their modules by themselves."""
    parts = path.split(".")
    for length in range(1, len(parts)):
        try:
            __import__(".".join(parts[:length]))
        except ImportError:
            return


def dotted(node):
    if isinstance(node, ast.Attribute):
        return "%s.%s" % (dotted(node.value), node.attr)
    return node.id if isinstance(node, ast.Name) else ""


def plain(value, depth=0):
    """A value as JSON holds it: bytes as `{base64}`, anything that JSON has no form for as `{repr}`."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str(value[:LONGEST_TEXT])
    if isinstance(value, int) and abs(value) <= LARGEST_INTEGER:
        return int(value)
    if isinstance(value, float) and value - value == 0:
        return float(value)
    if isinstance(value, (bytes, bytearray)):
        return {"base64": base64.b64encode(value[:LONGEST_TEXT]).decode()}
    if depth < DEEPEST:
        if isinstance(value, (list, tuple)):
            return [plain(item, depth + 1) for item in value]
        if isinstance(value, dict):
            return {str(key): plain(item, depth + 1) for key, item in value.items()}
        # numpy, pandas and torch
        if hasattr(value, "tolist") and getattr(value, "size", 0) is not None:
            try:
                return plain(value.tolist(), depth + 1)
            except Exception:
                pass
    try:
        return {"repr": repr(value)[:1000]}
    except Exception:
        return {"repr": "<%s>" % type(value).__name__}
