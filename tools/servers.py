"""Starting, asking and weighing the two servers of a benchmark; used by run.py and by tests/outside."""
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(SOURCE / "tests/conformance"))
from conformlib import free_port, nest, php  # noqa: E402

ADMIN = ("admin@example.com", "gannet-harbor-11")


def make_site(box, config=None, site="auth"):
    """A private copy of a fixture site with its configuration."""
    root = Path(box) / "site"
    shutil.copytree(SOURCE / "tests/conformance/sites" / site, root)
    target = root / "site/config/config.php"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("<?php\n\nreturn " + php(nest(config or {})) + ";\n")
    return root


class Process:
    """A server of our own, in its own process group, that listens on `port` once constructed."""

    def __init__(self, command, port, log, wait=30, poll=0.02, **options):
        self.port, self.command = port, [str(word) for word in command]
        self.log = open(log, "ab")
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
                                        start_new_session=True, **options)
        deadline = time.time() + wait
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                if self.process.poll() is not None or time.time() > deadline:
                    self.stop()
                    raise RuntimeError(f"{self.command[0]} did not start: {Path(log).read_text(errors='replace')[-2000:]}")
                time.sleep(poll)

    def pids(self):
        """The process and all its descendants."""
        found, todo = [], [self.process.pid]
        while todo:
            pid = todo.pop()
            found.append(pid)
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                todo += [int(word) for word in task.read_text().split()]
        return found

    def cpu_us(self):
        """CPU time of all processes so far, threads that ended among them, in microseconds: the clock of
        clock_getcpuclockid(3)."""
        total = 0
        for pid in self.pids():
            try:
                total += time.clock_gettime_ns((~pid << 3) | 2)
            except OSError:  # it ended meanwhile
                pass
        return total / 1000

    def run_on(self, cpus):
        """All threads of all processes on these processors from now on."""
        for pid in self.pids():
            for task in Path(f"/proc/{pid}/task").iterdir():
                os.sched_setaffinity(int(task.name), cpus)

    def status(self, name):
        """A number from /proc/PID/status (VmRSS, VmHWM in KiB; Threads), summed over all processes."""
        total = 0
        for pid in self.pids():
            found = re.search(rf"^{name}:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.M)
            total += int(found[1]) if found else 0
        return total

    def alive(self):
        return self.process.poll() is None

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        for sig, patience in ((signal.SIGTERM, 15), (signal.SIGKILL, 5)):
            try:
                os.killpg(self.process.pid, sig)
                self.process.wait(patience)
                break
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        self.log.close()


def start_latchkey(program, root, port=None, options=(), **more):
    port = port or free_port()
    return Process([program, "serve", "--root", root, "--port", port, *options], port, Path(root).parent / "latchkey.log", **more)


def start_nginx(box, template, **values):
    """nginx from a template; its {port} and {folder} are filled in here."""
    folder, port = Path(box) / "nginx", values.pop("port", None) or free_port()
    (folder / "www").mkdir(parents=True, exist_ok=True)
    text = Path(template).read_text()
    for name, value in {"folder": folder, "port": port, **values}.items():
        text = text.replace("{%s}" % name, str(value))
    (folder / "nginx.conf").write_text(text)
    return Process(["nginx", "-p", folder, "-c", folder / "nginx.conf"], port, folder / "start.log")


class Client:
    """A small browser: one connection, a cookie jar, the CSRF token."""

    def __init__(self, port, timeout=30):
        self.port, self.timeout, self.cookies, self.csrf = port, timeout, {}, None
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)

    def headers(self):
        out = {}
        if self.cookies:
            out["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self.csrf:
            out["X-CSRF"] = self.csrf
        return out

    def ask(self, method, path, body=None, headers=None):
        """Status, headers (lower-case names) and body of an answer."""
        send = {**self.headers(), **(headers or {})}
        if body is not None and not isinstance(body, (bytes, str)):
            body, send["Content-Type"] = json.dumps(body), "application/json"
        self.connection.request(method, path, body, send)
        answer = self.connection.getresponse()
        data = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            if value == "deleted":
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}, data

    def log_in(self, email=ADMIN[0], password=ADMIN[1], long=False):
        """Status of a login, with a token asked for unless one is set; the jar then holds the session."""
        if self.csrf is None:
            self.csrf = json.loads(self.ask("GET", "/api/auth/csrf")[2])["csrf"]
        return self.ask("POST", "/api/auth/login", {"email": email, "password": password, "long": long})[0]

    def close(self):
        self.connection.close()


def box():
    """A temporary folder that is deleted at the end of a with block."""
    return tempfile.TemporaryDirectory(prefix="latchkey-")
