"""Other programs edit the content of a running server: editors, sed, rsync, git, mv, slow writers; readers load the API.

Promise (docs/architecture.md): every answer is a state that was on the disk as a whole, the old one or the new one; an
edit shows within 100 ms of its last write; in the end the server says what a server says that read the disk afresh.

    editors_test.py LATCHKEY [--short]

Every text carries its version in each line and has a fixed length, so an answer made of two versions, or of half a file,
is recognised. The machine gets TOLERANCE more, a lot of it in the short form, which runs beside other tests; the measured
times are printed.
"""
import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

from outside import Checks, box, program, start_latchkey

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "sites"))
from reader import Reader, address  # noqa: E402
import make  # noqa: E402

SHORT = "--short" in sys.argv
PROMISE, TOLERANCE = 0.100, 2.0 if SHORT else 0.150
ROUNDS = 2 if SHORT else 6
LINES = 300
VIM = next((name for name in ("vim", "vim.basic", "vim.tiny") if shutil.which(name)), "vim")


def text_of(version, name="x"):
    """With a uuid made from a name, or the first reader would make the server write one."""
    lines = "\n".join(f"Line {number:03} of version v{version:06}." for number in range(LINES))
    uuid = hashlib.md5(name.encode()).hexdigest()[:16]
    return (f"Title: Page v{version:06}\n\n----\n\nLead: v{version:06}\n\n----\n\nText:\n\n{lines}\n\n----\n\n"
            f"Uuid: {uuid}").encode()


def version_of(data):
    """The version that an answer shows, None where it mixes versions or is not whole."""
    content = data["content"]
    version = content.get("lead", "")[1:]
    whole = text_of(int(version)).decode().split("Text:\n\n")[1].split("\n\n----")[0] if version.isdigit() else None
    return int(version) if content.get("title") == f"Page v{version}" and content.get("text") == whole else None


class Subject:
    """A page that is edited. Answers may show `low` to `high`; `gone`: it may be missing."""

    def __init__(self, folder, id):
        self.folder, self.id = folder, id
        self.low = self.high = 1
        self.gone = True  # until it was seen first
        folder.mkdir(parents=True)
        self.text.write_bytes(self.bytes(1))

    def bytes(self, version):
        return text_of(version, self.id)

    @property
    def text(self):
        return self.folder / "page.txt"


class Audience(threading.Thread):
    """Reads all subjects again and again, bounded to a few hundred requests a second, and notes wrong answers."""

    def __init__(self, port, subjects):
        super().__init__(daemon=True)
        self.reader, self.subjects, self.wrong, self.count = Reader(port), subjects, [], 0
        self.stop = threading.Event()

    def run(self):
        while not self.stop.is_set():
            for subject in list(self.subjects):
                self.look_at(subject)
                time.sleep(0.003)

    def look_at(self, subject):
        low, gone = subject.low, subject.gone
        data = self.reader.data("pages/" + address(subject.id))
        self.count += 1
        if data == 404:
            if not (gone or subject.gone):
                self.wrong.append(f"{subject.id}: missing at version {low}")
            return
        version = version_of(data) if isinstance(data, dict) else None
        if version is None:
            self.wrong.append(f"{subject.id}: torn, or no answer: {str(data)[:120]}")
        elif not low <= version <= subject.high:
            self.wrong.append(f"{subject.id}: version {version}, where {low} to {subject.high} was right")


# ------------------------------------------------------------------ habits: each writes one text

