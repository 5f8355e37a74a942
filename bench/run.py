#!/usr/bin/env python3
"""Measures Latchkey beside nginx on this machine, in one run and in turns, and writes bench/results/.

    bench/run.py --latchkey build/bench/latchkey [--rounds 15] [--requests 30000] [--only NAME,...]

CPU is what the scheduler counted for the server's threads (/proc/PID/task/*/schedstat), divided by the requests of
a round; nginx serves the same bytes from a file. A ratio below 1 means that Latchkey needed less.
"""
import argparse
import base64
import datetime
import json
import os
import platform
import resource
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
from servers import ADMIN, SOURCE, Client, box, make_site, start_latchkey, start_nginx

CONFIG = {"api.basicAuth": True, "api.allowInsecure": True}
PAGE = "/api/pages/home"


def load(opts, port, path, headers=(), **more):
    words = [opts.load, "--port", port, "--path", path]
    for header in headers:
        words += ["--header", header]
    for name, value in more.items():
        words += [f"--{name}", value]
    return json.loads(subprocess.run([str(w) for w in words], check=True, capture_output=True, text=True).stdout)


def round_of(opts, server, path, headers, expected=200, **more):
    """CPU microseconds a request, and the client's numbers, for one round."""
    before = server.cpu_us()
    result = load(opts, server.port, path, headers, **more)
    result["cpu_us"] = (server.cpu_us() - before) / max(1, result["requests"])
    if result["statuses"] != {str(expected): result["requests"]} or result["broken"]:
        raise RuntimeError(f"{path}: wanted {expected} only, got {result}")
    return result


def in_turns(opts, ours, theirs, headers, connections):
    """Rounds A B A B …, servers on the first processor and the client on the last, as a client that wanders between
    them changes the cost of both servers by half. Medians of CPU, the spread, throughput and latencies of both; the
    ratios are medians over the pairs, so that a machine that slows down weighs on both sides."""
    rows = {"latchkey": [], "nginx": []}
    all_cpus = sorted(os.sched_getaffinity(0))
    for server in (ours, theirs):
        server.run_on(all_cpus[:1])
    os.sched_setaffinity(0, all_cpus[-1:])
    for server, path, sent in ((ours, PAGE, headers), (theirs, "/page.json", ())):
        round_of(opts, server, path, sent, connections=connections, requests=2000)  # warm both
    for _ in range(opts.rounds):
        for name, server, path, sent in (("latchkey", ours, PAGE, headers), ("nginx", theirs, "/page.json", ())):
            rows[name].append(round_of(opts, server, path, sent, connections=connections, requests=opts.requests))
    os.sched_setaffinity(0, all_cpus)
    for server in (ours, theirs):
        server.run_on(all_cpus)
    out = {}
    for name, results in rows.items():
        cpu = [r["cpu_us"] for r in results]
        out[name] = {"cpu_us": statistics.median(cpu), "cpu_us_min": min(cpu), "cpu_us_max": max(cpu),
                     "per_second": statistics.median(r["requests"] / r["seconds"] for r in results),
                     "p50_us": statistics.median(r["p50"] for r in results),
                     "p99_us": statistics.median(r["p99"] for r in results)}
    for ratio, key in (("cpu_ratio", "cpu_us"), ("p99_ratio", "p99")):
        pairs = sorted(a[key] / b[key] for a, b in zip(rows["latchkey"], rows["nginx"]))
        out[ratio], out[ratio + "_spread"] = statistics.median(pairs), f"{pairs[0]:.2f} to {pairs[-1]:.2f}"
    return out


