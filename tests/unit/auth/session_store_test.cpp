#include "auth/session_store.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <atomic>
#include <future>
#include <thread>

#include "support/failing_state.h"
#include "support/fakes.h"

namespace latchkey::auth {
namespace {

using Carrier = SessionStore::Carrier;

struct Sessions : testing::Test {
  void start() { store.emplace(*state, clock, random, Secret("key")); }
  Sessions() { start(); }

  Session make(std::string user, std::int64_t duration = 7200, std::int64_t idle = 1800) {
    Session s;
    s.seed = make_seed(random);
    s.user = std::move(user);
    s.duration = duration;
    s.expires = unix_seconds(clock.now()) + duration;
    s.idle_limit = idle;
    s.address = "192.0.2.1";
    return s;
  }
  std::string begin(std::string user, std::int64_t duration = 7200, std::int64_t idle = 1800) {
    return std::string(
        store->begin(make(std::move(user), duration, idle), std::nullopt)->token.expose());
  }
  std::string user_of(std::string const& token, Carrier carrier = Carrier::cookie) {
    auto const found = store->find(token, carrier);
    return found ? found->session->user : "-";
  }
  void wait(std::int64_t seconds) { clock.advance(std::chrono::seconds(seconds)); }

  test::ManualClock clock;
  crypto::SystemRandom random;
  std::unique_ptr<store::StateStore> state = store::make_memory_state();
  std::optional<SessionStore> store;
};

TEST_F(Sessions, AreFoundByTheirTokenOnly) {
  auto const token = begin("ada");
  EXPECT_EQ(token.size(), 43U);  // 256 bits
  EXPECT_EQ(user_of(token), "ada");
  EXPECT_EQ(user_of(token + "x"), "-");
  EXPECT_EQ(user_of(""), "-");
}

// Oracle: "all or nothing" of the state store: what could not be stored has changed nothing.
TEST_F(Sessions, LiveOnWhereTheirSuccessorCannotBeStored) {
  auto owned = std::make_unique<test::FailingState>(std::move(state));
  auto& failing = *owned;
  state = std::move(owned);
  start();
  auto const token = begin("ada");
  auto const key = crypto::sha256(token);
  failing.fails = true;
  EXPECT_EQ(store->begin(make("bea"), key).error().kind, Kind::internal);
  EXPECT_EQ(user_of(token), "ada");
  failing.fails = false;
  EXPECT_TRUE(store->begin(make("bea"), key, true));
  EXPECT_EQ(user_of(token), "-");
  EXPECT_EQ(store->begin(make("bea"), key, true).error().kind, Kind::not_found);
  EXPECT_EQ(store->size(), 1U);
}

// Whoever only reads waits for no disk, neither for a stamp nor for the end of others' sessions.
TEST_F(Sessions, AreFoundWhileTheStoreStandsStill) {
  auto owned = std::make_unique<test::FailingState>(std::move(state));
  auto& failing = *owned;
  state = std::move(owned);
  start();
  auto const token = begin("ada", 7200, 15);
  begin("bea");
  wait(2);
  EXPECT_EQ(user_of(token), "ada");  // its stamp is due now
  for (bool const by_stamp : {true, false}) {
    std::promise<void> reached, released;
    failing.before_apply = [&] {
      reached.set_value();
      released.get_future().wait();
    };
    std::thread writing([&] { by_stamp ? store->tick() : (void)store->end_user("bea"); });
    reached.get_future().wait();
    auto found = std::async(std::launch::async, [&] { return user_of(token); });
    EXPECT_EQ(found.wait_for(std::chrono::seconds(5)), std::future_status::ready);
    released.set_value();
    writing.join();
    EXPECT_EQ(found.get(), "ada");
    failing.before_apply = nullptr;
  }
}

// Oracle: security S22: the store holds the token's SHA-256, never the token.
TEST_F(Sessions, KeepNoTokenInTheStore_S22) {
  auto const token = begin("ada");
  auto const rows = *state->all("sessions");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].key, crypto::as_bytes(crypto::sha256(token)));
  EXPECT_EQ(rows[0].value.find(token), std::string::npos);
  EXPECT_EQ(rows[0].owner, "ada");
}

