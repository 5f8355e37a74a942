#!/usr/bin/env python3
"""sites_test.py LATCHKEY - what `./dev site` makes, and that a server gets along with all that is broken on a nasty site.

Oracles: the promise of tools/sites/make.py (count, same seed, same bytes), the walk of the disk by os.walk, and
nasty.json, where the generator wrote what it broke.
"""
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests/outside"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
from outside import Checks, program, start_latchkey  # noqa: E402
from reader import Reader, address  # noqa: E402
import make  # noqa: E402

check = Checks()


def pages_on_disk(root):
    """Folders that hold a text, without the site's own."""
    return sum(any(name.endswith(".txt") for name in files) for folder, _, files in os.walk(root / "content")) - 1


def digest(root):
    """Of names and bytes of everything below a folder."""
    out = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        out.update(str(path.relative_to(root)).encode() + b"\0" + (path.read_bytes() if path.is_file() else b""))
    return out.hexdigest()


def test_generator(folder):
    for pages in (0, 1, 7, 60, 700):
        root = folder / f"count-{pages}"
        make.make(root, pages)
        check(pages_on_disk(root) == pages, f"{pages} pages wanted, {pages_on_disk(root)} made")
    make.make(folder / "again", 60)
    make.make(folder / "other", 60, seed=2)
    check(digest(folder / "again") == digest(folder / "count-60"), "the same seed makes the same bytes")
    check(digest(folder / "other" / "content") != digest(folder / "again" / "content"), "another seed makes another site")
    make.make(folder / "languages", 60, languages=7)
    codes = {path.stem for path in (folder / "languages/site/languages").iterdir()}
    check(len(codes) == 8, f"8 languages, not {sorted(codes)}")


def test_sound_site(folder):
    """A server finds every page of a made site, and doctor nothing wrong."""
    root = folder / "count-60"
    server = start_latchkey(program(), root)
    try:
        reader = Reader(server.port)
        ids = reader.ids()
        check(len(set(ids)) == 60 == len(ids), f"60 pages by the API, not {len(ids)}")
        check(all(isinstance(reader.data("pages/" + address(id)), dict) for id in ids), "every page is answered")
        check(not problems(root), f"doctor finds nothing: {problems(root)}")
    finally:
        server.stop()


def problems(root):
    """What doctor warns of in the content and the blueprints, as one text."""
    out = subprocess.run([program(), "doctor", "--root", root, "--json"], capture_output=True, timeout=120)
    findings = json.loads(out.stdout.decode(errors="replace"))["findings"]
    return "\n".join(f["text"] for f in findings if f["level"] != "note" and f["area"] in ("content", "folders", "blueprints"))


def ask_everything(reader, root):
    """Every page, its children and files, and searches; returns the paths that were no answer to a client."""
    bad = []

    def ask(path):
        status, body = reader.get(path)
        if status == 500 and "torn-blueprint" in path:  # never silently another blueprint: docs/differences.md
            return
        if status >= 500 or not body.startswith(b"{"):
            bad.append(f"{path}: {status} {body[:100]}")
    ids = reader.ids()
    names = [os.fsdecode(entry.name) for entry in (root / "content/nasty").iterdir()]
    for id in dict.fromkeys(ids + ["nasty/" + name.encode(errors="replace").decode() for name in names]):
        for part in ("", "/children?status=all", "/files", "/blueprint", "?view=panel"):
            ask("pages/" + address(id) + part)
    for path in ("site", "site/children?status=all", "site/files", "site/search?q=text", "site/search?q=caf",
                 "site/search?q=nosuchword", "site/children/search?q=nasty&status=all"):
        ask(path)
    return ids, bad


def test_nasty_site(folder, languages):
    root = folder / f"nasty-{languages}"
    make.make(root, 30, languages=languages, with_nasty=True)
    said = problems(root)
    for row in json.loads((root / "nasty.json").read_text()):
        if row["doctor"]:
            check(row["path"] in said, f"doctor names {row['path']}: {row['what']}")
    server = start_latchkey(program(), root, wait=60)
    try:
        ids, bad = ask_everything(Reader(server.port), root)
        check(not bad, f"answers 5xx or none: {bad[:10]}")
        check(server.alive(), "the server lives")
        check("pages/torn" in (folder / "latchkey.log").read_text(errors="replace"), "the log names the broken blueprint")
        for id in ("nasty/bom", "nasty/crlf", "nasty/links/good", "nasty/huge", "nasty/crowd", "nasty/empty-folder"):
            check(id in ids, f"{id} is a page")
        for id in ("nasty/links/up", "nasty/links/circle", "nasty/links/outside"):
            check(id not in ids, f"{id} is no page")
        sound = Reader(server.port).data("pages/nasty+bom")
        check(sound["content"]["title"] == "With a mark", "a byte order mark is no part of the first key")
    finally:
        server.stop()


def main():
    with tempfile.TemporaryDirectory(prefix="latchkey-") as name:
        folder = Path(name)
        test_generator(folder)
        test_sound_site(folder)
        for languages in (0, 2):
            test_nasty_site(folder, languages)
        for path in folder.glob("nasty-*/content/nasty/unreadable-folder"):
            path.chmod(0o755)
    check.done()


if __name__ == "__main__":
    main()
