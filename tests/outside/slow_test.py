"""S32: a thousand slow connections (slowhttptest: headers, bodies, reads) leave others served."""
import statistics
import subprocess
import time

from outside import Checks, Client, box, make_site, program, start_latchkey

MODES = {"slow headers": ["-H"], "slow bodies": ["-B", "-s", "8192"], "slow reads": ["-X", "-w", "10", "-y", "20", "-z", "5"]}


def main():
    check = Checks()
    with box() as folder:
        server = start_latchkey(program(), make_site(folder))
        try:
            for name, mode in MODES.items():
                url = f"http://127.0.0.1:{server.port}/api/auth/ping"
                attack = subprocess.Popen(["slowhttptest", *mode, "-c", "1000", "-r", "500", "-i", "5", "-l", "20", "-p", "5", "-u", url],
                                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
                try:
                    time.sleep(4)
                    took, wrong, end = [], 0, time.time() + 12
                    while time.time() < end:
                        start = time.perf_counter()
                        client = Client(server.port, timeout=5)
                        try:
                            wrong += client.ask("GET", "/api/auth/csrf")[0] != 200
                        except OSError:
                            wrong += 1
                        client.close()
                        took.append(time.perf_counter() - start)
                        time.sleep(0.05)
                finally:
                    attack.terminate()
                    attack.wait(10)
                check(wrong == 0, f"{name}: {wrong} of {len(took)} others were not served")
                check(statistics.median(took) < 0.1, f"{name}: median {statistics.median(took):.3f} s")
                check(server.alive(), f"{name}: the server lives")
                print(f"    {name}: {len(took)} others served, median {statistics.median(took) * 1000:.1f} ms")
        finally:
            server.stop()
    check.done()


if __name__ == "__main__":
    main()
