"""Kill -9 during logins and password changes: what was acknowledged survives, and every file is whole.

Oracle: the client's own record. A change that was sent but not acknowledged may have happened or not; nothing else may.
"""
import http.client
import json
import random
import re
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "outside"))
from outside import FIXED, Checks, Client, box, free_port, make_site, program, start_latchkey  # noqa: E402

LOGINS, KILLS = 1000, 20
CONFIG = {"api.csrf": FIXED, "auth.delay": False, "auth.trials": 100000}
EDITOR, ADMIN = ("editor@example.com", "plover-meadow-22"), ("admin@example.com", "gannet-harbor-11")


class Worker(threading.Thread):
    """Logs in again and again as the admin, or changes the editor's password, until stopped or cut off."""

    def __init__(self, port, record, changes, random_):
        super().__init__(daemon=True)
        self.port, self.record, self.changes, self.random, self.stopped = port, record, changes, random_, False

    def run(self):
        try:
            while not self.stopped:
                self.change_password() if self.changes else self.log_in()
        except (OSError, http.client.HTTPException):
            pass    # the server was killed

    def log_in(self):
        client = Client(self.port, timeout=20)
        client.csrf = FIXED
        if client.ask("POST", "/api/auth/login", {"email": ADMIN[0], "password": ADMIN[1], "long": True})[0] == 200:
            self.record["sessions"].append(dict(client.cookies))
        client.close()

    def change_password(self):
        record, new = self.record, f"new-password-{self.random.randrange(10**9)}"
        client = Client(self.port, timeout=20)
        client.csrf = FIXED
        login = {"email": EDITOR[0], "password": record["password"], "long": False}
        if client.ask("POST", "/api/auth/login", login)[0] != 200:
            return
        record["pending"] = new
        status, _, body = client.ask("PATCH", "/api/users/aedit002/password", {"password": new, "currentPassword": record["password"]})
        if status == 200:
            record.update(password=new, pending=None, changed=record["changed"] + 1)
        else:
            record.update(pending=None)
            record["refused"].append((status, body[:120]))
        client.close()


def login_works(port, password):
    client = Client(port)
    client.csrf = FIXED
    return client.ask("POST", "/api/auth/login", {"email": EDITOR[0], "password": password, "long": False})[0] == 200


def session_works(port, cookies):
    client = Client(port)
    client.csrf, client.cookies = FIXED, dict(cookies)
    return client.ask("GET", "/api/auth")[0] == 200


def files_are_whole(check, root):
    for folder in (root / "site/accounts").iterdir():
        if not folder.is_dir():
            continue
        password = folder / ".htpasswd"
        if password.exists():
            first = (password.read_text().splitlines() or [""])[0]
            check(not first or re.fullmatch(r"\$(2[aby]\$\d\d\$.{53}|argon2id\$.+)", first), f"{password} is whole: {first!r}")
        if (folder / "index.php").exists():
            text = (folder / "index.php").read_text()
            check(text.startswith("<?php") and text.rstrip().endswith("];"), f"{folder}/index.php is whole")


def main():
    check, seed = Checks(), int(time.time())
    random_ = random.Random(seed)
    print(f"    seed {seed}")
    record = {"sessions": [], "password": EDITOR[1], "pending": None, "changed": 0, "refused": []}
    with box() as folder:
        root, port, kills, tested = make_site(folder, CONFIG), free_port(), 0, 0
        while len(record["sessions"]) < LOGINS and kills < KILLS * 4:
            server = start_latchkey(program(), root, port)
            workers = [Worker(port, record, n == 0, random_) for n in range(4)]
            for worker in workers:
                worker.start()
            wanted = len(record["sessions"]) + LOGINS // KILLS
            end = time.time() + 20
            while len(record["sessions"]) < wanted and time.time() < end:
                time.sleep(0.002)
            time.sleep(random_.random() * 0.03)
            server.kill()
            kills += 1
            for worker in workers:
                worker.stopped = True
                worker.join(20)
            server = start_latchkey(program(), root, port)
            try:
                fresh = record["sessions"][tested:]
                good = [session for session in fresh if session_works(port, session)]
                check(len(good) == len(fresh), f"kill {kills}: {len(fresh) - len(good)} of {len(fresh)} acknowledged logins are lost")
                tested = len(record["sessions"])
                if not login_works(port, record["password"]):
                    held = record["pending"] and login_works(port, record["pending"])
                    check(held, f"kill {kills}: neither the acknowledged nor the pending password works")
                    record["password"] = record["pending"] if held else record["password"]
                record["pending"] = None
                files_are_whole(check, root)
            finally:
                server.kill()
        check(len(record["sessions"]) >= LOGINS, f"{len(record['sessions'])} logins in all")
        check(record["changed"] > 0, f"passwords were changed; refused: {record['refused'][:2]}")
        broken = [p.name for p in (root / "site/latchkey").glob("*.broken-*")]
        check(not broken, f"the state store was never set aside: {broken}")
        print(f"    {len(record['sessions'])} logins and {record['changed']} password changes acknowledged over {kills} kills")
    check.done()


if __name__ == "__main__":
    main()
