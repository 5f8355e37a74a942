"""What the scripts of this folder and of tests/fault share: a verdict that counts, a program path, raw sockets."""
import os
import resource
import socket
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
from servers import (ADMIN, SOURCE, Client, Process, box, free_port, make_site, start_latchkey,  # noqa: E402,F401
                     start_nginx)

FIXED = "fixed-token-for-tests"     # as option api.csrf, so that tools that know no cookies can log in
_hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (min(_hard, 65536), _hard))


def program():
    """The server under test: the first argument."""
    path = Path(sys.argv[1] if len(sys.argv) > 1 else SOURCE / "build/bench/latchkey").resolve()
    if not path.exists():
        sys.exit(f"there is no {path}")
    return path


class Checks:
    """Counts what held and what did not; `done` prints the verdict and ends the script."""

    def __init__(self):
        self.good, self.bad = 0, 0

    def __call__(self, held, what):
        self.good, self.bad = self.good + bool(held), self.bad + (not held)
        if not held:
            print(f"    not so: {what}", flush=True)
        return bool(held)

    def done(self):
        print(f"    {self.good} checks held, {self.bad} did not")
        sys.exit(1 if self.bad or not self.good else 0)


def skip(why):
    """Leaves out a script that can't run here; `run` counts it as skipped."""
    print(f"    skipped: {why}")
    sys.exit(77)


def exchange(port, data, seconds=3, source=None):
    """Everything that comes back for raw bytes until the peer closes or `seconds` pass; and whether it closed."""
    out, closed = b"", False
    with socket.create_connection(("127.0.0.1", port), 5, source_address=(source, 0) if source else None) as s:
        s.sendall(data)
        s.settimeout(seconds)
        try:
            while chunk := s.recv(65536):
                out += chunk
            closed = True
        except (TimeoutError, socket.timeout):
            pass
        except ConnectionResetError:
            closed = True
    return out, closed


def is_root():
    return os.geteuid() == 0
