"""S5: a failed login takes the same time whoever is named: medians of 1 000 in each class, taken in turns, within 1 ms.

Without the random delay, with the limit out of reach; times as a client on the same machine sees them."""
import statistics
import time

from outside import ADMIN, FIXED, Checks, Client, box, make_site, program, start_latchkey

CONFIG = {"api.csrf": FIXED, "auth.delay": False, "auth.trials": 1_000_000}
ROUNDS, PATIENCE = 1000, 2000    # seconds
CLASSES = {"known": (ADMIN[0], "wrong-password-1"), "unknown": ("nobody@example.com", "wrong-password-1"),
           "without password": ("nopass@example.com", "wrong-password-1"), "by id": ("aedit002", "wrong-password-1")}


def main():
    check = Checks()
    with box() as folder:
        server = start_latchkey(program(), make_site(folder, CONFIG))
        try:
            client = Client(server.port)
            client.csrf = FIXED
            times, began = {name: [] for name in CLASSES}, time.monotonic()
            answers = set()
            while len(times["known"]) < ROUNDS and time.monotonic() - began < PATIENCE:
                for name, (email, password) in CLASSES.items():
                    start = time.perf_counter()
                    status, _, body = client.ask("POST", "/api/auth/login", {"email": email, "password": password, "long": False})
                    times[name].append(time.perf_counter() - start)
                    answers.add((status, body))
            medians = {name: statistics.median(all_of_it) * 1000 for name, all_of_it in times.items()}
            words = ", ".join(f"{name} {ms:.2f} ms" for name, ms in medians.items())
            print(f"    {len(times['known'])} logins of each class: {words}")
            check(len(times["known"]) == ROUNDS, f"{ROUNDS} logins of each class in {PATIENCE} s: a busy machine pads longer")
            check(len(answers) == 1 and next(iter(answers))[0] == 403, f"one answer for all: {answers}")
            check(max(medians.values()) - min(medians.values()) < 1, f"medians within 1 ms: {words}")
        finally:
            server.stop()
    check.done()


if __name__ == "__main__":
    main()