def run(*words, **more):
    subprocess.run([str(word) for word in words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   stdin=subprocess.DEVNULL, timeout=60, **more)


def in_place(subject, version):
    with open(subject.text, "r+b", buffering=0) as file:
        file.write(subject.bytes(version))


def truncated(subject, version):
    subject.text.write_bytes(subject.bytes(version))


def slowly(subject, version, mode="wb"):
    text = subject.bytes(version)
    with open(subject.text, mode, buffering=0) as file:
        for at in range(0, len(text), 2000):
            file.write(text[at:at + 2000])
            time.sleep(0.03)


def slowly_in_place(subject, version):
    slowly(subject, version, "r+b")


def renamed(subject, version):
    new = subject.folder / ".page.txt.tmp"
    new.write_bytes(subject.bytes(version))
    os.replace(new, subject.text)


def linked(subject, version):
    new = subject.folder / "page.new"
    new.write_bytes(subject.bytes(version))
    run("ln", "-f", new, subject.text)
    new.unlink()


def by_sed(subject, version):
    run("sed", "-i", f"s/v{version - 1:06}/v{version:06}/g", subject.text)


def by_vim(subject, version, copy="no"):
    run(VIM, "-u", "NONE", "-i", "NONE", "-es", "-c", f"set backup backupcopy={copy} swapfile", "-c",
        f"%s/v{version - 1:06}/v{version:06}/g", "-c", "wq", subject.text, env={**os.environ, "HOME": str(subject.folder.parents[2])})


def by_vim_in_place(subject, version):
    by_vim(subject, version, "yes")


def by_rsync(subject, version, *options):
    source = subject.folder.parents[2] / "rsync-source"
    source.mkdir(exist_ok=True)
    (source / "page.txt").write_bytes(subject.bytes(version))
    run("rsync", "-a", "--checksum", *options, f"{source}/page.txt", f"{subject.folder}/")


def by_rsync_in_place(subject, version):
    by_rsync(subject, version, "--inplace")


def by_cp(subject, version):
    new = subject.folder.parents[2] / "new.txt"
    new.write_bytes(subject.bytes(version))
    run("cp", new, subject.text)


HABITS = [(in_place, None), (truncated, None), (slowly, None), (slowly_in_place, None), (renamed, None), (linked, None),
          (by_sed, "sed"), (by_cp, "cp"), (by_vim, VIM), (by_vim_in_place, VIM), (by_rsync, "rsync"),
          (by_rsync_in_place, "rsync")]


class Stage:
    def __init__(self, root, port, check):
        self.root, self.check, self.reader = root, check, Reader(port)
        self.subjects = []
        self.times = {}

    def subject(self, name, id=None):
        """A new page, once it shows."""
        made = Subject(self.root / "content/editing" / name, "editing/" + (id or name))
        self.await_state("a new page", time.monotonic(), lambda: self.shows(made, 1))
        made.gone = False
        self.subjects.append(made)
        return made

    def await_state(self, habit, began, held, seconds=3):
        """Polls until `held`; the time from `began` is the habit's, and must keep the promise."""
        while not held() and time.monotonic() - began < seconds:
            time.sleep(0.002)
        took = time.monotonic() - began
        self.times.setdefault(habit, []).append(took)
        self.check(took < PROMISE + TOLERANCE, f"{habit}: shown after {took * 1000:.0f} ms")

    def shows(self, subject, version):
        data = self.reader.data("pages/" + address(subject.id))
        return isinstance(data, dict) and version_of(data) == version

    def is_missing(self, id):
        return self.reader.data("pages/" + address(id)) == 404

    def edit(self, subject, habit, version):
        subject.high = version
        habit(subject, version)
        self.await_state(habit.__name__, time.monotonic(), lambda: self.shows(subject, version))
        subject.low = version

    def text_habits(self):
        subject = self.subject("texts")
        version = 1
        for habit, needs in HABITS:
            if needs and not shutil.which(needs):
                print(f"    left out: there is no {needs}")
                continue
            for _ in range(ROUNDS):
                version += 1
                self.edit(subject, habit, version)

    def folders(self):
        """mv to another number keeps the id; mv to another slug and back; a copy; rm -r."""
        subject = self.subject("1_folder", "folder")
        parent = subject.folder.parent
        for number in range(2, 2 + ROUNDS):  # never missing: the audience looks
            run("mv", subject.folder, parent / f"{number}_folder")
            subject.folder = parent / f"{number}_folder"
            time.sleep(0.1)
        subject.gone = True
        time.sleep(0.02)
        for _ in range(ROUNDS):
            run("mv", subject.folder, parent / "elsewhere")
            self.await_state("mv", time.monotonic(), lambda: self.is_missing(subject.id) and
                             isinstance(self.reader.data("pages/editing+elsewhere"), dict))
            run("mv", parent / "elsewhere", subject.folder)
            self.await_state("mv", time.monotonic(), lambda: self.is_missing("editing/elsewhere") and self.shows(subject, 1))
            run("cp", "-r", subject.folder, parent / "copied")
            self.await_state("cp -r", time.monotonic(), lambda: isinstance(self.reader.data("pages/editing+copied"), dict))
            run("rm", "-r", parent / "copied")
            self.await_state("rm -r", time.monotonic(), lambda: self.is_missing("editing/copied"))

    def git(self):
        """Checkout between two branches of the content, of which one has a page more."""
        if not shutil.which("git"):
            return print("    left out: there is no git")
        where = self.root / "content/editing/git"
        where.mkdir()
        (where / "page.txt").write_bytes(text_of(1, "git"))
        pages = [self.subject(f"git/{number}_page-{number}", f"git/page-{number}") for number in range(1, 16)]
        git = lambda *words: run("git", "-C", where, "-c", "user.name=x", "-c", "user.email=x@example.com", *words)
        git("init", "-q", "-b", "one")
        git("add", "-A")
        git("commit", "-q", "-m", "one")
        git("checkout", "-q", "-b", "two")
        for page in pages:
            page.high = 2
            page.text.write_bytes(page.bytes(2))
        (where / "extra").mkdir()
        (where / "extra/page.txt").write_bytes(text_of(2, "extra"))
        git("add", "-A")
        git("commit", "-q", "-m", "two")
        for branch, version in (("one", 1), ("two", 2)) * ROUNDS:
            for page in pages:
                page.low, page.high = 1, 2
            git("checkout", "-q", branch)
            extra = lambda: self.is_missing("editing/git/extra") == (version == 1)
            self.await_state("git checkout", time.monotonic(), lambda: extra() and all(self.shows(page, version) for page in pages))
            for page in pages:
                page.low = page.high = version

    def everything_at_once(self):
        """All habits side by side, each on a page of its own, for a while; only the audience judges."""
        def keep_editing(subject, habit):
            version = 1
            while time.monotonic() < end:
                version += 1
                subject.high = version
                habit(subject, version)
                time.sleep(0.05)
        habits = [habit for habit, needs in HABITS if needs in (None, "sed", "cp")]
        subjects = [self.subject("many-" + habit.__name__.replace("_", "-")) for habit in habits]
        end = time.monotonic() + (3 if SHORT else 15)
        threads = [threading.Thread(target=keep_editing, args=pair) for pair in zip(subjects, habits)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for subject in subjects:
            self.await_state("many at once", time.monotonic(), lambda: self.shows(subject, subject.high))


def compare_with_fresh(folder, root, port, check):
    """Oracle: a second server that has just read a copy of the disk."""
    reader = Reader(port)
    ids = reader.ids()
    answers = [reader.data("pages/" + address(id)) for id in ids]  # the first read makes missing uuids
    time.sleep(1.5)
    answers = [reader.data("pages/" + address(id)) for id in ids]
    copy = folder / "copy"
    shutil.copytree(root, copy, symlinks=True, ignore=shutil.ignore_patterns("state.db*", "*.lock", "*.sock"))
    fresh = start_latchkey(program(), copy)
    try:
        other = Reader(fresh.port)
        check(ids == other.ids(), "the pages are those that a fresh server finds, in its order")
        different = [id for id, answer in zip(ids, answers) if other.data("pages/" + address(id)) != answer]
        check(not different, f"{len(different)} of {len(ids)} pages differ from a fresh server's: {different[:3]}")
        print(f"    {len(ids)} pages compared with a fresh server")
    finally:
        fresh.stop()


def main():
    check = Checks()
    with box() as name:
        folder = Path(name)
        root = folder / "site"
        make.make(root, 50 if SHORT else 500)
        (root / "content/editing").mkdir()
        (root / "content/editing/page.txt").write_bytes(text_of(1, "editing"))
        server = start_latchkey(program(), root)
        try:
            stage = Stage(root, server.port, check)
            audience = [Audience(server.port, stage.subjects) for _ in range(2)]
            for reader in (stage.reader, *(one.reader for one in audience)):
                reader.ids()  # the password is verified once, and everything was read
            for one in audience:
                one.start()
            for part in (stage.text_habits, stage.folders, stage.git, stage.everything_at_once):
                part()
            for one in audience:
                one.stop.set()
                one.join(30)
                check(one.count > 50 and not one.wrong, f"{len(one.wrong)} of {one.count} answers were wrong: {one.wrong[:5]}")
            compare_with_fresh(folder, root, server.port, check)
        finally:
            server.stop()
    for habit, times in stage.times.items():
        print(f"    {habit}: {len(times)} times, median {statistics.median(times) * 1000:.0f} ms, latest {max(times) * 1000:.0f} ms")
    check.done()


if __name__ == "__main__":
    main()
