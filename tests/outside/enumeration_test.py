"""S5: a failed login takes the same time whoever is named: medians of 1 000 in each class, taken in turns, within 1 ms.

Without the random delay, with the limit out of reach; times as a client on the same machine sees them."""
import statistics
import threading
import time

from outside import ADMIN, FIXED, Checks, Client, box, make_site, program, start_latchkey

CONFIG = {"api.csrf": FIXED, "auth.delay": False, "auth.trials": 1_000_000}
ROUNDS, PATIENCE = 1000, 800    # in all; seconds
CLIENTS = 2                     # answers are padded by timers, so two clients take half the time of one
CLASSES = {"known": (ADMIN[0], "wrong-password-1"), "unknown": ("nobody@example.com", "wrong-password-1"),
           "without password": ("nopass@example.com", "wrong-password-1"), "by id": ("aedit002", "wrong-password-1")}


def take_turns(port, until, times, answers):
    """Failed logins of all classes in turns, by one client; list.append and set.add are safe among threads."""
    client = Client(port)
    client.csrf = FIXED
    while len(times["by id"]) < ROUNDS and time.monotonic() < until:
        for name, (email, password) in CLASSES.items():
            start = time.perf_counter()
            status, _, body = client.ask("POST", "/api/auth/login", {"email": email, "password": password, "long": False})
            times[name].append(time.perf_counter() - start)
            answers.add((status, body))


def main():
    check = Checks()
    with box() as folder:
        server = start_latchkey(program(), make_site(folder, CONFIG))
        try:
            times, answers, until = {name: [] for name in CLASSES}, set(), time.monotonic() + PATIENCE
            clients = [threading.Thread(target=take_turns, args=(server.port, until, times, answers)) for _ in range(CLIENTS)]
            for client in clients:
                client.start()
            for client in clients:
                client.join()
            count = min(len(taken) for taken in times.values())
            medians = {name: statistics.median(taken) * 1000 for name, taken in times.items()}
            words = ", ".join(f"{name} {ms:.2f} ms" for name, ms in medians.items())
            print(f"    {count} logins of each class: {words}")
            check(count >= ROUNDS, f"{ROUNDS} logins of each class in {PATIENCE} s: a busy machine pads longer")
            check(len(answers) == 1 and next(iter(answers))[0] == 403, f"one answer for all: {answers}")
            check(max(medians.values()) - min(medians.values()) < 1, f"medians within 1 ms: {words}")
        finally:
            server.stop()
    check.done()


if __name__ == "__main__":
    main()
