"""Runs a command on a terminal of its own: on-terminal.py COMMAND…

What arrives on standard input is typed; its end closes the terminal, as closing its window does. What
the terminal shows goes to standard output. Ends as the command does, by the same code or signal.
"""

import os
import pty
import select
import signal
import sys

KEYBOARD, SCREEN = 0, 1


def main(command):
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    serve(terminal)
    os.close(terminal)
    end_as(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def serve(terminal):
    """Returns when the command has let go of the terminal, or the keyboard is gone."""
    while True:
        readable, _, _ = select.select([terminal, KEYBOARD], [], [])
        if terminal in readable:
            shown = read(terminal)
            if not shown:
                return
            os.write(SCREEN, shown)
        if KEYBOARD in readable:
            typed = read(KEYBOARD)
            if not typed:
                return
            os.write(terminal, typed)


def read(fd):
    try:
        return os.read(fd, 65536)
    except OSError:  # EIO: nobody has the terminal open any more
        return b""


def end_as(code):
    if code < 0:
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    sys.exit(code)


main(sys.argv[1:])