class Bench:
    def __init__(self, opts, folder):
        self.opts, self.folder = opts, Path(folder)
        self.root = make_site(folder, CONFIG)
        self.server = start_latchkey(opts.latchkey, self.root, options=["--loops", opts.threads])
        self.client = Client(self.server.port)
        if self.client.log_in() != 200:
            raise RuntimeError("the login failed")
        self.session = [f"{name}: {value}" for name, value in self.client.headers().items()]
        self.basic = ["Authorization: Basic " + base64.b64encode(":".join(ADMIN).encode()).decode()]
        page = self.client.ask("GET", PAGE)
        if page[0] != 200:
            raise RuntimeError(f"GET {PAGE}: {page[0]}")
        self.page = page[2]
        www = self.folder / "nginx/www"
        www.mkdir(parents=True)
        (www / "page.json").write_bytes(self.page)
        self.nginx = start_nginx(folder, SOURCE / "bench/nginx.conf", threads=opts.threads)

    def stop(self):
        self.server.stop()
        self.nginx.stop()

    def session_get(self):
        """GET of a page with session and CSRF token, beside nginx with the same bytes; 8 connections."""
        return in_turns(self.opts, self.server, self.nginx, self.session, 8)

    def basic_get(self):
        """The same with remembered Basic credentials."""
        return in_turns(self.opts, self.server, self.nginx, self.basic, 8)

    def latency_64(self):
        """Latency with 64 connections and a session."""
        return in_turns(self.opts, self.server, self.nginx, self.session, 64)

    def logins(self):
        """Right logins a second over 4 connections, beside the bare hash on one thread."""
        bare = json.loads(subprocess.run([self.opts.bare_hash], check=True, capture_output=True, text=True).stdout)
        client = Client(self.server.port)
        client.csrf = json.loads(client.ask("GET", "/api/auth/csrf")[2])["csrf"]
        headers = [f"{name}: {value}" for name, value in client.headers().items()] + ["Content-Type: application/json"]
        body = json.dumps({"email": ADMIN[0], "password": ADMIN[1], "long": False})
        result = round_of(self.opts, self.server, "/api/auth/login", headers, method="POST", body=body, connections=4,
                          requests=200, seconds=60)
        rate = result["requests"] / result["seconds"]
        return {"per_second": rate, "cpu_ms": result["cpu_us"] / 1000, "bare_hash_ms": bare["median_ms"],
                "cpu_ratio": result["cpu_us"] / 1000 / bare["median_ms"], "p50_ms": result["p50"] / 1000}

    def idle_connections(self):
        """Memory with 10 000 idle keep-alive connections that each had one answer."""
        count = 10000
        config = {**CONFIG, "limits.connections": count + 100, "limits.connectionsPerAddress": count + 100,
                  "limits.idleTimeout": 600}
        with box() as folder:
            server = start_latchkey(self.opts.latchkey, make_site(folder, config))
            try:
                before, sockets = server.status("VmRSS"), []
                for _ in range(count):
                    s = socket.create_connection(("127.0.0.1", server.port), 10)
                    s.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    sockets.append(s)
                answered = sum(s.recv(4096).startswith(b"HTTP/1.1 ") for s in sockets)
                after, start = server.status("VmRSS"), time.perf_counter()
                Client(server.port).ask("GET", "/healthz")
                fresh = time.perf_counter() - start
                for s in sockets:
                    s.close()
                return {"connections": answered, "kib_before": before, "kib_after": after,
                        "bytes_each": (after - before) * 1024 / max(1, answered), "next_answer_ms": fresh * 1000}
            finally:
                server.stop()

    def sessions_100000(self):
        """Memory with 100 000 live sessions: the row of one login is written 100 000 times under other keys."""
        count = 100000
        with box() as folder:
            root = make_site(folder, CONFIG)
            server = start_latchkey(self.opts.latchkey, root)
            empty = server.status("VmRSS")
            client = Client(server.port)
            client.log_in()
            server.stop()
            seeded = seed_sessions(root / "site/latchkey/state.db", count)
            started = time.perf_counter()
            server = start_latchkey(self.opts.latchkey, root)
            started = time.perf_counter() - started
            try:
                rest = server.status("VmRSS")
                status = client_with(client, server.port).ask("GET", PAGE)[0]
                result = round_of(self.opts, server, PAGE, [f"{n}: {v}" for n, v in client.headers().items()],
                                  connections=8, requests=self.opts.requests)
                return {"sessions": seeded, "kib_without": empty, "kib_with": rest, "start_seconds": started,
                        "session_still_valid": status == 200, "cpu_us": result["cpu_us"]}
            finally:
                server.stop()


def client_with(client, port):
    other = Client(port)
    other.cookies, other.csrf = client.cookies, client.csrf
    return other


