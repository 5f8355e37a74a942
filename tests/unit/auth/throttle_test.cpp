#include "auth/throttle.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <deque>
#include <thread>

#include "crypto/digest.h"
#include "support/fakes.h"

namespace latchkey::auth {
namespace {

struct Throttle : testing::Test {
  Throttle() { start(); }
  void start() { throttle.emplace(*state, clock); }
  void wait(std::int64_t seconds) { clock.advance(std::chrono::seconds(seconds)); }

  Attempt attempt(std::string network, std::string account = "", std::string device = "") {
    return {std::move(network), std::move(account), std::move(device), true};
  }
  /// One wrong password; false where it was refused unseen.
  bool fail(Attempt const& a) {
    auto ticket = throttle->admit(a, limits);
    return ticket && throttle->fail(*std::move(ticket), limits).has_value();
  }
  bool blocked(Attempt const& a) { return throttle->is_blocked(a, limits); }

  test::ManualClock clock;
  std::unique_ptr<store::StateStore> state = store::make_memory_state();
  ThrottleLimits limits{3, std::chrono::seconds(100)};
  std::optional<LoginThrottle> throttle;
};

TEST_F(Throttle, BlocksANetworkAtTheLimit) {
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(fail(attempt("n", "a" + std::to_string(i))));
  EXPECT_FALSE(fail(attempt("n", "other")));
  EXPECT_FALSE(blocked(attempt("m", "other")));
}

TEST_F(Throttle, BlocksAnAccountFromAllStrangers) {
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(fail(attempt("n" + std::to_string(i), "ada")));
  EXPECT_TRUE(blocked(attempt("fresh", "ada")));
  EXPECT_FALSE(blocked(attempt("fresh", "bea")));
}

// Oracle: spec/auth 10: dropped when the last failure is `timeout` old; each failure renews the
// time; blocked attempts are not counted.
TEST_F(Throttle, FallsAfterTheLastCountedFailure) {
  fail(attempt("n"));
  wait(60);
  fail(attempt("n"));
  wait(60);
  fail(attempt("n"));
  EXPECT_TRUE(blocked(attempt("n")));
  wait(99);
  EXPECT_FALSE(fail(attempt("n")));
  wait(1);
  EXPECT_FALSE(blocked(attempt("n")));
}

TEST_F(Throttle, SurvivesARestart) {
  for (int i = 0; i < 3; ++i) fail(attempt("n", "ada"));
  start();
  EXPECT_TRUE(blocked(attempt("n")));
  EXPECT_TRUE(blocked(attempt("m", "ada")));
}

TEST_F(Throttle, IsNotResetByASuccess) {
  for (int i = 0; i < 2; ++i) fail(attempt("n", "ada"));
  ASSERT_TRUE(throttle->succeed(attempt("m", "ada")));
  fail(attempt("n", "ada"));
  EXPECT_TRUE(blocked(attempt("n")));
}

// Oracle: security 3 and S26: strangers cannot lock out who was here before.
TEST_F(Throttle, LeavesKnownNetworksAndDevicesAlone_S26) {
  ASSERT_TRUE(throttle->succeed(attempt("home", "ada")));
  ASSERT_TRUE(throttle->succeed(attempt("cafe", "ada", "phone")));
  for (int i = 0; i < 3; ++i) fail(attempt("evil" + std::to_string(i), "ada"));
  EXPECT_TRUE(blocked(attempt("new", "ada")));
  EXPECT_FALSE(blocked(attempt("home", "ada")));
  EXPECT_FALSE(blocked(attempt("new", "ada", "phone")));
  EXPECT_TRUE(blocked(attempt("new", "ada", "made up")));
  EXPECT_TRUE(blocked(attempt("home", "ada")) == false && blocked(attempt("home2", "ada")));
  start();
  EXPECT_FALSE(blocked(attempt("home", "ada")));
}

TEST_F(Throttle, CountsKnownOnesBeside_S26) {
  ASSERT_TRUE(throttle->succeed(attempt("home", "ada")));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(fail({"home", "ada", "", false}));
  EXPECT_FALSE(fail({"home", "ada", "", false}));
  EXPECT_FALSE(blocked(attempt("new", "ada")));
}

TEST_F(Throttle, ForgetsKnownNetworksAfterHalfAYear) {
  ASSERT_TRUE(throttle->succeed(attempt("home", "ada")));
  wait(180 * 86400 - 1);
  EXPECT_TRUE(throttle->is_known(attempt("home", "ada")));
  wait(1);
  EXPECT_FALSE(throttle->is_known(attempt("home", "ada")));
}

// Oracle: NIST SP 800-63B-4, 3.2.2: 100 consecutive failures.
TEST_F(Throttle, RemembersAtMostFiftyDevicesOfAnAccount_S26) {
  auto const device = [&](int i) { return attempt("n", "ada", "d" + std::to_string(i)); };
  for (int i = 0; i < 60; ++i) {
    ASSERT_TRUE(throttle->succeed(device(i)));
    wait(1);
  }
  ASSERT_TRUE(throttle->succeed(attempt("n", "bea", "d0")));
  start();
  auto const known = [&](std::string const& account, int i) {
    return throttle->is_known(attempt("elsewhere", account, "d" + std::to_string(i)));
  };
  EXPECT_FALSE(known("ada", 0));
  EXPECT_FALSE(known("ada", 9));
  EXPECT_TRUE(known("ada", 10));
  EXPECT_TRUE(known("ada", 59));
  EXPECT_TRUE(known("bea", 0));
  EXPECT_EQ(*state->count("login_known"), 50U + 2U + 1U);
}

TEST_F(Throttle, BlocksEverybodyAtAHundredFailures) {
  ASSERT_TRUE(throttle->succeed(attempt("home", "ada")));
  for (int i = 0; i < 100; ++i) {
    if (i % 3 == 0) wait(100);
    ASSERT_TRUE(fail(attempt("n" + std::to_string(i), "ada"))) << i;
  }
  EXPECT_TRUE(blocked(attempt("home", "ada")));
  EXPECT_FALSE(blocked(attempt("home", "bea")));
  wait(100);
  EXPECT_FALSE(blocked(attempt("home", "ada")));
  EXPECT_TRUE(fail(attempt("home", "ada")));  // a served block starts over
  EXPECT_FALSE(blocked(attempt("home", "ada")));
}

TEST_F(Throttle, CountsAHundredSinceTheLastSuccess) {
  for (int i = 0; i < 99; ++i) {
    if (i % 3 == 0) wait(100);
    fail(attempt("n" + std::to_string(i), "ada"));
  }
  ASSERT_TRUE(throttle->succeed(attempt("home", "ada")));
  wait(100);
  fail(attempt("x", "ada"));
  EXPECT_FALSE(blocked(attempt("home", "ada")));
}

TEST_F(Throttle, ForgetsARemovedAccount) {
  for (int i = 0; i < 3; ++i) fail(attempt("n" + std::to_string(i), "ada"));
  ASSERT_TRUE(throttle->forget_account("ada"));
  EXPECT_FALSE(blocked(attempt("m", "ada")));
  start();
  EXPECT_FALSE(blocked(attempt("m", "ada")));
}

// Oracle: recorded cases rate-file-seeded, rate-email and rate-file-broken; spec/auth 10.
TEST_F(Throttle, ImportsTheFileOfTheOriginal) {
  auto const now = std::to_string(unix_seconds(clock.now()));
  auto const old = std::to_string(unix_seconds(clock.now()) - 200);
  auto const key = crypto::to_hex(crypto::sha256("192.0.2.9")).substr(0, 50);
  std::string const text = R"({"by-ip":{")" + key + R"(":{"time":)" + now +
                           R"(,"trials":3}},"by-email":{"ada":{"time":)" + now +
                           R"(,"trials":3},"bea":{"time":)" + old +
                           R"(,"trials":9},"gone":{"time":1,"trials":1}},"extra":{"x":1}})";
  ASSERT_TRUE(throttle->import(
      text, [](std::string_view name) { return name == "gone" ? "" : std::string(name); }));
  EXPECT_TRUE(blocked(attempt("192.0.2.9")));
  EXPECT_TRUE(blocked(attempt("m", "ada")));
  EXPECT_FALSE(blocked(attempt("m", "bea")));
  start();
  EXPECT_TRUE(blocked(attempt("m", "ada")));
}

TEST_F(Throttle, TreatsABrokenFileAsEmpty) {
  for (auto const* text :
       {"", "{\"by-ip\":", "[]", "{\"by-ip\":[]}",
        "{\"by-email\":{\"a\":{\"time\":\"x\",\"trials\":9}}}", "{\"by-email\":{\"a\":7}}"})
    EXPECT_TRUE(throttle->import(text, [](std::string_view name) { return std::string(name); }));
  EXPECT_EQ(throttle->size(), 0U);
}

// A request in flight holds a place: parallel guesses overrun the limit by no more than the slack.
TEST_F(Throttle, BoundsParallelAttempts) {
  std::vector<LoginThrottle::Ticket> held;
  while (auto ticket = throttle->admit(attempt("n", "ada"), limits))
    held.push_back(*std::move(ticket));
  EXPECT_LE(held.size(), static_cast<std::size_t>(limits.trials + LoginThrottle::slack));
  held.clear();
  EXPECT_FALSE(blocked(attempt("n", "ada")));
}

TEST_F(Throttle, LosesNoParallelFailure) {
  limits.trials = 1000;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) fail(attempt("n"));
    });
  for (auto& thread : threads) thread.join();
  limits.trials = 200;
  EXPECT_TRUE(blocked(attempt("n")));
  limits.trials = 201;
  EXPECT_FALSE(blocked(attempt("n")));
}

