"""A full disk, a folder that can't be written, a broken state store: said clearly, nothing crashes, nothing is lost."""
import http.client
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "outside"))
from outside import FIXED, Checks, Client, Process, box, free_port, is_root, make_site, program, start_latchkey  # noqa: E402

CONFIG = {"api.csrf": FIXED, "auth.delay": False}
PAGE = "/api/pages/home"


def logged_in(port):
    client = Client(port)
    client.csrf = FIXED
    status, _, body = client.ask("POST", "/api/auth/login", {"email": "admin@example.com", "password": "gannet-harbor-11", "long": False})
    return client, status, body


def full_disk(check):
    """A tmpfs of 6 MB that is filled while the server runs, and emptied again."""
    if not is_root():
        return print("    full disk: skipped, mounting a small tmpfs needs root")
    with box() as folder:
        small = Path(folder) / "small"
        small.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", small]).returncode:
            return print("    full disk: skipped, no tmpfs here")
        try:
            root = make_site(small, CONFIG)
            server = start_latchkey(program(), root)
            try:
                old, status, _ = logged_in(server.port)
                check(status == 200, "a login before the disk is full")
                accounts = {p: p.read_bytes() for p in (root / "site/accounts").rglob("*") if p.is_file()}
                with open(small / "filler", "wb", buffering=0) as filler:
                    try:
                        while True:
                            filler.write(b"x" * 4096)
                    except OSError:
                        pass
                statuses = {logged_in(server.port)[1] for _ in range(20)}
                check(statuses <= {200, 500, 503}, f"full disk: logins answered {statuses}")
                change = old.ask("PATCH", "/api/users/aadmin01/password", {"password": "a-new-password-1", "currentPassword": "gannet-harbor-11"})
                check(change[0] in (200, 500, 503), f"full disk: a password change answered {change[0]}")
                if change[0] != 200:
                    check(old.ask("GET", PAGE)[0] == 200, "full disk: a session from before still reads")
                    check(accounts == {p: p.read_bytes() for p in accounts}, "full disk: the accounts' files are the old ones")
                check(server.alive(), "full disk: the server lives")
                (small / "filler").unlink()
                password = "a-new-password-1" if change[0] == 200 else "gannet-harbor-11"
                client = Client(server.port)
                client.csrf = FIXED
                status = client.ask("POST", "/api/auth/login", {"email": "admin@example.com", "password": password, "long": False})[0]
                check(status == 200, f"with room again a login works: {status}")
            finally:
                server.stop()
        finally:
            subprocess.run(["umount", small], check=True)


def full_disk_upload(check):
    """A file that is longer than what is left: said so, nothing of it stays, and a shorter one is kept."""
    if not is_root():
        return print("    full disk, uploads: skipped, mounting a small tmpfs needs root")
    with box() as folder:
        small = Path(folder) / "small"
        small.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", small]).returncode:
            return print("    full disk, uploads: skipped, no tmpfs here")
        try:
            root = make_site(small, CONFIG)
            server = start_latchkey(program(), root)
            try:
                client, _, _ = logged_in(server.port)
                spool = root / "site/latchkey/spool"
                status, body = upload(client, "film.mp4", b"\0\0\0\x18ftypmp42" + b"x" * 45_000_000)
                check(status == 500 and b"disk is full" in body, f"full disk: an upload that does not fit answered {status} {body[:200]}")
                check(wait_until(lambda: not list(spool.iterdir())) and not (root / "content/film.mp4").exists(), "full disk: nothing of it stays")
                status, body = upload(client, "note.md", b"a short note")
                check(status == 200 and (root / "content/note.md").exists(), f"a shorter one is kept: {status} {body[:200]}")
                pieces = {"Upload-Length": "80000000", "Upload-Offset": "0", "Upload-Id": "pieces"}
                status, body = upload(client, "long.mp4", b"\0\0\0\x18ftypmp42" + b"x" * 500_000, pieces)
                check(status == 500 and b"disk is full" in body, f"pieces of what does not fit are refused at the first: {status} {body[:200]}")
                before = shutil.disk_usage(small)
                with Lowest(small) as lowest:
                    unfinished = unfinished_uploads(client, 4, 19_000_000)
                    status = client.ask("PATCH", PAGE, {"title": "Written beside them"})[0]
                check(status == 200, f"a page can be changed while uploads want more than there is: {status}")
                check(lowest.free < before.free - 10_000_000, f"uploads took room: {before.free - lowest.free} bytes")
                check(lowest.free > before.total / 40, f"but left some to others: {lowest.free} bytes")
                for connection in unfinished:
                    connection.close()
                check(server.alive(), "full disk: the server lives")
            finally:
                server.stop()
        finally:
            subprocess.run(["umount", small], check=True)


