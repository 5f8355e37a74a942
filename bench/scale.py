#!/usr/bin/env python3
"""Measures what the number of pages costs: start, memory, reading, searching, writing, edits from outside.

    bench/scale.py --latchkey build/bench/latchkey [--sizes 100,10000,100000] [--only NAME,...]

Each size is a site of `./dev site` (seed 1) in a temporary folder. CPU is what the scheduler counted for the server's
threads. Results of several runs of one commit and day are merged in bench/results/DATE-COMMIT-scale.json, so that the
sizes can be measured one after the other; the page beside it (.md) is written anew each time.
"""
import argparse
import datetime
import json
import random
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
from servers import SOURCE, Client, box, start_latchkey, start_nginx
sys.path.insert(0, str(SOURCE / "tools/sites"))
import frame
import make
from run import PAGE, client_with, in_turns, machine, round_of

LOGIN = frame.ACCOUNTS[0][1]
RARE = "zzqqxx"  # no page holds it


def page_ids(content):
    """Ids of all pages as the API writes them in paths, drafts too, in a fixed order."""
    out, todo = [], [(content, "")]
    while todo:
        folder, prefix = todo.pop()
        for entry in sorted(folder.iterdir(), key=lambda e: e.name):
            if entry.name == "_drafts":
                todo.append((entry, prefix))
            elif entry.is_dir():
                id = prefix + re.sub(r"^\d+_", "", entry.name)
                out.append((id, entry))
                todo.append((entry, id + "+"))
    return out


def drop_caches():
    """Whether the kernel's caches could be emptied, so that a start reads the disk."""
    subprocess.run(["sync"], check=True)
    try:
        Path("/proc/sys/vm/drop_caches").write_text("3\n")
        return True
    except OSError:
        return False


