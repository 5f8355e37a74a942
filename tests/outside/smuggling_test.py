"""S31: malformed requests are refused and the connection closes, directly and behind nginx, HAProxy and Apache.

Oracle: RFC 9112 sections 2.2, 5.1, 5.2, 6.1, 6.3, 7.1. Behind a proxy the proof is that no later visitor gets an answer
that belongs to somebody else: every proxy keeps its connection to the server open, so a desync would show.
"""
import re
import shutil
from pathlib import Path

from outside import Checks, Client, Process, SOURCE, box, exchange, free_port, is_root, make_site, program, start_latchkey, start_nginx

HOST = b"Host: 127.0.0.1\r\n"
POST = b"POST /api/auth/ping HTTP/1.1\r\n" + HOST
INNER = b"GET /smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\nX: "
CHUNKED = b"0\r\n\r\n"

MALFORMED = {
    "two different lengths": POST + b"Content-Length: 0\r\nContent-Length: 44\r\n\r\n" + INNER,
    "two equal lengths": POST + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
    "a list of lengths": POST + b"Content-Length: 2, 2\r\n\r\n{}",
    "a signed length": POST + b"Content-Length: +2\r\n\r\n{}",
    "a negative length": POST + b"Content-Length: -1\r\n\r\n",
    "a hexadecimal length": POST + b"Content-Length: 0x2\r\n\r\n{}",
    "a length beyond 64 bits": POST + b"Content-Length: 18446744073709551618\r\n\r\n{}",
    "an empty length": POST + b"Content-Length:\r\n\r\n",
    "length and chunked": POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKED + INNER,
    "chunked and length": POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n" + CHUNKED + INNER,
    "chunked twice": POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKED,
    "chunked not last": POST + b"Transfer-Encoding: chunked, identity\r\n\r\n" + CHUNKED,
    "an unknown coding": POST + b"Transfer-Encoding: xchunked\r\n\r\n" + CHUNKED + INNER,
    "a coding with a vertical tab": POST + b"Transfer-Encoding: \x0bchunked\r\n\r\n" + CHUNKED + INNER,
    "space before the colon": POST + b"Content-Length : 2\r\n\r\n{}",
    "a folded header": POST + b"X-One: a\r\n b\r\nContent-Length: 0\r\n\r\n",
    "a folded coding": POST + b"Transfer-Encoding:\r\n chunked\r\n\r\n" + CHUNKED + INNER,
    "a line that ends in LF": b"POST /api/auth/ping HTTP/1.1\n" + HOST + b"Content-Length: 0\r\n\r\n",
    "headers that end in LF": POST + b"X-One: a\nContent-Length: 0\r\n\r\n",
    "a bare CR in a value": POST + b"X-One: a\rb\r\nContent-Length: 0\r\n\r\n",
    "a NUL in a value": POST + b"X-One: a\0b\r\nContent-Length: 0\r\n\r\n",
    "a NUL in a name": POST + b"X-O\0ne: a\r\nContent-Length: 0\r\n\r\n",
    "a header without a colon": POST + b"X-One\r\nContent-Length: 0\r\n\r\n",
    "a header without a name": POST + b": a\r\nContent-Length: 0\r\n\r\n",
    "a chunk size with a sign": POST + b"Transfer-Encoding: chunked\r\n\r\n+1\r\na\r\n0\r\n\r\n",
    "a chunk size in 0x": POST + b"Transfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n",
    "a chunk size too large": POST + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\na\r\n0\r\n\r\n",
    "a chunk size that is no number": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\na\r\n0\r\n\r\n",
    "a chunk longer than it says": POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n",
    "a chunk line that ends in LF": POST + b"Transfer-Encoding: chunked\r\n\r\n1\na\r\n0\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\n" + HOST + b"Host: other\r\n\r\n",
    "two spaces in the request line": b"GET  / HTTP/1.1\r\n" + HOST + b"\r\n",
    "a tab in the request line": b"GET\t/ HTTP/1.1\r\n" + HOST + b"\r\n",
    "a version of the future": b"GET / HTTP/1.9x\r\n" + HOST + b"\r\n",
    "chunked in HTTP/1.0": b"POST /api/auth/ping HTTP/1.0\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNKED,
    "NUL in the target": b"GET /\0 HTTP/1.1\r\n" + HOST + b"\r\n",
    "bytes that are no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
}

WELL_FORMED = {
    "a plain POST": (POST + b"Content-Length: 2\r\nConnection: close\r\n\r\n{}", 200),
    "a chunked POST": (POST + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 200),
    "an unknown method": (b"PURGE / HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n", 405),
}


def statuses(out):
    return [int(s) for s in re.findall(rb"HTTP/1\.[01] (\d{3})", out)]


def direct(check, port):
    for what, (data, status) in WELL_FORMED.items():
        out, _ = exchange(port, data)
        check(statuses(out) == [status], f"direct, {what}: wanted {status}, got {statuses(out)}")
    for what, data in MALFORMED.items():
        out, closed = exchange(port, data)
        check(statuses(out) == [400] or (not out and closed), f"direct, {what}: one 400, got {statuses(out)} {out[:80]}")
        check(closed, f"direct, {what}: the connection closes")


def victims_are_safe(port):
    """Two visitors in turns through the proxy, each of whom must get the answer of the own request."""
    for path, wanted in (("/api/auth/csrf", 200), ("/api/no-such-route", 404)) * 2:
        client = Client(port, timeout=8)
        try:
            status, _, body = client.ask("GET", path)
        finally:
            client.close()
        if status != wanted or (b"csrf" in body) != (wanted == 200):
            return f"{path} got {status} {body[:80]}"
    return ""


def behind(check, name, proxy):
    try:
        trouble = victims_are_safe(proxy.port)
        check(not trouble, f"{name}: before any attack {trouble}")
        for what, data in MALFORMED.items():
            out, _ = exchange(proxy.port, data, seconds=0.5)
            trouble = victims_are_safe(proxy.port)
            check(not trouble, f"{name}, {what}: afterwards a visitor's {trouble}")
    finally:
        proxy.stop()


def configured(folder, template, **values):
    text = (SOURCE / "tests/outside" / template).read_text()
    for key, value in {"folder": folder, **values}.items():
        text = text.replace("{%s}" % key, str(value))
    target = Path(folder) / template
    target.write_text(text)
    return target


def main():
    check = Checks()
    with box() as folder:
        server = start_latchkey(program(), make_site(folder))
        try:
            direct(check, server.port)
            nginx_user, apache_user = ("user root;", "User www-data\nGroup www-data") if is_root() else ("", "")
            behind(check, "nginx", start_nginx(folder, SOURCE / "tests/outside/nginx.conf", backend=server.port, user=nginx_user))
            port = free_port()
            config = configured(folder, "haproxy.cfg", port=port, backend=server.port)
            behind(check, "haproxy", Process(["haproxy", "-db", "-f", config], port, Path(folder) / "haproxy.log"))
            if shutil.which("apache2"):
                port = free_port()
                config = configured(folder, "apache.conf", port=port, backend=server.port, user=apache_user)
                behind(check, "apache", Process(["apache2", "-DFOREGROUND", "-f", config], port, Path(folder) / "apache.log"))
            check(server.alive(), "the server lives")
        finally:
            server.stop()
    check.done()


if __name__ == "__main__":
    main()
