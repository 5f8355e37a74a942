#!/usr/bin/env python3
"""Durable writes: PATCHes a second beside what the disk can do, in one run and in turns.

    bench/writes.py --latchkey build/bench/latchkey [--rounds 7] [--seconds 3] [--clients 4]

The disk's own rate: a file of the same size beside the target, fsync, rename over it, fsync of the folder, by one process
in the same folder, which is what one write of Latchkey asks of the disk. Prints JSON: medians over the rounds, their
spread, and the ratio of each pair. A status change with renumbering shows what the journal costs.
"""
import argparse
import json
import multiprocessing
import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
from servers import Client, box, make_site, start_latchkey  # noqa: E402

TOKEN = "fixed-token-for-benchmarks"
CONFIG = {"api.csrf": TOKEN, "auth.delay": False, "content.locking": False}
SIBLINGS = 10


def prepare(root, clients):
    (root / "site/blueprints/pages").mkdir(parents=True, exist_ok=True)
    (root / "site/blueprints/pages/bench.yml").write_text("title: Bench\nfields:\n  text:\n    type: text\n")
    pages = [f"content/bench{n}" for n in range(clients)] + [f"content/sorted/{n + 1}_page{n}" for n in range(SIBLINGS)]
    for page in ["content/sorted", *pages]:
        (root / page).mkdir()
        (root / page / "bench.txt").write_text(f"Title: Bench\n\n----\n\nUuid: {page[8:].replace('/', '-'):b>16.16}")


def bare(folder, seconds):
    """Replacements a second of one process without a server."""
    target, done, end = folder / "bare.txt", 0, time.perf_counter() + seconds
    descriptor = os.open(folder, os.O_RDONLY)
    while time.perf_counter() < end:
        temporary = folder / ".bare.tmp"
        with open(temporary, "wb") as out:
            out.write(b"Title: Bench\n\n----\n\nText: %020d\n\n----\n\nUuid: bench00000000000" % done)
            out.flush()
            os.fsync(out.fileno())
        os.rename(temporary, target)
        os.fsync(descriptor)
        done += 1
    os.close(descriptor)
    target.unlink()
    return done / seconds


def writer(port, cookies, request, seconds, queue):
    """Sends `request(n)` as fast as it is answered; how many were."""
    client = Client(port)
    client.csrf, client.cookies = TOKEN, dict(cookies)
    done, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        method, path, body = request(done)
        status, _, answer = client.ask(method, path, body)
        if status != 200:
            raise RuntimeError(f"{path}: {status} {answer[:300]}")
        done += 1
    queue.put(done)


def rate(port, cookies, requests, seconds):
    """Answers a second of one client for each of `requests`."""
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    processes = [context.Process(target=writer, args=(port, cookies, request, seconds, queue)) for request in requests]
    for process in processes:
        process.start()
    total = sum(queue.get(timeout=seconds + 60) for _ in processes)
    for process in processes:
        process.join()
    return total / seconds


def patch_of(page):
    return lambda n: ("PATCH", f"/api/pages/{page}?select=id", {"text": str(n)})


def move(n):
    return "PATCH", f"/api/pages/sorted+page{n % SIBLINGS}/status?select=id", {"status": "listed", "position": 1}


def summary(values):
    return {"median": round(statistics.median(values), 1), "least": round(min(values), 1), "most": round(max(values), 1)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--latchkey", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--folder", type=Path, help="where the site is made; default: the folder for temporary files")
    opts = parser.parse_args()
    if opts.folder:
        os.environ["TMPDIR"] = str(opts.folder)
    with box() as folder:
        root = make_site(folder, CONFIG)
        prepare(root, opts.clients)
        server = start_latchkey(opts.latchkey, root)
        try:
            client = Client(server.port)
            client.csrf = TOKEN
            if client.log_in() != 200:
                raise RuntimeError("the admin cannot log in")
            kinds = {"patch_one_client": [patch_of("bench0")],
                     "patch_clients": [patch_of(f"bench{n}") for n in range(opts.clients)],
                     "sort_of_%d" % SIBLINGS: [move]}
            rows = {"disk": [], **{name: [] for name in kinds}}
            for _ in range(opts.rounds):
                rows["disk"].append(bare(root / "content/bench0", opts.seconds))
                for name, requests in kinds.items():
                    rows[name].append(rate(server.port, client.cookies, requests, opts.seconds))
            out = {name: summary(values) for name, values in rows.items()}
            for name in kinds:
                out[name]["of_disk"] = round(statistics.median(a / b for a, b in zip(rows[name], rows["disk"])), 3)
            print(json.dumps({"rounds": opts.rounds, "seconds": opts.seconds, "clients": opts.clients,
                              "a_second": out}, indent=2))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