class Scale:
    def __init__(self, opts, folder, pages):
        self.opts, self.folder, self.pages = opts, Path(folder), pages
        self.root = self.folder / "site"
        self.root.mkdir()
        make.make(self.root, pages)
        self.ids = page_ids(self.root / "content")
        self.random = random.Random(1)
        self.random.shuffle(self.ids)
        self.texts = [(id, path / "item.txt") for id, path in self.ids if (path / "item.txt").exists()]
        self.words = list(dict.fromkeys(self.a_word(path) for _, path in self.texts[:40]))
        self.server = None
        self.start()
        self.client = Client(self.server.port, timeout=120)
        if self.client.log_in(LOGIN, frame.PASSWORDS[LOGIN]) != 200:
            raise RuntimeError("the login failed")

    @staticmethod
    def a_word(path):
        """A rare word of a page's text: the name of a place or a person."""
        words = re.findall(r"[a-z,”] ([A-Z][a-z]{5,})", path.read_text().split("Text:")[-1])
        return max(words or ["harbour"], key=len)

    def start(self):
        self.server = start_latchkey(self.opts.latchkey, self.root, options=["--loops", "1"], poll=0.001, wait=120)
        return self.server

    def restart(self, prepare=lambda: None):
        """Stops the server and starts it again with the session that is there; returns the moment before the start."""
        self.server.stop()
        prepare()
        began = time.monotonic()
        self.start()
        self.client = client_with(self.client, self.server.port)
        self.client.timeout = 120
        return began

    def get(self, path, want=200):
        status, _, body = self.client.ask("GET", "/api/" + path)
        if status != want:
            raise RuntimeError(f"GET {path}: {status}")
        return json.loads(body)

    def send(self, method, path, body):
        status, _, answer = self.client.ask(method, "/api/" + path, body)
        if status != 200:
            raise RuntimeError(f"{method} {path}: {status} {answer[:200]}")
        return json.loads(answer)

    def each(self, calls, seconds=20):
        """Runs calls one after the other for at most `seconds`: medians of wall and CPU milliseconds of each."""
        wall, cpu, end = [], [], time.monotonic() + seconds
        for call in calls:
            before, began = self.server.cpu_us(), time.monotonic()
            call()
            wall.append((time.monotonic() - began) * 1000)
            cpu.append((self.server.cpu_us() - before) / 1000)
            if time.monotonic() > end:
                break
        return {"ms": statistics.median(wall), "cpu_ms": statistics.median(cpu), "slowest_ms": max(wall), "times": len(wall)}

    # ------------------------------------------------------------------ what is measured

    def starts(self):
        """From the start of the program to the first 200 for a page, and for a search; with the disk's cache, and without."""
        out = {}
        for name, prepare in (("warm", lambda: None), ("cold", lambda: out.update(caches_dropped=drop_caches()))):
            for kind, path in (("page", "pages/" + self.texts[0][0]), ("search", f"site/search?q={RARE}")):
                began = self.restart(prepare)
                self.get(path)
                out[f"{name}_{kind}_s"] = time.monotonic() - began
        return out

    def memory(self):
        """Resident memory after one page, after a search over all texts, and after a thousand pages were read."""
        self.restart()
        self.get("pages/home")
        out = {"start_mb": self.server.status("VmRSS") / 1024}
        self.get(f"site/search?q={RARE}")
        out["after_search_mb"] = self.server.status("VmRSS") / 1024
        for id, _ in self.ids[:1000]:
            self.get("pages/" + id)
        out["after_1000_pages_mb"] = self.server.status("VmRSS") / 1024
        return out

    def idle(self):
        """CPU of a server that nobody asks, in milliseconds a second, over five seconds."""
        self.get("pages/home")
        time.sleep(1)
        before = self.server.cpu_us()
        time.sleep(5)
        return {"cpu_ms_a_second": (self.server.cpu_us() - before) / 5000}

    def page(self):
        """GET of pages nobody has asked for yet, of the same pages again, and of one page by the load client: pages with a
        picker, whose answers are made anew each time."""
        self.restart()
        some = [id for id, _ in self.texts[:200]]
        out = {name: self.each((lambda id=id: self.get("pages/" + id)) for id in some) for name in ("first", "again")}
        headers = [f"{name}: {value}" for name, value in self.client.headers().items()]
        one = round_of(self.opts, self.server, "/api/pages/" + some[0], headers, connections=8, requests=10000)
        return {**out, "repeated_cpu_us": one["cpu_us"], "repeated_p99_us": one["p99"]}

    def beside_nginx(self):
        """GET of the home page beside nginx serving the same bytes, in turns on one processor, 8 connections."""
        body = self.client.ask("GET", PAGE)[2]
        www = self.folder / "nginx/www"
        www.mkdir(parents=True)
        (www / "page.json").write_bytes(body)
        nginx = start_nginx(self.folder, SOURCE / "bench/nginx.conf", threads=1)
        try:
            headers = [f"{name}: {value}" for name, value in self.client.headers().items()]
            rows = in_turns(self.opts, self.server, nginx, headers, 8)
            return {"bytes": len(body), "latchkey_us": rows["latchkey"]["cpu_us"], "nginx_us": rows["nginx"]["cpu_us"],
                    "ratio": rows["cpu_ratio"], "spread": rows["cpu_ratio_spread"]}
        finally:
            nginx.stop()

    def children(self):
        """Pages of 20 of the largest listing: first and again; then all of it at once, id, title and number."""
        total = self.get("pages/archive/children?limit=1")["pagination"]["total"]
        self.restart()
        paths = [f"pages/archive/children?limit=20&page={n + 1}" for n in range(min(20, total // 20))]
        out = {name: self.each((lambda path=path: self.get(path)) for path in paths) for name in ("first", "again")}
        whole = "pages/archive/children?limit=1000&select=id,title,num"
        return {"siblings": total, **out, "whole": self.each([lambda: self.get(whole)] * 5)}

    def search(self):
        """Search over the whole site: the first one after the start, other words, a word of many pages, none."""
        self.restart()
        self.get("pages/home")
        find = lambda word: lambda: self.get(f"site/search?q={word}&limit=20&select=id,title")
        return {"first": self.each([find(RARE)]), "names": self.each([find(word) for word in self.words[:20]]),
                "common": self.each([find("harbour")] * 5), "nothing": self.each([find(RARE)] * 5)}

    def uuid(self):
        """One page by its uuid (POST site/find): the first one, other ones."""
        self.restart()
        self.get("pages/home")
        ids = [found[1] for _, path in self.texts[:40] if (found := re.search(r"\nUuid: (\w+)", path.read_text()))]
        find = lambda id: lambda: self.send("POST", "site/find", [f"page://{id}"])
        return {"first": self.each([find(ids[0])]), "others": self.each([find(id) for id in ids[1:30]])}

    def outside(self):
        """A text written in place by another program: the time until an answer shows it, and the server's CPU for it
        beyond an idle second and one GET."""
        shown, cost = [], []
        for number, (id, path) in enumerate(self.texts[200:205] or self.texts[:5]):
            self.get("pages/" + id)
            time.sleep(0.2)
            path.write_text(path.read_text().replace("Title: ", f"Title: Edited {number} "))
            began = time.monotonic()
            while not self.get(f"pages/{id}?select=title")["data"]["title"].startswith(f"Edited {number} "):
                if time.monotonic() - began > 10:
                    raise RuntimeError("the edit never showed")
                time.sleep(0.002)
            shown.append((time.monotonic() - began) * 1000)
            cost.append(self.cost_of_an_edit(id, path, number) - self.cost_of_an_edit(id, path, None))
        return {"visible_ms": statistics.median(shown), "latest_ms": max(shown), "cpu_ms": statistics.median(cost)}

    def cost_of_an_edit(self, id, path, number):
        """CPU milliseconds of 1.2 seconds and a GET, after an edit if there is a number."""
        time.sleep(1.2)
        before = self.server.cpu_us()
        if number is not None:
            path.write_text(path.read_text().replace("Title: ", "Title: Once more "))
        time.sleep(1.2)
        self.get("pages/" + id)
        return (self.server.cpu_us() - before) / 1000

    def patch(self):
        """PATCH of one field of pages all over the site, and the GET after each."""
        some = [id for id, _ in self.texts[300:330] or self.texts[:30]]
        return {"patch": self.each((lambda id=id: self.send("PATCH", "pages/" + id, {"lead": "Changed."})) for id in some),
                "get_after": self.each((lambda id=id: self.get("pages/" + id)) for id in some)}

    def move(self):
        """The last of the largest listing is moved to the front: every sibling's folder gets another number."""
        count = self.get("pages/archive/children?limit=1")["pagination"]["total"]
        out = []
        for _ in range(2):
            last = self.get(f"pages/archive/children?limit=1&page={count}&select=id")["data"][0]["id"]
            path = f"pages/{last.replace('/', '+')}/status"
            out.append(self.each([lambda: self.send("PATCH", path, {"status": "listed", "position": 1})]))
            if self.get("pages/archive/children?limit=1&select=id")["data"][0]["id"] != last:
                raise RuntimeError("the page did not move")
        return {"siblings": count, "first": out[0], "again": out[1]}


NAMES = ["starts", "memory", "idle", "page", "beside_nginx", "children", "search", "uuid", "outside", "patch", "move"]
# (measurement, key, words, unit, {pages: goal}); a goal is a limit.
GOALS = [("starts", "warm_page_s", "warm start to the first page", "s", {10000: 1, 100000: 10}),
         ("starts", "warm_search_s", "warm start to the first search", "s", {10000: 1, 100000: 10}),
         ("memory", "after_search_mb", "memory after a search", "MB", {100000: 500}),
         ("search", "names.ms", "search for a name", "ms", {10000: 10, 100000: 100}),
         ("search", "common.ms", "search for a common word", "ms", {10000: 10, 100000: 100}),
         ("outside", "latest_ms", "an edit from outside shows", "ms", {100: 100, 10000: 100, 100000: 100})]


def flat(values, prefix=""):
    out = {}
    for key, value in values.items():
        out.update(flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value})
    return out


def shown(value):
    return f"{value:.3g}" if isinstance(value, float) and abs(value) < 100 else f"{value:.0f}" if isinstance(value, float) \
        else "" if value is None else str(value)


def goal_rows(results):
    for name, key, words, unit, limits in GOALS:
        for pages, limit in limits.items():
            value = flat(results.get(str(pages), {}).get(name, {})).get(key)
            if value is not None:
                yield f"| {words}, {pages} pages | < {limit} {unit} | {shown(value)} {unit} | {'reached' if value < limit else 'missed'} |"
    memory = {int(pages): row["memory"]["after_search_mb"] for pages, row in results.items() if "after_search_mb" in row.get("memory", {})}
    if len(memory) > 1:
        few, many = min(memory), max(memory)
        each = (memory[many] - memory[few]) * 1024 / (many - few)
        yield f"| memory of one more page ({few} to {many}) | | {shown(each)} KB | |"
    costs = {pages: row["beside_nginx"]["latchkey_us"] for pages, row in results.items() if "latchkey_us" in row.get("beside_nginx", {})}
    if len(costs) > 1:
        ratio = max(costs.values()) / min(costs.values())
        yield (f"| CPU of a repeated GET, largest by smallest | < 1.15 | {ratio:.2f} | {'reached' if ratio < 1.15 else 'missed'} |")


def report(data):
    results = data["results"]
    sizes = sorted(results, key=int)
    lines = [f"# Scale, {data['date']}, commit {data['commit']}", "", f"Machine: {data['machine']}. Compiler: {data['compiler']}.",
             "Method: `bench/scale.py`, sites of `./dev site N`, one loop, one client on loopback; ms and cpu_ms are medians a "
             "request, cpu_ms what the scheduler counted for the server. " + data.get("remark", ""), "", "## Goals", "", "| | goal | measured | |", "|---|---|---|---|"]
    lines += list(goal_rows(results)) + [""]
    for name in NAMES:
        columns = {size: flat(results[size][name]) for size in sizes if name in results[size]}
        if not columns:
            continue
        keys = list(dict.fromkeys(key for column in columns.values() for key in column))
        lines += [f"## {name}", "", " ".join((getattr(Scale, name).__doc__ or "").split()), "",
                  "| | " + " | ".join(f"{size} pages" for size in columns) + " |", "|---" * (len(columns) + 1) + "|"]
        lines += [f"| {key} | " + " | ".join(shown(column.get(key)) for column in columns.values()) + " |" for key in keys] + [""]
    return "\n".join(lines)


def compiler(build):
    """What built the program, from CMake's cache beside it."""
    cache = build / "CMakeCache.txt"
    found = re.search(r"^CMAKE_CXX_COMPILER:\w+=(.+)$", cache.read_text(), re.M) if cache.exists() else None
    return subprocess.run([found[1], "--version"], capture_output=True, text=True).stdout.split("\n")[0] if found else "unknown"


def measure(opts, pages, names, out, keep):
    """Fills `out`, and keeps what there is after each measurement: a run that is ended early has shown something."""
    with box() as folder:
        scale = Scale(opts, folder, pages)
        try:
            for name in names:
                print(f"{pages} pages: {name} …", file=sys.stderr, flush=True)
                try:
                    out[name] = getattr(scale, name)()
                except Exception as error:  # one measurement that fails must not lose the others
                    out[name] = {"failed": str(error)[:400]}
                keep()
        finally:
            scale.server.stop()


def main():
    ap = argparse.ArgumentParser(description="What the number of pages costs.")
    ap.add_argument("--latchkey", type=Path, default=SOURCE / "build/bench/latchkey")
    ap.add_argument("--sizes", default="100,10000,100000")
    ap.add_argument("--rounds", type=int, default=7, help="beside nginx")
    ap.add_argument("--requests", type=int, default=20000, help="in each round beside nginx")
    ap.add_argument("--only", default="", help=f"comma-separated: {' '.join(NAMES)}")
    ap.add_argument("--commit", help="of the program, where it was not built from this source")
    ap.add_argument("--remark", default="", help="for the page of results: what else the machine did")
    ap.add_argument("--no-write", action="store_true", help="print only")
    opts = ap.parse_args()
    opts.latchkey = opts.latchkey.resolve()
    opts.load = opts.latchkey.parent / "load"
    names = [name for name in NAMES if name in opts.only.split(",")] or NAMES
    commit = opts.commit or subprocess.run(["git", "describe", "--always", "--dirty"], cwd=SOURCE, capture_output=True,
                                           text=True).stdout.strip()
    data = {"date": datetime.date.today().isoformat(), "commit": commit or "unknown", "machine": machine(),
            "compiler": compiler(opts.latchkey.parent), "results": {}}
    target = SOURCE / "bench/results" / f"{data['date']}-{data['commit']}-scale.json"
    if target.exists() and not opts.no_write:
        data = json.loads(target.read_text())
    if opts.remark:
        data["remark"] = opts.remark

    def keep():
        if not opts.no_write:
            target.write_text(json.dumps(data, indent=2) + "\n")
            target.with_suffix(".md").write_text(report(data) + "\n")
    for pages in opts.sizes.split(","):
        measure(opts, int(pages), names, data["results"].setdefault(pages, {}), keep)
    print(report(data))
    return 1 if any("failed" in row for size in data["results"].values() for row in size.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