def wait_until(holds):
    """Whether it does within five seconds."""
    end = time.monotonic() + 5
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


class Lowest:
    """The least room a disk had while this was open, looked at every millisecond."""

    def __init__(self, folder):
        self.folder, self.free, self.ended = folder, shutil.disk_usage(folder).free, threading.Event()
        self.thread = threading.Thread(target=self.look)

    def look(self):
        while not self.ended.wait(0.001):
            self.free = min(self.free, shutil.disk_usage(self.folder).free)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()


def unfinished_uploads(client, count, size):
    """Connections that each sent `size` bytes of a file, or as much as was taken, but not its end."""
    out = []
    for number in range(count):
        connection = socket.create_connection(("127.0.0.1", client.port), timeout=10)
        head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{number}.mp4"\r\n\r\n'.encode() + b"\0\0\0\x18ftypmp42"
        lines = "".join(f"{name}: {value}\r\n" for name, value in client.headers().items())
        connection.sendall(f"POST /api/site/files HTTP/1.1\r\nHost: localhost\r\n{lines}Content-Type: multipart/form-data; boundary=edge\r\nContent-Length: {size + 1000}\r\n\r\n".encode())
        try:
            connection.sendall(head + b"x" * size)
        except OSError:
            pass
        out.append(connection)
        time.sleep(0.3)
    return out


def upload(client, name, content, more=None):
    """Status and body; the answer may come before everything was sent."""
    form = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode() + content + b"\r\n--edge--\r\n"
    connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=30)
    headers = {**client.headers(), **(more or {}), "Content-Type": "multipart/form-data; boundary=edge"}
    try:
        connection.request("POST", "/api/site/files", form, headers)
    except (BrokenPipeError, ConnectionResetError):
        pass
    answer = connection.getresponse()
    return answer.status, answer.read()


def read_only_folder(check):
    """The server runs as a user who may read the site but not write it."""
    if not is_root() or not shutil.which("setpriv"):
        return print("    read-only folder: skipped, needs root and setpriv")
    with box() as folder:
        os.chmod(folder, 0o755)
        root, port = make_site(folder, CONFIG), free_port()
        copy = Path(folder) / "latchkey"
        shutil.copy(program(), copy)
        os.chmod(copy, 0o755)
        command = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", copy, "serve", "--root", root, "--port", port]
        log = Path(folder) / "log"
        try:
            server = Process(command, port, log)
        except RuntimeError:
            text = log.read_text(errors="replace")
            check(str(root) in text or "permission" in text.lower(), f"a refusal to start names the folder or the permission: {text[-300:]}")
            return print(f"    read-only folder: refused with: {text.strip().splitlines()[-1] if text.strip() else ''}")
        try:
            status = Client(server.port).ask("GET", "/api/auth/csrf")[0]
            check(status == 200, f"a server on a read-only folder answers: {status}")
            check(log.read_text(errors="replace").strip() != "", "and its log says what is the matter")
        finally:
            server.stop()


def broken_state(check):
    """state.db overwritten with garbage, cut in half, and replaced by a folder's worth of nothing."""
    for what, damage in (("garbage", lambda old: os.urandom(len(old))), ("half of it", lambda old: old[:len(old) // 2 + 37]), ("nothing", lambda old: b"")):
        with box() as folder:
            root = make_site(folder, CONFIG)
            server = start_latchkey(program(), root)
            check(logged_in(server.port)[1] == 200, "a login before the damage")
            server.stop()
            for extra in (root / "site/latchkey").glob("state.db-*"):
                extra.unlink()
            state = root / "site/latchkey/state.db"
            state.write_bytes(damage(state.read_bytes()))
            try:
                server = start_latchkey(program(), root)
            except RuntimeError as error:
                check(False, f"state.db is {what}: {str(error)[-300:]}")
                continue
            try:
                client, status, _ = logged_in(server.port)
                check(status == 200, f"state.db is {what}: a login afterwards gave {status}")
                check(client.ask("GET", PAGE)[0] == 200, f"state.db is {what}: and its session reads")
                if what == "garbage":
                    check(list((root / "site/latchkey").glob("state.db.broken-*")), "the broken file was set aside")
            finally:
                server.stop()


def main():
    check = Checks()
    full_disk(check)
    full_disk_upload(check)
    read_only_folder(check)
    broken_state(check)
    check.done()


if __name__ == "__main__":
    main()
