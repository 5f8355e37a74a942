"""Writers, readers, edits from outside and kills at the same time, against a model: nothing acknowledged is lost, nothing
half done is ever seen.

    storm_test.py LATCHKEY [--seconds 20] [--seed N]

Oracle: the writers' own record. What was sent but not acknowledged, because the server was killed, may have happened as a
whole or not at all; nothing else may.
"""
import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "outside"))
from outside import FIXED, Checks, Client, box, free_port, make_site, start_latchkey  # noqa: E402

CONFIG = {"api.csrf": FIXED, "auth.delay": False, "api.methodOverride": True, "content.locking": False}
WRITERS, PAGES, READERS = 3, 4, 2
CUT_OFF = (OSError, http.client.HTTPException)


def prepare(root):
    """Pages with two fields for each writer, a parent for the ones that move, one for the editor from outside."""
    fields = "".join(f"  {letter}{n}:\n    type: text\n" for n in range(WRITERS) for letter in "ab")
    blueprints = root / "site/blueprints/pages"
    blueprints.mkdir(parents=True, exist_ok=True)
    (blueprints / "storm.yml").write_text("title: Storm\nfields:\n" + fields)
    content = root / "content"
    for page in range(PAGES):
        folder = content / f"shared{page}"
        folder.mkdir()
        (folder / "storm.txt").write_text(f"Title: Shared\n\n----\n\nUuid: shared000000000{page}")
    (content / "moving").mkdir()
    (content / "moving/storm.txt").write_text("Title: Moving\n\n----\n\nUuid: moving0000000000")
    (content / "outside").mkdir()
    (content / "outside/storm.txt").write_text("Title: Outside\n\n----\n\nA0: 0\n\n----\n\nUuid: outside000000000")


class Storm:
    """What all threads share: the server's port, who may go on, the verdict."""

    def __init__(self, check, root, port, seed):
        self.check, self.root, self.port, self.seed = check, root, port, seed
        self.ended, self.calm, self.lock = False, threading.Event(), threading.Lock()
        self.cookies = {}
        self.counts = {}

    def client(self):
        client = Client(self.port, timeout=20)
        client.csrf, client.cookies = FIXED, dict(self.cookies)
        return client

    def count(self, what):
        with self.lock:
            self.counts[what] = self.counts.get(what, 0) + 1


class Worker(threading.Thread):
    """Does `step(client)` again and again; while the server is away it waits. `busy` while it works."""

    def __init__(self, storm, n):
        super().__init__(daemon=True)
        self.storm, self.n, self.random = storm, n, random.Random(f"{storm.seed} {type(self).__name__} {n}")
        self.busy = threading.Lock()

    def run(self):
        client = None
        while not self.storm.ended:
            if not self.storm.calm.wait(0.2):
                client = None
                continue
            with self.busy:
                try:
                    client = client or self.storm.client()
                    self.step(client)
                except CUT_OFF:
                    client = None


class FieldWriter(Worker):
    """Its two fields of each page, always of the same value, which only grows."""

    def __init__(self, storm, n):
        super().__init__(storm, n)
        self.sent, self.acknowledged = [0] * PAGES, [0] * PAGES

    def step(self, client):
        page = self.random.randrange(PAGES)
        self.sent[page] += 1
        value = str(self.sent[page])
        status, _, body = client.ask("PATCH", f"/api/pages/shared{page}", {f"a{self.n}": value, f"b{self.n}": value})
        if self.storm.check(status == 200, f"a write was refused: {status} {body[:200]}"):
            self.acknowledged[page] = int(value)
            self.storm.count("writes")
            content = json.loads(body)["data"]["content"]
            self.storm.check(content[f"a{self.n}"] == value, f"a writer sees its own write: {content} {value}")


class Reader(Worker):
    """Sees every pair whole, nothing older than what was acknowledged before it asked, nothing that was never sent."""

    def __init__(self, storm, n, writers):
        super().__init__(storm, n)
        self.writers = writers

    def step(self, client):
        page = self.random.randrange(PAGES)
        least = [writer.acknowledged[page] for writer in self.writers]
        status, _, body = client.ask("GET", f"/api/pages/shared{page}?select=content")
        if not self.storm.check(status == 200, f"a read failed: {status} {body[:200]}"):
            return
        self.storm.count("reads")
        content = json.loads(body)["data"]["content"]
        for writer in self.writers:
            a, b = (int(content.get(f"{letter}{writer.n}") or 0) for letter in "ab")
            self.storm.check(a == b, f"a read is whole: {a} {b}")
            self.storm.check(least[writer.n] <= a <= writer.sent[page],
                             f"a read of {a} between {least[writer.n]} and {writer.sent[page]}")


