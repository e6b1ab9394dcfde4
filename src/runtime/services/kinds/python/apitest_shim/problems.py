"""What a user is told when something is wrong, and tracebacks that show the application's code alone."""
import difflib
import os
import traceback

HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep
SHOWN_NAMES = 12


class Problem(Exception):
    """Something that the user can put right: a message of one line, a hint, and a traceback where there is one."""

    def __init__(self, message, hint=None, stage=None, error=None):
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.stage = stage
        self.traceback = [] if error is None else with_short_paths(application_traceback(error))


def application_traceback(error):
    """The lines of a traceback without the frames of this package, through which every one begins."""
    frames = error.__traceback__
    while frames is not None and is_ours(frames.tb_frame.f_code.co_filename):
        frames = frames.tb_next
    text = "".join(traceback.format_exception(type(error), error, frames))
    return text.rstrip("\n").split("\n")


def with_short_paths(lines):
    """Files below the working folder by their way from there, so that a line number is not cut off where there is little room."""
    here = 'File "%s%s' % (os.getcwd(), os.sep)
    return [line.replace(here, 'File "') for line in lines]


def is_ours(file):
    return file.startswith(HERE) or file.startswith("<frozen importlib")


def last_line(error):
    """Such as `ValueError: no model`, with the place for mistakes of syntax."""
    line = traceback.format_exception_only(type(error), error)[-1].strip()
    if isinstance(error, SyntaxError) and error.filename is not None:
        return "%s (%s, line %s)" % (line, os.path.relpath(error.filename), error.lineno)
    return line


def did_you_mean(name, known):
    """A hint that names the nearest of what is there."""
    near = difflib.get_close_matches(name, known, 1)
    listed = ", ".join("`%s`" % one for one in known[:SHOWN_NAMES])
    more = " and %d more" % (len(known) - SHOWN_NAMES) if len(known) > SHOWN_NAMES else ""
    there = "It has %s%s" % (listed, more) if known else "It has no names of its own"
    return "Did you mean `%s`? %s" % (near[0], there) if near else there


def public_names(owner):
    """Names that a module or object has by itself: no underscores, and no modules that it has merely imported."""
    names = [name for name in dir(owner) if not name.startswith("_")]
    return [name for name in names if type(getattr(owner, name, None)).__name__ != "module"] or names
