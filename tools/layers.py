#!/usr/bin/env python3
"""Compares every #include under src/ with the architecture and names each violation as file:line.

Two rules: a folder includes only itself and the neighbours in its NEEDS line of CMakeLists.txt; a third-party
header appears only in its home folders (HOMES below). `--self-test` shows that violations are found.
Warnings, which do not fail: files of more than 400 lines.
"""
import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# What stands in for a newer standard library may be used everywhere.
EVERYWHERE = re.compile(r"fmt/|tl/expected")
# Header pattern -> folders that may include it. The first pattern that matches decides.
HOMES = [
    (r"boost/json", {"formats", "http"}),
    (r"boost/(asio|beast|system|core|optional|intrusive)|openssl/|nghttp2/", {"net"}),
    (r"sodium|argon2|crypt\.h|liboath/", {"crypto"}),
    (r"sqlite3", {"store"}),
    (r"yaml-cpp/", {"formats"}),
    (r"spdlog/", {"core"}),
    (r"CLI/", {"app"}),
    (r"curl/", {"mail"}),
    (r"cmark-gfm", {"formats"}),
    (r"kainjow/", {"site"}),
    (r"magic\.h|vips/", {"images"}),
    (r"expat\.h", {"content"}),
    (r"zlib\.h|brotli/", {"http"}),
    (r"zxcvbn|idn2", {"accounts"}),
    (r"utf8proc", {"accounts", "formats", "core"}),
    (r"boost/", set()),
]
SYSTEM = re.compile(r"(sys|netinet|arpa|net|linux|bits)/[a-z0-9_]+\.h$|[a-z0-9_]+(\.h)?$")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def read_needs(text):
    """Folder -> neighbours, from the latchkey_library lines."""
    needs = {}
    for match in re.finditer(r"^latchkey_library\(([^)]*)\)", text, re.M):
        name, *words = match[1].split()
        words = words[words.index("NEEDS") + 1:] if "NEEDS" in words else []
        needs[name] = set(words[:words.index("LINKS")] if "LINKS" in words else words)
    return needs


def find_cycle(needs):
    """A folder that needs itself through others, or None; CMake accepts such cycles between static libraries."""
    def reaches(start, at, seen):
        for name in needs.get(at, ()):
            if name == start or (name not in seen and reaches(start, name, seen | {name})):
                return True
        return False
    return next((name for name in needs if reaches(name, name, set())), None)


def problem_of(folder, quote, header, needs, sources):
    """Why `folder` may not include `header`, or None."""
    if header.split("/")[0] in needs and "/" in header and (quote == '"' or (sources / header).exists()):
        target = header.split("/")[0]
        if not (sources / header).exists():
            return f"there is no src/{header}"
        if target != folder and target not in needs[folder]:
            return f"{folder} may not include {target} (NEEDS {' '.join(sorted(needs[folder])) or 'nothing'})"
        return None
    if EVERYWHERE.match(header):
        return None
    for pattern, homes in HOMES:
        if re.match(pattern, header):
            return None if folder in homes else f"the home of <{header}> is {' or '.join(sorted(homes)) or 'nowhere'}"
    if quote == '"':
        return f'"{header}" is neither src/FOLDER/FILE nor a known library'
    return None if SYSTEM.match(header) else f"<{header}> has no home folder; add it to HOMES in tools/layers.py"


def check(root):
    """Pair of lists: violations and warnings, each as file:line: text."""
    needs = read_needs((root / "CMakeLists.txt").read_text())
    sources, problems, warnings = root / "src", [], []
    if cycle := find_cycle(needs):
        problems.append(f"CMakeLists.txt:1: {cycle} needs itself through its neighbours")
    for path in sorted([*sources.rglob("*.h"), *sources.rglob("*.cpp")]):
        name, lines = path.relative_to(root), path.read_text().splitlines()
        folder = path.relative_to(sources).parts[0]
        if folder not in needs:
            problems.append(f"{name}:1: src/{folder} has no latchkey_library line")
            continue
        for number, line in enumerate(lines, 1):
            if found := INCLUDE.match(line):
                if why := problem_of(folder, found[1], found[2], needs, sources):
                    problems.append(f"{name}:{number}: {why}")
        if len(lines) > 400:
            warnings.append(f"{name}:{len(lines)}: more than 400 lines; look for the second idea in it")
    return problems, warnings


def self_test():
    """A made-up tree in which exactly the marked lines are violations."""
    tree = {
        "CMakeLists.txt": "latchkey_library(core NEEDS LINKS fmt::fmt)\nlatchkey_library(http NEEDS core)\n"
                          "latchkey_library(net NEEDS http core LINKS OpenSSL::SSL)\n",
        "src/core/a.h": "#include <string>\n#include <sys/stat.h>\n#include <fmt/format.h>\n"
                        '#include "http/b.h"  // bad: upwards\n',
        "src/http/b.h": '#include "core/a.h"\n#include <boost/json.hpp>\n#include <boost/asio.hpp>  // bad: not its home\n'
                        "#include <sodium.h>  // bad: not its home\n#include <unknown/thing.hpp>  // bad: no home\n",
        "src/net/c.cpp": '#include "http/b.h"\n#include <boost/asio.hpp>\n  #  include <openssl/ssl.h>\n'
                         '#include "core/missing.h"  // bad: no such file\n#include "local.h"  // bad: no folder\n',
        "src/stray/d.h": "// bad: folder without a library\n",
    }
    with tempfile.TemporaryDirectory() as box:
        for name, text in tree.items():
            (Path(box) / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(box) / name).write_text(text)
        found = {line.split(": ")[0] for line in check(Path(box))[0]}
        wanted = {f"{name}:{number}" for name, text in tree.items()
                  for number, line in enumerate(text.splitlines(), 1) if "// bad" in line}
        (Path(box) / "CMakeLists.txt").write_text("latchkey_library(a NEEDS b)\nlatchkey_library(b NEEDS a)\n")
        cycle = check(Path(box))[0][0].startswith("CMakeLists.txt:1: ")
    if found != wanted or not cycle:
        print(f"self-test failed: missed {sorted(wanted - found)}, invented {sorted(found - wanted)}, cycle {cycle}")
        return 1
    print(f"self-test: {len(wanted)} violations and a cycle found, nothing else")
    return 0


def main():
    if "--self-test" in sys.argv:
        return self_test()
    problems, warnings = check(ROOT)
    print("\n".join([*problems, *(f"warning: {line}" for line in warnings)] or ["every include follows the layers"]))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