class Mover(Worker):
    """Makes, lists, sorts, renames, copies and deletes pages below one parent, one step after the other."""

    def __init__(self, storm, n):
        super().__init__(storm, n)
        self.model, self.next, self.made = {"listed": [], "unlisted": [], "drafts": []}, None, 0

    def without(self, slug):
        return {kind: [one for one in slugs if one != slug] for kind, slugs in self.model.items()}

    def plan(self):
        """A request and the model after it."""
        everything = [slug for slugs in self.model.values() for slug in slugs]
        kinds = ["make"] if len(everything) < 3 else ["list", "list", "unlist", "draft", "slug", "delete", "copy", "template"]
        kind, draw = self.random.choice(kinds if len(everything) < 9 else ["delete", "list"]), self.random.choice
        self.made += 1
        new = f"page{self.made}"
        if kind == "make":
            return ("POST", "/api/pages/moving/children", {"slug": new, "template": "storm"}), self.with_draft(self.model, new)
        slug = draw(everything)
        path = f"/api/pages/moving+{slug}"
        after = self.without(slug)
        if kind == "list":
            place = self.random.randint(1, len(after["listed"]) + 1)
            after["listed"].insert(place - 1, slug)
            return ("PATCH", f"{path}/status", {"status": "listed", "position": place}), after
        if kind == "unlist":
            return ("PATCH", f"{path}/status", {"status": "unlisted"}), {**after, "unlisted": after["unlisted"] + [slug]}
        if kind == "draft":
            return ("PATCH", f"{path}/status", {"status": "draft"}), self.with_draft(after, slug)
        if kind == "slug":
            renamed = {k: [new if one == slug else one for one in slugs] for k, slugs in self.model.items()}
            return ("PATCH", f"{path}/slug", {"slug": new}), renamed
        if kind == "copy":
            return ("POST", f"{path}/duplicate", {"slug": new}), self.with_draft(self.model, new)
        return ("DELETE", path, {"force": True}), after

    @staticmethod
    def with_draft(model, slug):
        return {**model, "drafts": model["drafts"] + [slug]}

    def step(self, client):
        if self.next:   # cut off: what became of it shows after the restart
            return time.sleep(0.05)
        request, self.next = self.plan()
        status, _, body = client.ask(*request)
        if self.storm.check(status == 200, f"{request} was refused: {status} {body[:200]} {self.model}"):
            self.model = self.next
            self.storm.count("moves")
        self.next = None

    def found(self):
        """What the disk says; numbers of listed pages must be 1, 2, 3 …"""
        folder, out = self.storm.root / "content/moving", {"listed": [], "unlisted": [], "drafts": []}
        numbered = []
        for entry in folder.iterdir():
            if entry.is_dir() and entry.name == "_drafts":
                out["drafts"] = [draft.name for draft in entry.iterdir()]
            elif entry.is_dir():
                number, _, slug = entry.name.rpartition("_")
                (numbered.append((int(number), slug)) if number else out["unlisted"].append(slug))
        self.storm.check([number for number, _ in sorted(numbered)] == list(range(1, len(numbered) + 1)),
                         f"listed pages are numbered from 1: {sorted(numbered)}")
        out["listed"] = [slug for _, slug in sorted(numbered)]
        for kind, slugs in out.items():
            for slug in slugs:
                self.storm.check(any(folder.glob(f"**/*{slug}/*.txt")), f"{kind} {slug} has its text")
        return out

    def settle(self):
        """After a kill: the state before or after the request that was cut off."""
        def plain(model):
            return {kind: slugs if kind == "listed" else sorted(slugs) for kind, slugs in model.items()}
        found = self.found()
        known = [plain(model) for model in (self.model, self.next) if model]
        self.storm.check(plain(found) in known, f"pages are as before or after: {plain(found)}, known {known}")
        self.model, self.next = found, None


class Keeper(Worker):
    """Uploads, renames and deletes files, makes and deletes accounts: what belongs together comes and goes together."""

    def step(self, client):
        name, folder = f"note{self.random.randrange(3)}", "/api/pages/shared0/files"
        kind = self.random.randrange(4)
        if kind == 0:
            form = (b'--edge\r\nContent-Disposition: form-data; name="file"; filename="%s.md"\r\n\r\nnotes %s'
                    b"\r\n--edge--\r\n" % (name.encode(), str(time.time()).encode()))
            client.ask("POST", folder, form, {"Content-Type": "multipart/form-data; boundary=edge"})
        elif kind == 1:
            client.ask("DELETE", f"{folder}/{name}.md")
        elif kind == 2:
            client.ask("PATCH", f"{folder}/{name}.md/name", {"name": f"note{self.random.randrange(3)}"})
        else:
            account = f"storm{self.random.randrange(2)}"
            if client.ask("DELETE", f"/api/users/{account}")[0] != 200:
                client.ask("POST", "/api/users", {"id": account, "email": f"{account}@example.com", "role": "admin",
                                                  "content": {"bio": "b"}})
        self.storm.count("files and accounts")

    def settle(self):
        root = self.storm.root
        files = {path.name for path in (root / "content/shared0").iterdir() if path.name.startswith("note")}
        pairs = {name for name in files if name.endswith(".md")}
        self.storm.check(files == pairs | {f"{name}.txt" for name in pairs}, f"files come with their texts: {sorted(files)}")
        for account in (root / "site/accounts").glob("storm*"):
            self.storm.check((account / "index.php").exists(), f"{account} is a whole account")


