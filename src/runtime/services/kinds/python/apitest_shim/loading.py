"""Finds the application: `module:attribute`, `module:a.b` or `module:factory()`."""
import contextlib
import gc
import inspect
import sys

from .problems import Problem, did_you_mean, last_line, public_names


NEVER = 2**31 - 1


@contextlib.contextmanager
def garbage_left_lying():
    """Imports make little garbage, and looking for it takes a tenth of their time. What the application asks of the collector stands."""
    before = gc.get_threshold()
    ours = (NEVER, *before[1:])
    gc.set_threshold(*ours)
    try:
        yield
    finally:
        if gc.get_threshold() == ours:
            gc.set_threshold(*before)


def load(spec):
    """The application and which of the two interfaces it has, `wsgi` or `asgi`."""
    module_name, _, expression = spec.partition(":")
    module = import_module(module_name)
    path = expression[:-2] if expression.endswith("()") else expression
    app = find_attribute(module, module_name, path)
    if path != expression:
        app = call_factory(app, path)
    elif is_factory(app):
        raise Problem(
            "`%s` is a function without parameters, not an application" % spec,
            "A factory is called where `()` stands behind it: write `app: %s()`" % spec,
            "kind",
        )
    return app, interface_of(app, spec)


def import_module(name):
    try:
        __import__(name)
    except Problem:
        raise
    except SystemExit as error:
        raise Problem("importing `%s` ends the program: SystemExit(%r)" % (name, error.code), stage="import", error=error) from None
    except BaseException as error:
        raise Problem("`import %s` fails: %s" % (name, last_line(error)), stage="import", error=error) from None
    return sys.modules[name]


def find_attribute(module, module_name, path):
    value, walked = module, module_name
    for part in path.split("."):
        if not hasattr(value, part):
            what = "module `%s`" % walked if value is module else "`%s`" % walked
            raise Problem("%s has no attribute `%s`" % (what, part), did_you_mean(part, candidates(value)), "attribute")
        value, walked = getattr(value, part), walked + "." + part
    return value


def candidates(owner):
    """What could be an application, where there is any; else all names."""
    names = public_names(owner)
    callables = [name for name in names if callable(getattr(owner, name, None))]
    return callables or names


def call_factory(factory, name):
    if not callable(factory):
        raise Problem("`%s` is %s and cannot be called" % (name, described(factory)), "Leave `()` out", "kind")
    try:
        return factory()
    except BaseException as error:
        raise Problem("`%s()` fails: %s" % (name, last_line(error)), stage="call", error=error) from None


def is_factory(app):
    return inspect.isfunction(app) and not inspect.signature(app).parameters


def interface_of(app, spec):
    if callable(app) and not inspect.isclass(app):
        function = app if inspect.isroutine(app) else app.__call__
        if inspect.iscoroutinefunction(function):
            return "asgi"
        if accepts(function, 2):
            return "wsgi"
        if accepts(function, 3):
            return "asgi"
    raise Problem(
        "`%s` is %s, neither a WSGI nor an ASGI application" % (spec, described(app)),
        "Name the application object, such as `app = Flask(__name__)`; a factory is called where `()` stands behind it",
        "kind",
    )


def accepts(function, count):
    try:
        inspect.signature(function).bind(*range(count))
    except TypeError:
        return False
    except ValueError:
        return count == 2  # written in C and silent about its parameters
    return True


def described(value):
    if inspect.isclass(value):
        return "the class `%s`" % value.__qualname__
    name = type(value).__name__
    return "%s `%s`" % ("an" if name[:1].lower() in "aeiou" else "a", name)
