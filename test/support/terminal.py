"""Runs a program in a terminal of its own and presses keys: terminal.py COLUMNS ROWS SECONDS=KEY… -- PROGRAM ARGUMENT…

The seconds count from the first line that shows a load under way. Prints what the program wrote, then its exit code.
"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time

split = sys.argv.index("--")
columns, rows, *keys = sys.argv[1:split]
presses = [(float(at), key) for at, key in (key.split("=", 1) for key in keys)]

child, terminal = pty.fork()
if child == 0:
    # The size has to be there before the program looks.
    time.sleep(0.2)
    os.execvp(sys.argv[split + 1], sys.argv[split + 1 :])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", int(rows), int(columns), 0, 0))

written = b""
began = None
while True:
    if select.select([terminal], [], [], 0.05)[0]:
        try:
            data = os.read(terminal, 65536)
        except OSError:  # Linux says so at the end
            break
        if not data:
            break
        written += data
    if began is None and "● 0:".encode() in written:
        began = time.monotonic()
    while began is not None and presses and time.monotonic() - began >= presses[0][0]:
        os.write(terminal, presses.pop(0)[1].encode())

_, status = os.waitpid(child, 0)
sys.stdout.buffer.write(written)
print(f"\nexit {os.waitstatus_to_exitcode(status)}")
