#!/usr/bin/env python3
"""What a large upload costs the server in memory and time, beside writing the same bytes to a file.

    bench/upload.py --latchkey build/release/latchkey [--mib 1024] [--rounds 3] [--json FILE]

Each round uploads one film and then writes the same bytes with cat and fsync, on the same file system. Memory is the
server's resident set: at rest, and its highest point during the upload (VmHWM, set back before). The client sends from
one buffer of a megabyte; the stored film is compared by its SHA-256.
"""
import argparse
import base64
import hashlib
import http.client
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
from servers import ADMIN, box, make_site, start_latchkey

MIB = 1 << 20
CONFIG = {"api.basicAuth": True, "api.allowInsecure": True}
FILM_HEAD = bytes([0, 0, 0, 24]) + b"ftypmp42" + bytes(4) + b"mp42isom"


def pieces_of(mib):
    """A film by its first bytes, without any run that compresses; never a mark of HTML."""
    noise = os.urandom(MIB).replace(b"<", b"x")
    yield FILM_HEAD + noise[len(FILM_HEAD):]
    for _ in range(mib - 1):
        yield noise


class Upload:
    def __init__(self, port, mib):
        self.port, self.mib, self.digest = port, mib, hashlib.sha256()

    def body(self, edge, name):
        yield (f"--{edge}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n").encode()
        for piece in pieces_of(self.mib):
            self.digest.update(piece)
            yield piece
        yield f"\r\n--{edge}--\r\n".encode()

    def send(self, name):
        """Seconds until the answer; an answer other than 200 is an error."""
        edge = "bench-edge"
        around = len(f"--{edge}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n\r\n--{edge}--\r\n")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        headers = {"Authorization": "Basic " + base64.b64encode(":".join(ADMIN).encode()).decode(),
                   "Content-Type": f"multipart/form-data; boundary={edge}", "Content-Length": str(self.mib * MIB + around)}
        started = time.monotonic()
        connection.request("POST", "/api/site/files", body=self.body(edge, name), headers=headers)
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        spent = time.monotonic() - started
        if answer.status != 200:
            raise RuntimeError(f"the upload was answered with {answer.status}: {text[:300]}")
        return spent


def sha256_of(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() if hasattr(hashlib, "file_digest") else hashlib.sha256(file.read()).hexdigest()


def cat_and_sync(source, target):
    started = time.monotonic()
    with open(target, "wb") as out:
        subprocess.run(["cat", source], stdout=out, check=True)
        os.fsync(out.fileno())
    return time.monotonic() - started


def forget_peak(server):
    for pid in server.pids():
        Path(f"/proc/{pid}/clear_refs").write_text("5")


def one_round(server, root, folder, mib, number):
    before = server.status("VmRSS")
    forget_peak(server)
    name = f"film{number}.mp4"
    upload = Upload(server.port, mib)
    seconds = upload.send(name)
    stored = root / "content" / name
    assert sha256_of(stored) == upload.digest.hexdigest(), "the stored film is another one"
    assert not list((root / "site/latchkey/spool").iterdir()), "something is left in the spool"
    row = {"rest_kib": before, "peak_kib": server.status("VmHWM"), "after_kib": server.status("VmRSS"), "upload_s": seconds,
           "cat_s": cat_and_sync(stored, folder / "copy")}
    stored.unlink()
    (folder / "copy").unlink()
    return row


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--latchkey", required=True)
    options.add_argument("--mib", type=int, default=1024)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--json", help="also write the rounds there")
    opts = options.parse_args()
    with box() as folder:
        root = make_site(folder, CONFIG)
        server = start_latchkey(opts.latchkey, root)
        try:
            one_round(server, root, Path(folder), 1, 0)
            rows = [one_round(server, root, Path(folder), opts.mib, i + 1) for i in range(opts.rounds)]
        finally:
            server.stop()
    grown = max(row["peak_kib"] - row["rest_kib"] for row in rows)
    upload, cat = (statistics.median(row[key] for row in rows) for key in ("upload_s", "cat_s"))
    print(f"{opts.mib} MiB, {opts.rounds} rounds: memory at most {grown} KiB above rest ({rows[0]['rest_kib']} KiB)")
    print(f"upload {upload:.2f} s ({opts.mib / upload:.0f} MiB/s), cat and fsync of the same bytes {cat:.2f} s: {upload / cat:.2f} times as long")
    if opts.json:
        Path(opts.json).write_text(json.dumps({"mib": opts.mib, "rounds": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()