TEST_F(Throttle, DropsFallenCounters) {
  fail(attempt("n", "ada"));
  wait(101);
  for (int i = 0; i < 60; ++i) throttle->tick();
  EXPECT_EQ(throttle->size(), 1U);  // the hundred of the account lives on
}

/// The slow twin: the whole history of failures, asked anew each time.
struct Twin {
  struct Failure {
    std::int64_t time;
    std::string network, account;
  };
  std::deque<Failure> history;

  template <class Same>
  bool reached(Same same, std::int64_t now, ThrottleLimits const& limits) const {
    int trials = 0;
    std::int64_t last = -1'000'000;
    for (auto const& f : history) {
      if (!same(f)) continue;
      trials = f.time - last >= limits.timeout.count() ? 1 : trials + 1;
      last = f.time;
    }
    return trials >= limits.trials && now - last < limits.timeout.count();
  }
  bool blocked(std::string const& network, std::string const& account, std::int64_t now,
               ThrottleLimits const& l) const {
    return reached([&](Failure const& f) { return f.network == network; }, now, l) ||
           (!account.empty() &&
            reached([&](Failure const& f) { return f.account == account; }, now, l));
  }
};

// Law: the throttle answers as its twin does, whatever happens, restarts included.
TEST(ThrottleLaw, AgreesWithItsTwin) {
  EXPECT_TRUE(rc::check([] {
    test::ManualClock clock;
    auto const state = store::make_memory_state();
    std::optional<LoginThrottle> throttle(std::in_place, *state, clock);
    ThrottleLimits const limits{*rc::gen::inRange(1, 4), std::chrono::seconds(50)};
    Twin twin;
    auto const steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 1000));
    for (int const step : steps) {
      std::string const network = "n" + std::to_string(step % 3);
      std::string const account = step / 3 % 3 == 0 ? "" : "a" + std::to_string(step / 3 % 3);
      clock.advance(std::chrono::seconds(step % 17 == 0 ? 45 : step % 5));
      if (step % 23 == 0) throttle.emplace(*state, clock);
      auto const now = unix_seconds(clock.now());
      bool const expected = twin.blocked(network, account, now, limits);
      Attempt const attempt{network, account, "", true};
      RC_ASSERT(throttle->is_blocked(attempt, limits) == expected);
      auto ticket = throttle->admit(attempt, limits);
      RC_ASSERT(ticket.has_value() == !expected);
      if (!ticket) continue;
      RC_ASSERT(throttle->fail(*std::move(ticket), limits).has_value());
      twin.history.push_back({now, network, account});
    }
  }));
}

}  // namespace
}  // namespace latchkey::auth