def seed_sessions(database, count):
    """Copies one stored session `count` times under random keys (docs/formats/state.md); returns how many there are."""
    table = b"sessions"  # names of tables are stored as bytes
    with sqlite3.connect(database) as db:
        value, owner, expires = db.execute("select value, owner, expires from rows where tab = ?", (table,)).fetchone()
        db.executemany("insert into rows (tab, key, value, owner, expires) values (?, ?, ?, ?, ?)",
                       ((table, os.urandom(32), value, owner, expires) for _ in range(count)))
        return db.execute("select count(*) from rows where tab = ?", (table,)).fetchone()[0]


GOALS = {"session_get": ("cpu_ratio", 1.3), "basic_get": ("cpu_ratio", 1.5)}


def machine():
    name = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                 if line.startswith("model name")), platform.machine())
    return f"{os.cpu_count()} cores, {name}, Linux {platform.release()}, load average {os.getloadavg()[0]:.1f} at the start"


def report(data):
    lines = [f"# {data['date']}, commit {data['commit']}", "", f"Machine: {data['machine']}.",
             f"Method: {data['method']}", ""]
    for name, result in data["results"].items():
        lines += [f"## {name}", "", (getattr(Bench, name).__doc__ or "").strip(), "", "| | |", "|---|---|"]
        flat = {}
        for key, value in result.items():
            flat.update({f"{key} {k}": v for k, v in value.items()} if isinstance(value, dict) else {key: value})
        lines += [f"| {k} | {v:.2f} |" if isinstance(v, float) else f"| {k} | {v} |" for k, v in flat.items()]
        if name in GOALS and GOALS[name][0] in result:
            key, limit = GOALS[name]
            lines += ["", f"Goal: {key} at most {limit}: {'reached' if result[key] <= limit else 'missed'}."]
        lines.append("")
    return "\n".join(lines)


def main():
    names = ["session_get", "basic_get", "latency_64", "logins", "idle_connections", "sessions_100000"]
    ap = argparse.ArgumentParser(description="Latchkey beside nginx, in turns, on this machine.")
    ap.add_argument("--latchkey", type=Path, default=SOURCE / "build/bench/latchkey")
    ap.add_argument("--rounds", type=int, default=15)
    ap.add_argument("--requests", type=int, default=30000, help="in each round")
    ap.add_argument("--threads", type=int, default=1, help="loops of Latchkey and workers of nginx")
    ap.add_argument("--only", default="", help=f"comma-separated: {' '.join(names)}")
    ap.add_argument("--no-write", action="store_true", help="print only")
    opts = ap.parse_args()
    opts.latchkey = opts.latchkey.resolve()
    opts.load, opts.bare_hash = opts.latchkey.parent / "load", opts.latchkey.parent / "bare_hash"
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(limit, 65536), limit))
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=SOURCE, capture_output=True, text=True).stdout.strip()
    data = {"date": datetime.date.today().isoformat(), "commit": commit or "unknown", "machine": machine(),
            "method": f"one client process on loopback, {opts.rounds} rounds of {opts.requests} requests for each "
                      f"server in turns, {opts.threads} loop and nginx worker; medians of the rounds and of the pairs' ratios.", "results": {}}
    with box() as folder:
        bench = Bench(opts, folder)
        data["page_bytes"] = len(bench.page)
        try:
            for name in [n for n in names if n in opts.only.split(",")] or names:
                print(f"{name} …", file=sys.stderr, flush=True)
                try:
                    data["results"][name] = getattr(bench, name)()
                except Exception as error:  # one measurement that fails must not lose the others
                    data["results"][name] = {"failed": str(error)[:400]}
        finally:
            bench.stop()
    text = report(data)
    print(text)
    if not opts.no_write:
        target = SOURCE / "bench/results" / f"{data['date']}-{data['commit']}"
        target.parent.mkdir(exist_ok=True)
        target.with_name(target.name + ".md").write_text(text)
        target.with_name(target.name + ".json").write_text(json.dumps(data, indent=2) + "\n")
    return 1 if any("failed" in result for result in data["results"].values()) else 0


if __name__ == "__main__":
    sys.exit(main())
