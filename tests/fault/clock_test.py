"""Clock jumps (libfaketime): three hours ahead end a normal session, a day back breaks nothing and revives nothing."""
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "outside"))
from outside import FIXED, Checks, Client, box, make_site, program, skip, start_latchkey  # noqa: E402

LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
CONFIG = {"api.csrf": FIXED, "auth.delay": False}


def main():
    if not LIBRARY:
        skip("libfaketime is not installed")
    check = Checks()
    with box() as folder:
        offset = Path(folder) / "offset"
        offset.write_text("+0\n")
        environment = {**os.environ, "LD_PRELOAD": str(LIBRARY), "FAKETIME_TIMESTAMP_FILE": str(offset), "FAKETIME_NO_CACHE": "1",
                       "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1"}
        root = make_site(folder, CONFIG)
        for password in root.glob("site/accounts/*/.htpasswd"):     # a session must not be older than these
            os.utime(password, (time.time() - 10 * 86400,) * 2)
        server = start_latchkey(program(), root, env=environment)

        def log_in(long=False):
            client = Client(server.port)
            client.csrf = FIXED
            body = {"email": "admin@example.com", "password": "gannet-harbor-11", "long": long}
            return client, client.ask("POST", "/api/auth/login", body)[0]

        def jump(text):
            offset.write_text(text + "\n")
            time.sleep(1.5)     # what the server reads at most once a second

        try:
            normal, status = log_in()
            check(status == 200 and normal.ask("GET", "/api/auth")[0] == 200, "a session at the present time")
            lasting, _ = log_in(long=True)
            jump("+3h")
            check(normal.ask("GET", "/api/auth")[0] == 401, "three hours later the normal session is over")
            check(lasting.ask("GET", "/api/auth")[0] == 200, "three hours later the long session lives")
            check(log_in()[1] == 200, "three hours later a login works")
            jump("-1d")
            check(normal.ask("GET", "/api/auth")[0] == 401, "an ended session is not revived by a clock that goes back")
            client, status = log_in()
            check(status == 200 and client.ask("GET", "/api/auth")[0] == 200, f"a day back a new login works and holds: {status}")
            check(server.alive(), "the server lives")
            jump("+30d")
            check(lasting.ask("GET", "/api/auth")[0] == 401, "thirty days later the long session is over")
        finally:
            server.stop()
    check.done()


if __name__ == "__main__":
    main()
