#!/usr/bin/env python3
"""Makes a believable site of many pages, for trying and measuring.

    tools/sites/make.py N [DIR] [--nasty] [--languages M] [--seed S] [--json]

The same N, options and seed give the same bytes. DIR (default: build/sites/N) must not exist or be empty. With --nasty
everything that goes wrong on real disks is added; nasty.json in DIR lists it.
"""
import argparse
import json
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import frame  # noqa: E402
import nasty  # noqa: E402
import plan  # noqa: E402
from prose import Prose  # noqa: E402

SOURCE = Path(__file__).resolve().parents[2]


def arguments():
    ap = argparse.ArgumentParser(description="Makes a believable site of N pages, for trying and measuring.")
    ap.add_argument("pages", type=int, metavar="N")
    ap.add_argument("folder", type=Path, nargs="?", metavar="DIR", help="default: build/sites/N")
    ap.add_argument("--nasty", action="store_true", help="add what goes wrong on real disks")
    ap.add_argument("--languages", type=int, default=0, metavar="M", help="languages beside English")
    ap.add_argument("--seed", type=int, default=1, metavar="S")
    ap.add_argument("--json", action="store_true", help="print the result for a script")
    return ap.parse_args()


def make(folder, pages, seed=1, languages=0, with_nasty=False):
    """Returns the codes of the languages beside English."""
    codes = frame.language_names(languages)
    frame.write_frame(folder, pages, seed, codes)
    tree = plan.Tree(folder, Prose(seed), codes)
    plan.write_pages(tree, pages)
    if with_nasty:
        (folder / "nasty.json").write_text(json.dumps(nasty.add(folder, tree, pages), indent=1) + "\n")
    return codes


def main():
    opts = arguments()
    folder = (opts.folder or SOURCE / "build/sites" / str(opts.pages)).resolve()
    if opts.pages < 0 or opts.languages < 0:
        sys.exit("N and M are numbers from 0.")
    if folder.exists() and any(folder.iterdir()):
        sys.exit(f"{folder} is not empty: delete it or name another folder.")
    start = time.monotonic()
    codes = make(folder, opts.pages, opts.seed, opts.languages, opts.nasty)
    seconds = time.monotonic() - start
    if opts.json:
        print(frame.summary(folder, opts.pages, seconds, codes))
        return
    login = frame.ACCOUNTS[0][1]
    print(f"{folder}: {opts.pages} pages in {seconds:.1f} s\n\n  login    {login}  {frame.PASSWORDS[login]}\n\n"
          f"Serve it: ./dev serve --root {folder}")


if __name__ == "__main__":
    main()