class Outsider(Worker):
    """Edits a page as an editor on the same machine does: a file beside it, renamed over it. Seen within two seconds."""

    value = 0

    def step(self, client):
        self.value += 1
        page = self.storm.root / "content/outside/storm.txt"
        (page.parent / "draft.tmp").write_text(f"Title: Outside\n\n----\n\nA0: {self.value}\n\n----\n\nUuid: outside000000000")
        os.replace(page.parent / "draft.tmp", page)
        deadline, seen = time.time() + 2, None
        while time.time() < deadline and seen != str(self.value):
            seen = json.loads(client.ask("GET", "/api/pages/outside?select=content")[2])["data"]["content"]["a0"]
            time.sleep(0.01)
        self.storm.check(seen == str(self.value), f"an edit from outside is seen: {seen} {self.value}")
        self.storm.count("edits from outside")
        time.sleep(0.1)


class CommandLine(Worker):
    """Adds and deletes an account by the command line, which asks the server, or works by itself where none is."""

    address = "cli@example.com"
    there, uncertain = False, False

    def step(self, client):
        words = ["delete", "--yes", self.address] if self.there else ["add", "--no-password", "--role", "admin", self.address]
        self.uncertain = True
        done = subprocess.run([self.storm.program, "user", *words, "--root", self.storm.root], capture_output=True, text=True)
        if done.returncode == 0:
            self.there, self.uncertain = not self.there, False
            self.storm.count("commands")
        time.sleep(0.3)

    def settle(self):
        found = any(self.address in path.read_text() for path in (self.storm.root / "site/accounts").glob("*/index.php"))
        self.storm.check(self.uncertain or found == self.there, f"the command line's account is there: {found}, not {self.there}")
        self.there, self.uncertain = found, False


def no_leftovers(check, root):
    """Nothing half written lies about: temporary files, hidden folders."""
    left = [path for top in ("content", "site/accounts") for path in (root / top).rglob(".*")
            if path.name.startswith(".latchkey-") or path.name.endswith(".tmp")]
    check(not left, f"nothing is left over: {left[:5]}")


def verify(storm, workers):
    """After a restart, while nobody writes: the disk against the record."""
    for worker in workers:
        if hasattr(worker, "settle"):
            worker.settle()
    client = storm.client()
    for page in range(PAGES):
        content = json.loads(client.ask("GET", f"/api/pages/shared{page}?select=content")[2])["data"]["content"]
        for writer in (one for one in workers if isinstance(one, FieldWriter)):
            value = int(content.get(f"a{writer.n}") or 0)
            storm.check(writer.acknowledged[page] <= value <= writer.sent[page],
                        f"an acknowledged write survives: {value}, acknowledged {writer.acknowledged[page]}")
            writer.acknowledged[page] = value
    client.close()
    no_leftovers(storm.check, storm.root)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("latchkey")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    opts = parser.parse_args()
    program = Path(opts.latchkey).resolve()
    check, chance = Checks(), random.Random(opts.seed)
    print(f"    seed {opts.seed}")
    with box() as folder:
        root = make_site(folder, CONFIG)
        prepare(root)
        storm = Storm(check, root, free_port(), opts.seed)
        storm.program = program
        writers = [FieldWriter(storm, n) for n in range(WRITERS)]
        workers = [*writers, *(Reader(storm, n, writers) for n in range(READERS)), Mover(storm, 0), Keeper(storm, 0),
                   Outsider(storm, 0), CommandLine(storm, 0)]
        server = start_latchkey(program, root, storm.port, wait=60)
        first = storm.client()
        check(first.log_in() == 200, "the admin logs in")
        storm.cookies = dict(first.cookies)
        for worker in workers:
            worker.start()
        end, kills = time.time() + opts.seconds, 0
        while time.time() < end:
            storm.calm.set()
            time.sleep(0.5 + chance.random() * 2.5)
            if kills % 3 == 2:
                server.stop()
                storm.calm.clear()
            else:
                storm.calm.clear() if chance.random() < 0.1 else None
                server.kill()
                storm.calm.clear()
            kills += 1
            for worker in workers:
                worker.busy.acquire()
            server = start_latchkey(program, root, storm.port, wait=60)
            verify(storm, workers)
            for worker in workers:
                worker.busy.release()
        storm.ended = True
        server.stop()
        for worker in workers:
            worker.join(20)
        log = (root.parent / "latchkey.log").read_text(errors="replace")
        check("Sanitizer" not in log, f"no sanitizer complains: {log[log.find('Sanitizer') - 200:][:3000]}")
        check(storm.counts.get("writes", 0) > 20 and storm.counts.get("moves", 0) > 5, f"enough was done: {storm.counts}")
        print(f"    {kills} ends, {storm.counts}")
    check.done()


if __name__ == "__main__":
    main()
