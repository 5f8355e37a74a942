"""S28: failed logins hold nobody up. 200 at the same time leave the median of session GETs within a factor of two;
1 000 are answered with 200, 403 or 503 with Retry-After, in bounded memory.

Every attempt comes from its own loopback address and names its own account, so each costs a hash.
"""
import json
import socket
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from outside import FIXED, Checks, Client, box, make_site, program, start_latchkey

CONFIG = {"api.csrf": FIXED}
PAGE = "/api/pages/home"


def failed_login(port, number, start):
    """Status and Retry-After of one wrong login from 127.1.x.y, sent when `start` is set."""
    body = json.dumps({"email": f"nobody{number}@example.com", "password": "wrong-password", "long": False})
    text = (f"POST /api/auth/login HTTP/1.1\r\nHost: 127.0.0.1\r\nX-CSRF: {FIXED}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}")
    address = f"127.1.{number // 250}.{number % 250 + 1}"
    with socket.create_connection(("127.0.0.1", port), 30, source_address=(address, 0)) as s:
        s.settimeout(90)
        start.wait()
        s.sendall(text.encode())
        out = b""
        while chunk := s.recv(65536):
            out += chunk
    head = out.split(b"\r\n\r\n")[0].lower()
    return int(out[9:12]) if out.startswith(b"HTTP/1.1 ") else 0, b"\r\nretry-after:" in head


def median_get(client, seconds=2.0, until=None):
    """Median seconds of session GETs while `until` is unset, at most for `seconds`."""
    took, end = [], time.time() + seconds
    while time.time() < end and not (until and until.is_set()):
        start = time.perf_counter()
        if client.ask("GET", PAGE)[0] != 200:
            raise RuntimeError("a session GET failed")
        took.append(time.perf_counter() - start)
    return statistics.median(took), len(took)


def flood(port, count, while_running):
    start, over = threading.Event(), threading.Event()
    with ThreadPoolExecutor(count) as pool:
        answers = [pool.submit(failed_login, port, number, start) for number in range(count)]
        time.sleep(1 + count / 500)
        start.set()
        threading.Thread(target=lambda: ([a.exception() for a in answers], over.set()), daemon=True).start()
        seen = while_running(over)
    return [a.result() for a in answers], seen


def main():
    check = Checks()
    with box() as folder:
        server = start_latchkey(program(), make_site(folder, CONFIG))
        try:
            client = Client(server.port)
            client.csrf = FIXED
            check(client.log_in() == 200, "the right login works")
            median_get(client)
            quiet, _ = median_get(client)
            answers, (busy, count) = flood(server.port, 200, lambda over: median_get(client, 30, over))
            print(f"    session GET: median {quiet * 1e6:.0f} µs alone, {busy * 1e6:.0f} µs beside 200 failed logins ({count} GETs)")
            check(busy <= 2 * quiet, f"S28: the median grew from {quiet * 1e6:.0f} to {busy * 1e6:.0f} µs")
            check({status for status, _ in answers} <= {403, 503}, f"200 failed logins: {sorted(set(answers))}")

            before = server.status("VmHWM")
            answers, _ = flood(server.port, 1000, lambda over: over.wait(120))
            kinds = {kind: answers.count(kind) for kind in set(answers)}
            print(f"    1000 failed logins (status, Retry-After): {kinds}; highest memory {server.status('VmHWM') // 1024} MiB")
            check(all(status in (200, 403) or (status == 503 and retry) for status, retry in answers), f"1000 logins: {kinds}")
            check(server.status("VmHWM") < before + 200 * 1024, "memory stays bounded")
            check(client.ask("GET", PAGE)[0] == 200, "the session still works")
        finally:
            server.stop()
    check.done()


if __name__ == "__main__":
    main()
