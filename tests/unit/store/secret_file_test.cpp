#include "store/secret_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <set>
#include <thread>

#include "store/faults.h"
#include "support/fakes.h"
#include "support/temp_site.h"

namespace latchkey::store {
namespace {

namespace fs = std::filesystem;

TEST(LoadOrMakeSecret, Makes256RandomBitsForItsOwnerOnlyAndFindsThemAgain_S21) {
  test::TempDir dir;
  test::SeededRandom random;
  auto const made = load_or_make_secret(dir / "latchkey/secret", random).value();
  EXPECT_EQ(made.size(), 32U);
  EXPECT_EQ(fs::status(dir / "latchkey/secret").permissions(), fs::perms(0600));
  EXPECT_EQ(fs::status(dir / "latchkey").permissions(), fs::perms(0700));
  EXPECT_EQ(
      dir.read("latchkey/secret")
          .find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_\n"),
      std::string::npos);
  EXPECT_EQ(load_or_make_secret(dir / "latchkey/secret", random).value().expose(),
            made.expose());  // inverse
  EXPECT_EQ(std::distance(fs::directory_iterator(dir / "latchkey"), {}), 1);
}

TEST(LoadOrMakeSecret,
     ReadsBase64UrlOfRfc4648) {  // oracle: RFC 4648, section 5, as Python's base64 writes it
  test::TempDir dir;
  test::SeededRandom random;
  dir.write("secret", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaG_v8_f4\n");
  fs::permissions(dir / "secret", fs::perms(0600));
  std::string expected;
  for (int i = 0; i < 28; ++i) expected += static_cast<char>(i);
  expected += "\xfb\xfc\xfd\xfe";
  auto const secret = load_or_make_secret(dir / "secret", random);
  ASSERT_TRUE(secret) << secret.error().message;
  EXPECT_EQ(secret->expose(), expected);
}

TEST(LoadOrMakeSecret, RefusesAFileThatOthersMayRead_S21) {
  for (auto const mode : {0640, 0604, 0644, 0660, 0610}) {
    test::TempDir dir;
    test::SeededRandom random;
    ASSERT_TRUE(load_or_make_secret(dir / "secret", random));
    fs::permissions(dir / "secret", fs::perms(mode));
    auto const secret = load_or_make_secret(dir / "secret", random);
    ASSERT_FALSE(secret) << mode;
    EXPECT_EQ(secret.error().kind, Kind::forbidden);
    EXPECT_NE(secret.error().message.find("chmod 600"), std::string::npos)
        << secret.error().message;
  }
}

TEST(LoadOrMakeSecret, RefusesShortKeysAndKnownDefaults_S21) {
  std::string const bad[] = {"",
                             "kirby",
                             "AAECAwQFBgcICQoLDA0ODw",
                             std::string(43, 'A'),
                             std::string(43, 'x'),
                             "not base64url at all, but long enough to be a key!!",
                             std::string(64, '0')};
  for (auto const& text : bad) {
    test::TempDir dir;
    test::SeededRandom random;
    dir.write("secret", text);
    fs::permissions(dir / "secret", fs::perms(0600));
    auto const secret = load_or_make_secret(dir / "secret", random);
    ASSERT_FALSE(secret) << text;
    EXPECT_EQ(secret.error().kind, Kind::forbidden) << text;
    EXPECT_TRUE(text.empty() || secret.error().message.find(text) == std::string::npos);
    EXPECT_EQ(dir.read("secret"), text);
  }
}

TEST(LoadOrMakeSecret, RefusesALink) {
  test::TempDir dir;
  test::SeededRandom random;
  ASSERT_TRUE(load_or_make_secret(dir / "real", random));
  fs::create_symlink("real", dir / "secret");
  EXPECT_EQ(load_or_make_secret(dir / "secret", random).error().kind, Kind::forbidden);
}

TEST(LoadOrMakeSecret, GivesStartersAtTheSameTimeTheSameKey) {  // oracle: link(2) never replaces
  for (int round = 0; round < 20; ++round) {
    test::TempDir dir;
    std::vector<std::thread> starters;
    std::vector<std::string> keys(4);
    for (unsigned i = 0; i < 4; ++i) {
      starters.emplace_back([&, i] {
        test::SeededRandom random(i);
        keys[i] = load_or_make_secret(dir / "secret", random).value().expose();
      });
    }
    for (auto& starter : starters) starter.join();
    EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()).size(), 1U);
    EXPECT_EQ(std::distance(fs::directory_iterator(dir.path()), {}), 1);
  }
}

TEST(LoadOrMakeSecret,
     LeavesNothingHalfMadeWhicheverCallFails) {  // oracle: STYLE 6, fault injection
  for (int n = 0;; ++n) {
    test::TempDir dir;
    test::SeededRandom random;
    FaultPlan plan{n, ENOSPC};
    fault_plan = &plan;
    auto const secret = load_or_make_secret(dir / "secret", random);
    fault_plan = nullptr;
    if (secret) break;
    ASSERT_LT(n, 20);
    auto const left = std::distance(fs::directory_iterator(dir.path()), {});
    EXPECT_TRUE(left == 0 || (left == 1 && dir.exists("secret"))) << "call " << n;
    EXPECT_TRUE(load_or_make_secret(dir / "secret", random)) << "call " << n;
  }
}

}  // namespace
}  // namespace latchkey::store