TEST_F(Sessions, SurviveARestart) {
  auto const token = begin("ada");
  start();
  auto const found = store->find(token, Carrier::cookie);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->session->user, "ada");
  EXPECT_EQ(found->session->address, "192.0.2.1");
  EXPECT_EQ(found->session->csrf.size(), 64U);
}

// Oracle: spec/auth 6: idle is exceeded when more than `timeout` whole seconds have passed.
TEST_F(Sessions, EndWhenIdleForMoreThanTheLimit) {
  auto const token = begin("ada", 100'000, 10);
  wait(10);
  EXPECT_EQ(user_of(token), "ada");
  wait(11);
  EXPECT_EQ(user_of(token), "-");
}

TEST_F(Sessions, NeverGoIdleWhenLong) {
  auto session = make("ada", 1'209'600, 10);
  session.is_long = true;
  std::string const token(store->begin(session, std::nullopt)->token.expose());
  wait(500'000);
  EXPECT_EQ(user_of(token), "ada");
}

TEST_F(Sessions, EndWithTheirDuration) {
  auto const token = begin("ada", 100, 0);
  wait(100);
  EXPECT_EQ(user_of(token), "-");
}

// Oracle: spec/auth 6: less than half left, and exactly half is not less.
TEST_F(Sessions, RenewAfterHalfTheirDuration) {
  auto const token = begin("ada", 100, 0);
  wait(50);
  EXPECT_FALSE(store->find(token, Carrier::cookie)->new_token);
  wait(1);
  auto const renewed = store->find(token, Carrier::cookie);
  ASSERT_TRUE(renewed && renewed->new_token);
  EXPECT_EQ(renewed->session->expires, unix_seconds(clock.now()) + 100);
  EXPECT_EQ(user_of(std::string(renewed->new_token->expose())), "ada");
}

// Oracle: spec/auth 6: renewals change the token and nothing else; what ended stays ended (S23).
TEST_F(Sessions, AreFoundAgainThroughRenewalsOnly) {
  auto const token = begin("ada", 100, 0);
  auto const first = store->find(token, Carrier::cookie)->session;
  begin("ada", 100, 0);
  EXPECT_EQ(store->find_again(*first)->key, first->key);
  wait(60);
  auto const renewed = store->find(token, Carrier::cookie);
  wait(60);  // beyond the grace of the old token
  auto const again = store->find(renewed->new_token->expose(), Carrier::cookie);
  wait(40);
  EXPECT_EQ(user_of(token), "-");
  EXPECT_EQ(store->find_again(*first)->key, again->session->key);
  ASSERT_TRUE(*store->end(again->session->key));
  EXPECT_FALSE(store->find_again(*first)) << "another session of the same user is none of it";
}

TEST_F(Sessions, KeepDataAndSeedWhenRenewed) {
  auto const token = begin("ada", 100, 0);
  auto const before = store->find(token, Carrier::cookie)->session;
  wait(60);
  auto const after = store->find(token, Carrier::cookie)->session;
  EXPECT_EQ(after->csrf, before->csrf);
  EXPECT_EQ(after->created, before->created);
  EXPECT_NE(after->key, before->key);
}

// Oracle: spec/auth 6, row "grace".
TEST_F(Sessions, FollowARenewedTokenForThirtySeconds) {
  auto const token = begin("ada", 1000, 0);
  wait(600);
  EXPECT_TRUE(store->find(token, Carrier::cookie)->new_token);
  wait(30);
  auto const late = store->find(token, Carrier::cookie);
  ASSERT_TRUE(late);
  EXPECT_TRUE(late->by_old_token);
  EXPECT_FALSE(late->new_token);
  start();  // the grace survives a restart
  EXPECT_EQ(user_of(token), "ada");
  wait(1);
  EXPECT_EQ(user_of(token), "-");
}

TEST_F(Sessions, KeepTheTokenOfAHeaderWhenExtended) {
  auto const token = begin("ada", 100, 0);
  wait(60);
  auto const found = store->find(token, Carrier::header);
  EXPECT_FALSE(found->new_token);
  wait(60);
  EXPECT_EQ(user_of(token, Carrier::header), "ada");
}

TEST_F(Sessions, DieAtOnceWhenReplaced_S8) {
  auto const old = begin("");
  auto const key = crypto::sha256(old);
  auto const fresh = store->begin(make("ada"), key);
  EXPECT_EQ(user_of(old), "-");
  EXPECT_EQ(user_of(std::string(fresh->token.expose())), "ada");
  EXPECT_EQ(*state->count("sessions"), 1U);
}

TEST_F(Sessions, LeadNowhereFromARenewedTokenAfterTheEnd_S8) {
  auto const token = begin("ada", 100, 0);
  wait(60);
  auto const renewed = store->find(token, Carrier::cookie);
  ASSERT_TRUE(*store->end(renewed->session->key));
  EXPECT_EQ(user_of(token), "-");
}

TEST_F(Sessions, EndInTheStoreToo_S23) {
  auto const token = begin("ada");
  EXPECT_TRUE(*store->end(crypto::sha256(token)));
  EXPECT_EQ(user_of(token), "-");
  start();
  EXPECT_EQ(user_of(token), "-");
  EXPECT_FALSE(*store->end(crypto::sha256(token)));
}

TEST_F(Sessions, OfOneUserEndTogether_S4) {
  auto const one = begin("ada"), two = begin("ada"), other = begin("bea");
  EXPECT_EQ(*store->end_user("ada", crypto::sha256(two)), 1U);
  EXPECT_EQ(user_of(one), "-");
  EXPECT_EQ(user_of(two), "ada");
  EXPECT_EQ(user_of(other), "bea");
  start();
  EXPECT_EQ(user_of(one), "-");
}

TEST_F(Sessions, LoseTheChallengeOfAnEndedUser_S4) {
  auto session = make("bea");
  session.challenge =
      std::make_shared<Challenge const>(Challenge{"email", "ada", "login", "ada", "x", 0, 0, ""});
  std::string const token(store->begin(session, std::nullopt)->token.expose());
  ASSERT_TRUE(store->end_user("ada"));
  auto const found = store->find(token, Carrier::cookie);
  EXPECT_EQ(found->session->user, "bea");
  EXPECT_FALSE(found->session->challenge);
}

// Oracle: spec/auth 6, last table: at most 100 per network, oldest out.
TEST_F(Sessions, OfNobodyAreLimitedPerNetwork) {
  auto const first = begin(""), second = begin(""), named = begin("ada");
  auto stranger = make("");
  stranger.address = "198.51.100.1";
  std::string const elsewhere(store->begin(stranger, std::nullopt)->token.expose());
  for (int i = 0; i < 99; ++i) begin("");
  EXPECT_EQ(user_of(first), "-");
  EXPECT_EQ(user_of(second), "");
  EXPECT_EQ(user_of(named), "ada");
  EXPECT_EQ(user_of(elsewhere), "");
}

TEST_F(Sessions, WriteTheirStampBehindAndCoarsely) {
  auto const token = begin("ada", 100'000, 1500);
  auto const stored = [&] { return from_row((*state->all("sessions"))[0])->last_seen; };
  auto const begun = stored();
  wait(99);  // less than a fifteenth of 1500
  user_of(token);
  store->tick();
  EXPECT_EQ(stored(), begun);
  wait(1);
  user_of(token);
  EXPECT_EQ(stored(), begun);
  store->tick();
  EXPECT_EQ(stored(), begun + 100);
  wait(5);
  user_of(token);
  store->flush();
  EXPECT_EQ(stored(), begun + 105);
}

TEST_F(Sessions, DropWhatIsOver) {
  begin("ada", 100, 0);
  wait(101);
  for (int i = 0; i < 64; ++i) store->tick();
  EXPECT_EQ(store->size(), 0U);
  EXPECT_EQ(*state->count("sessions"), 0U);
}

TEST_F(Sessions, SkipBrokenRows) {
  ASSERT_TRUE(state->apply({{store::Change::What::put, "sessions", {"key", "no json", "ada", 0}}},
                           store::Durability::normal));
  start();
  EXPECT_EQ(store->size(), 0U);
}

// Two hundred requests find a session due for renewal at once: one renews, all succeed. For
// ThreadSanitizer too.
TEST_F(Sessions, RenewOnceUnderParallelRequests) {
  auto const token = begin("ada", 100, 0);
  wait(60);
  std::atomic<int> renewed{0}, found{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        auto const result = store->find(token, Carrier::cookie);
        found += result && result->session->user == "ada" ? 1 : 0;
        renewed += result && result->new_token ? 1 : 0;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(renewed, 1);
  EXPECT_EQ(found, 200);
  EXPECT_EQ(store->size(), 1U);
}

// A revocation during renewals leaves nothing, in memory or in the store.
TEST_F(Sessions, LeaveNothingWhenEndedDuringRenewals_S4) {
  for (int round = 0; round < 50; ++round) {
    std::vector<std::string> tokens;
    for (int i = 0; i < 8; ++i) tokens.push_back(begin("ada", 100, 0));
    wait(60);
    std::thread renewing([&] {
      for (auto const& token : tokens) store->find(token, Carrier::cookie);
    });
    std::thread ticking([&] { store->tick(); });
    ASSERT_TRUE(store->end_user("ada"));
    renewing.join();
    ticking.join();
    EXPECT_EQ(store->size(), 0U);
    EXPECT_EQ(*state->count("sessions"), 0U);
  }
}

// Law: parse(print(x)) == x.
TEST(SessionRow, IsReadAsWritten) {
  EXPECT_TRUE(rc::check([] {
    Session s;
    for (auto& byte : s.key) byte = *rc::gen::arbitrary<std::uint8_t>();
    for (auto& byte : s.seed) byte = *rc::gen::arbitrary<std::uint8_t>();
    s.user = *rc::gen::container<std::string>(rc::gen::inRange('!', '~'));
    s.created = *rc::gen::arbitrary<std::int64_t>();
    s.expires = *rc::gen::arbitrary<std::int64_t>();
    s.login_ms = *rc::gen::arbitrary<std::int64_t>();
    s.is_long = *rc::gen::arbitrary<bool>();
    s.may_reset = *rc::gen::arbitrary<bool>();
    s.challenge = std::make_shared<Challenge const>(
        Challenge{"email", "n", "2fa", "id", std::string("\0\xff", 2), 9, 3, "7-8-9"});
    auto const read = from_row(to_row(s, 77));
    RC_ASSERT(read.has_value());
    RC_ASSERT(read->last_seen == 77);
    RC_ASSERT(read->session.key == s.key);
    RC_ASSERT(read->session.seed == s.seed);
    RC_ASSERT(read->session.user == s.user);
    RC_ASSERT(read->session.created == s.created);
    RC_ASSERT(read->session.expires == s.expires);
    RC_ASSERT(read->session.login_ms == s.login_ms);
    RC_ASSERT(read->session.is_long == s.is_long);
    RC_ASSERT(read->session.may_reset == s.may_reset);
    RC_ASSERT(read->session.challenge->code_hash == s.challenge->code_hash);
    RC_ASSERT(read->session.challenge->wrong_codes == 3);
    RC_ASSERT(read->session.challenge->stamp == "7-8-9");
  }));
}

// Oracle: what a client was told is over stays over, whatever the clock does.
TEST_F(Sessions, StayOverWhenTheClockIsSetBack) {
  auto const token = begin("ada");
  wait(7201);
  EXPECT_EQ(user_of(token), "-");
  wait(-7000);
  EXPECT_EQ(user_of(token), "-");
}

}  // namespace
}  // namespace latchkey::auth
