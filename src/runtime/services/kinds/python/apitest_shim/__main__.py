"""The program. This file alone must be readable by every Python there is, so that an old one is told rather than shown a syntax error."""
import json
import os
import sys

CONTROL = 5
OLDEST = (3, 9)

if __name__ == "__main__":
    if sys.version_info < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:3])
        oldest = ".".join(str(part) for part in OLDEST)
        problem = {
            "event": "failed",
            "stage": "python",
            "message": "Python " + found + " is too old",
            "hint": "Install Python " + oldest + " or newer, or name another interpreter with `python: …`",
        }
        os.write(CONTROL, json.dumps(problem).encode("ascii") + b"\n")
        sys.exit(3)
    # Python puts this folder first, where the application's own modules belong.
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path = [os.path.dirname(here)] + [path for path in sys.path if path != here]
    from apitest_shim.main import main

    sys.path[0] = os.getcwd()
    main(CONTROL)
