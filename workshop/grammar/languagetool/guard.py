"""Runs a command and ends it when whoever started us is gone: `python guard.py COMMAND…`, with a pipe as input.

A process of its own, because a program that is killed with -9 cannot tidy up after itself. The system closes the
program's end of the pipe whatever ended it, on every platform, and that is the sign. Standard library only, and it is
started with -I -S: 20 ms, 9 MB. On Linux the child is also bound to this guard's own life.
"""

import contextlib
import ctypes
import signal
import subprocess
import sys
import threading

#: How long Java may take to end in order.
PATIENCE_SECONDS = 3
PR_SET_PDEATHSIG = 1


def main(command: list[str]) -> int:
    """Give the command's exit status."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, preexec_fn=_die_with_parent if _ON_LINUX else None)
    threading.Thread(target=_end_when_pipe_closes, args=(child,), daemon=True).start()
    return child.wait()


_ON_LINUX = sys.platform == "linux"


def _end_when_pipe_closes(child: subprocess.Popen[bytes]) -> None:
    while sys.stdin.buffer.read(1):
        pass
    child.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(PATIENCE_SECONDS)
    child.kill()


def _die_with_parent() -> None:
    """For the case that the guard itself is killed. Runs in the child, before it becomes Java."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
