#include "accounts/accounts.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <thread>

#include "store/journaled_files.h"
#include "support/fakes.h"
#include "support/faulty_files.h"
#include "support/temp_site.h"

namespace latchkey::accounts {
namespace {

constexpr std::string_view editor_file =
    "<?php\n\nreturn [\n    'email' => 'editor@example.com',\n    'language' => 'en',\n"
    "    'name' => 'Edda Editor',\n    'role' => 'editor'\n];";

struct AccountsTest : testing::Test {
  AccountsTest() {
    site.write("site/accounts/aadmin01/index.php",
               "<?php return ['email' => 'Admin@example.com', 'role' => 'admin'];");
    site.write("site/accounts/aedit002/index.php", editor_file);
    site.write("site/accounts/aedit002/user.txt", "Bio: Writes\n\n----\n\nTwitter: @edda");
    site.write("site/accounts/aedit002/.htpasswd",
               old_hash + "\n{\"totp\":\"JBSWY3DPEHPK3PXP\",\"more\":1}");
    site.write(
        "site/blueprints/users/editor.yml",
        "title:\n  de: Redakteur\n  en: Editor\ndescription: Writes\npermissions:\n  users:\n"
        "    \"*\": false\n");
    site.write("site/blueprints/users/default.yml", "title: Default\n");
    clock.set(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()) +
              std::chrono::hours(1));
    files = store::open_files(site.path()).value();
    open();
  }

  void open() { accounts.emplace(*files, clock, random, "en"); }

  std::string read(std::string_view path) const { return site.read(path); }
  std::string hash_of(char const* id) const {
    return std::string(accounts->password(id).value()->hash.expose());
  }
  void pass_a_second() { clock.advance(std::chrono::milliseconds(1001)); }

  std::string const too_large = std::string(8 << 20, '#');  // what nobody reads
  std::string const old_hash = "$2y$10$abcdefghijklmnopqrstuuAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  test::TempDir site;
  test::ManualClock clock;
  test::SeededRandom random;
  std::unique_ptr<store::Files> files;
  std::optional<Accounts> accounts;
};

template <class T>
std::string key_of(Result<T> const& result) {
  return result ? "ok" : result.error().key;
}

// Oracle: spec/auth 11 (defaults: panel language, name null, role default).
TEST_F(AccountsTest, ReadsAccountsWithTheirDefaults) {
  auto const s = accounts->snapshot();
  ASSERT_EQ(s->users.size(), 2u);
  EXPECT_FALSE(s->find("admin@example.com")) << "its file has it in another case";
  auto const admin = s->find("aadmin01");
  ASSERT_TRUE(admin);
  EXPECT_EQ(admin->language, "en");
  EXPECT_FALSE(admin->name);
  auto const editor = s->find("aedit002");
  EXPECT_EQ(editor->name, "Edda Editor");
  EXPECT_EQ(*editor->content.find("twitter"), "@edda");
  site.write("site/accounts/nrole003/index.php", "<?php return ['email' => 'n@example.com'];");
  accounts->refresh();
  EXPECT_EQ(accounts->snapshot()->by_id("nrole003")->role, "default");
}

// Oracle: spec/content-api 6 and 7 (default.yml is no role; admin always is one; titles by
// language).
TEST_F(AccountsTest, ReadsRolesFromBlueprints) {
  site.write("site/blueprints/users/base.yml",
             "permissions:\n  site: false\n  pages:\n    delete: false\n");
  site.write("site/blueprints/users/my-helper.yml",
             "extends: users/base\npermissions:\n  pages:\n    create: false\n");
  accounts->refresh();
  auto const s = accounts->snapshot();
  std::string names;
  for (auto const& role : s->roles) names += role->name + " ";
  EXPECT_EQ(names, "admin base editor my-helper ");
  auto const editor = s->role("editor");
  EXPECT_EQ(editor->title, "Editor");
  EXPECT_EQ(editor->title_in("de"), "Redakteur");
  EXPECT_EQ(editor->title_in("fr"), "Editor");
  EXPECT_EQ(editor->description, "Writes");
  EXPECT_FALSE(editor->permissions.allows("users", "access"));
  auto const helper = s->role("my-helper");
  EXPECT_EQ(helper->title, "My helper");
  EXPECT_FALSE(helper->permissions.allows("site", "access")) << "extended";
  EXPECT_FALSE(helper->permissions.allows("pages", "delete")) << "merged";
  EXPECT_FALSE(helper->permissions.allows("pages", "create"));
  EXPECT_FALSE(s->role_error);
}

// Oracle: spec/content-api 21.7.
TEST_F(AccountsTest, NotesARoleWhosePermissionIsNoBoolean) {
  site.write("site/blueprints/users/odd.yml", "permissions:\n  pages: sometimes\n");
  accounts->refresh();
  ASSERT_TRUE(accounts->snapshot()->role_error);
  EXPECT_EQ(accounts->snapshot()->role_error->key, "error.logic");
  site.write("site/blueprints/users/odd.yml", "permissions:\n  pages: false\n");
  accounts->refresh();
  EXPECT_FALSE(accounts->snapshot()->role_error);
}

// Oracle: spec/auth 11 (a missing index.php or other content: no credentials, the defaults), 12 (no
// such role: nobody).
TEST_F(AccountsTest, GivesAccountsThatCannotBeReadTheirDefaults) {
  site.write("site/accounts/broken01/index.php", "<?php return [");
  site.write("site/accounts/broken02/index.php", "<?php return ['name' => 'Nobody'];");
  site.write("site/accounts/broken03/index.php", "<?php return ['email' => strtolower('A')];");
  site.write("site/accounts/empty004/user.txt", "Bio: Lost");
  site.write("site/accounts/account/index.php", editor_file);
  site.write("site/accounts/.hidden/index.php", editor_file);
  site.write("site/accounts/.logins", "{}");
  accounts->refresh();
  auto const s = accounts->snapshot();
  EXPECT_EQ(s->users.size(), 6u);
  for (std::string const id : {"broken01", "broken02", "broken03", "empty004"}) {
    auto const user = s->find(id);
    ASSERT_TRUE(user && s->find("user://" + id) == user) << id;
    EXPECT_EQ(user->email, "");
    EXPECT_EQ(user->language, "en");
    EXPECT_EQ(user->role, "default");
    EXPECT_TRUE(s->role_of(*user)->is_nobody());
  }
  EXPECT_FALSE(s->by_id("broken01")->name);
  EXPECT_EQ(s->by_id("broken02")->name, "Nobody");
  EXPECT_EQ(*s->by_id("empty004")->content.find("bio"), "Lost");
  EXPECT_FALSE(s->by_email("") || s->find("") || s->find("@") || s->find_for_counting(""));
  EXPECT_EQ(s->problems.size(), 5u);
  for (auto const& problem : s->problems)
    EXPECT_NE(problem.find("site/accounts/"), std::string::npos) << problem;
}

// Oracle: spec/auth 11 (defaults).
TEST_F(AccountsTest, TakesValuesOfAnotherTypeForMissing) {
  site.write("site/accounts/aedit002/index.php",
             "<?php return ['email' => 'e@example.com', 'language' => true, 'name' => ['E'], "
             "'role' => ['admin']];");
  accounts->refresh();
  auto const user = accounts->snapshot()->find("e@example.com");
  ASSERT_TRUE(user);
  EXPECT_EQ(user->language, "en");
  EXPECT_FALSE(user->name);
  EXPECT_EQ(user->role, "default");
  EXPECT_EQ(accounts->snapshot()->problems.size(), 1u);
}

// A file that says too little is no file half written: what it says holds at once, and is not lost
// in the next write.
TEST_F(AccountsTest, BelievesAFreshFileWithoutAddress) {
  clock.set(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
  site.write("site/accounts/aedit002/index.php", "<?php return ['role' => 'reader'];");
  EXPECT_EQ(key_of(accounts->change_name("aedit002", "E")), "ok");
  EXPECT_EQ(accounts->snapshot()->by_id("aedit002")->role, "reader");
  EXPECT_NE(read("site/accounts/aedit002/index.php").find("'role' => 'reader'"), std::string::npos);
}

// Oracle: spec/auth 11: what cannot be read names no role, whatever it holds.
TEST_F(AccountsTest, NobodyIsAdminByAFileThatCannotBeRead) {
  site.write("site/accounts/aadmin01/index.php",
             "<?php return ['email' => 'admin@example.com', 'role' => 'admin'");
  accounts->refresh();
  EXPECT_EQ(accounts->snapshot()->by_id("aadmin01")->role, "default");
  EXPECT_EQ(accounts->snapshot()->count_admins(), 0u);
}

// Oracle: docs/differences.md (what is not understood is not rewritten).
TEST_F(AccountsTest, WritesAMissingFileButNotOverOneItCannotRead) {
  site.write("site/accounts/empty004/user.txt", "");
  site.write("site/accounts/broken01/index.php", "<?php return [");
  site.write("site/accounts/broken01/user.txt", too_large);
  accounts->refresh();
  EXPECT_EQ(key_of(accounts->change_name("empty004", "Emma")), "ok");
  EXPECT_NE(read("site/accounts/empty004/index.php").find("'email' => NULL"), std::string::npos);
  EXPECT_EQ(key_of(accounts->change_email("empty004", "emma@example.com")), "ok");
  EXPECT_EQ(read("site/accounts/empty004/index.php"),
            "<?php\n\nreturn [\n    'email' => 'emma@example.com',\n    'language' => 'en',\n"
            "    'name' => 'Emma',\n    'role' => 'default'\n];");
  auto const refused = accounts->change_email("broken01", "b@example.com");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, Kind::internal);
  EXPECT_EQ(read("site/accounts/broken01/index.php"), "<?php return [");
  EXPECT_FALSE(accounts->update_content("broken01", {{"bio", "b"}}));
  EXPECT_TRUE(read("site/accounts/broken01/user.txt") == too_large);
}

TEST_F(AccountsTest, ForgetsAnAccountWhoseFolderIsGone) {
  std::filesystem::remove(site / "site/accounts/aedit002/index.php");
  accounts->refresh();
  EXPECT_TRUE(accounts->snapshot()->by_id("aedit002"));
  std::filesystem::remove_all(site / "site/accounts/aedit002");
  EXPECT_EQ(key_of(accounts->change_name("aedit002", "E")), "error.user.notFound");
  EXPECT_FALSE(std::filesystem::exists(site / "site/accounts/aedit002"));
}

TEST_F(AccountsTest, LooksAtTheDiskAtMostOnceASecond) {
  auto const before = accounts->snapshot();
  site.write("site/accounts/aedit002/index.php", "<?php return ['email' => 'other@example.com'];");
  EXPECT_EQ(accounts->snapshot(), before);
  pass_a_second();
  auto const after = accounts->snapshot();
  EXPECT_TRUE(after->find("other@example.com"));
  EXPECT_EQ(after->by_id("aadmin01"), before->by_id("aadmin01")) << "what did not change is shared";
  pass_a_second();
  EXPECT_EQ(accounts->snapshot(), after) << "nothing changed, nothing published";
  std::filesystem::remove_all(site / "site/accounts/aedit002");
  pass_a_second();
  EXPECT_FALSE(accounts->snapshot()->by_id("aedit002"));
}

TEST_F(AccountsTest, LeavesTheLookToItsKeeperUnlessThatIsLate) {
  accounts->keep();
  auto const before = accounts->snapshot();
  site.write("site/accounts/aedit002/index.php", "<?php return ['email' => 'other@example.com'];");
  pass_a_second();
  EXPECT_EQ(accounts->snapshot(), before);
  accounts->keep();
  EXPECT_TRUE(accounts->snapshot()->find("other@example.com"));
  site.write("site/accounts/aedit002/index.php", "<?php return ['email' => 'third@example.com'];");
  for (int i = 0; i < 4; ++i) pass_a_second();
  EXPECT_TRUE(accounts->snapshot()->find("third@example.com"));
}

// Oracle: S14, default deny: a file that forbids and can no longer be read forbids as before.
TEST_F(AccountsTest, KeepsARoleWhoseFileBreaks_S14) {
  auto const before = accounts->snapshot()->role("editor");
  ASSERT_TRUE(before);
  EXPECT_FALSE(before->permissions.allows("users", "delete"));
  site.write("site/blueprints/users/editor.yml", too_large);
  for (int i = 0; i < 10; ++i) pass_a_second();
  EXPECT_EQ(accounts->snapshot()->role("editor"), before);
  EXPECT_EQ(accounts->snapshot()->problems.size(), 1U);
}

TEST_F(AccountsTest, RefusesAllWhereTheAdminRoleCannotBeRead_S14) {
  site.write("site/blueprints/users/admin.yml", too_large);
  open();
  ASSERT_TRUE(accounts->snapshot()->role_error);
  EXPECT_EQ(accounts->snapshot()->role_error->kind, Kind::internal);
  site.write("site/blueprints/users/admin.yml", "permissions:\n  users:\n    delete: false\n");
  for (int i = 0; i < 10; ++i) pass_a_second();
  EXPECT_FALSE(accounts->snapshot()->role_error);
  EXPECT_FALSE(accounts->snapshot()->role("admin")->permissions.allows("users", "delete"));
}

TEST_F(AccountsTest, KeepsAnAccountWhoseFileIsJustBeingWritten) {
  clock.set(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
  site.write("site/accounts/aedit002/index.php", "<?php return ['email' =>");
  accounts->refresh();
  EXPECT_TRUE(accounts->snapshot()->by_id("aedit002"));
  EXPECT_EQ(accounts->snapshot()->problems.size(), 1u);
  EXPECT_EQ(accounts->snapshot()->by_id("aedit002")->role, "editor");
  clock.advance(std::chrono::seconds(5));
  accounts->refresh();
  EXPECT_EQ(accounts->snapshot()->by_id("aedit002")->role, "default");
}

TEST_F(AccountsTest, WorksWithoutAnyAccountsFolder) {
  std::filesystem::remove_all(site / "site");
  open();
  EXPECT_TRUE(accounts->snapshot()->users.empty());
  EXPECT_EQ(accounts->snapshot()->roles.size(), 1u);
  NewUser first{"first@example.com", Secret("gannet-harbor-11"), "First", {}, "admin", {}, {}};
  EXPECT_EQ(key_of(accounts->create(first, {})), "ok");
  EXPECT_EQ(accounts->snapshot()->count_admins(), 1u);
}

// Oracle: spec/auth 3 (installed: at least one account), security S3 (no stranger makes the first
// admin): what stands there is an account, whether it can be read or not.
TEST_F(AccountsTest, AnAccountThatCannotBeReadIsOneAllTheSame_S3) {
  for (auto const* broken : {"<?php return [", "<?php return ['email' => f()];", ""}) {
    std::filesystem::remove_all(site / "site/accounts");
    site.write("site/accounts/aadmin01/index.php", broken);
    open();
    EXPECT_TRUE(accounts->snapshot()->any_account) << broken;
    NewUser first{"first@example.com", Secret("gannet-harbor-11"), {}, {}, "admin", {}, {}};
    first.must_be_first = true;
    EXPECT_EQ(key_of(accounts->create(first, {})), "error.general") << broken;
  }
  std::filesystem::remove(site / "site/accounts/aadmin01/index.php");
  accounts->refresh();
  EXPECT_TRUE(accounts->snapshot()->any_account);
}

TEST_F(AccountsTest, HiddenAndUnfinishedFoldersAreNoAccounts) {
  std::filesystem::remove_all(site / "site/accounts");
  for (auto const* folder : {".hidden", ".latchkey-new-abcdefgh", ".latchkey-trash-abcdefgh"})
    site.write("site/accounts/" + std::string(folder) + "/index.php", editor_file);
  site.write("site/accounts/.logins", "{}");
  site.write("site/accounts/index.html", "");
  open();
  EXPECT_FALSE(accounts->snapshot()->any_account);
}

// Oracle: security S3: what cannot be seen is not taken for missing.
TEST_F(AccountsTest, AFolderThatCannotBeListedMayHoldAccounts_S3) {
  std::filesystem::remove_all(site / "site/accounts");
  test::FaultyFiles faulty(*files);
  faulty.fail_at(0, EACCES, true);
  Accounts const blind(faulty, clock, random, "en");
  EXPECT_TRUE(blind.snapshot()->any_account);
  ASSERT_EQ(blind.snapshot()->problems.size(), 1u);
  EXPECT_NE(blind.snapshot()->problems[0].find("site/accounts"), std::string::npos);
  faulty.heal();
  pass_a_second();
  EXPECT_FALSE(blind.snapshot()->any_account);
}

// Oracle: spec/auth 11 (the form of the files), recorded case content/user-create.
TEST_F(AccountsTest, CreatesAnAccountAsTheOriginalWritesIt) {
  NewUser wanted{
      " New@Example.com", Secret("gannet-harbor-11"), " Neu'n ", "de", "editor", "fixedid1", {}};
  wanted.content.set("bio", "b");
  auto const user = accounts->create(wanted, {});
  ASSERT_TRUE(user) << user.error().message;
  EXPECT_EQ(read("site/accounts/fixedid1/index.php"),
            "<?php\n\nreturn [\n    'email' => 'new@example.com',\n    'language' => 'de',\n"
            "    'name' => 'Neu\\'n',\n    'role' => 'editor'\n];");
  EXPECT_EQ(read("site/accounts/fixedid1/user.txt"), "Bio: b");
  EXPECT_TRUE(read("site/accounts/fixedid1/.htpasswd").starts_with("$argon2id$"));
  EXPECT_EQ(read("site/accounts/fixedid1/.htpasswd").find('\n'), std::string::npos);
  struct ::stat info {};
  ASSERT_EQ(::stat((site / "site/accounts/fixedid1/.htpasswd").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  EXPECT_TRUE(crypto::verify_password(Secret("gannet-harbor-11"), hash_of("fixedid1")));
  EXPECT_EQ(accounts->snapshot()->find("new@example.com")->id, "fixedid1");
  open();
  EXPECT_EQ(*accounts->snapshot()->by_id("fixedid1"), **user)
      << "what was published is what is read";
}

TEST_F(AccountsTest, CreatesWithAnIdOfItsOwnAndWithoutPassword) {
  auto const user = accounts->create({"x@example.com", {}, {}, {}, {}, {}, {}}, {});
  ASSERT_TRUE(user);
  EXPECT_EQ((*user)->id.size(), 8u);
  EXPECT_EQ((*user)->role, "default");
  EXPECT_FALSE(site.exists("site/accounts/" + (*user)->id + "/.htpasswd"));
  EXPECT_NE(read("site/accounts/" + (*user)->id + "/index.php").find("'name' => NULL"),
            std::string::npos);
  auto const ghost = accounts->create({"y@example.com", {}, {}, {}, "nosuch", {}, {}}, {});
  EXPECT_EQ((*ghost)->role, "nobody");
}

// Oracle: spec/content-api 15.
TEST_F(AccountsTest, RefusesWhatNoAccountMayHave) {
  auto const create = [&](std::string email, std::optional<std::string> id,
                          std::optional<std::string> language = {},
                          std::optional<Secret> password = {}) {
    return key_of(accounts->create(
        {std::move(email), std::move(password), {}, std::move(language), {}, std::move(id), {}},
        {}));
  };
  EXPECT_EQ(create("nonsense", {}), "error.user.email.invalid");
  EXPECT_EQ(create("EDITOR@example.com", {}), "error.user.duplicate");
  EXPECT_EQ(create("admin@example.com", {}), "error.user.duplicate");
  EXPECT_EQ(create("a@example.com", "account"), "error.invalidArgument");
  EXPECT_EQ(create("a@example.com", "../x"), "error.invalidArgument");
  EXPECT_EQ(create("a@example.com", "aedit002"), "error.duplicate");
  EXPECT_EQ(create("a@example.com", {}, "xx"), "error.user.language.invalid");
  EXPECT_EQ(create("a@example.com", {}, {}, Secret("short")), "error.user.password.invalid");
  EXPECT_EQ(create("a@example.com", {}, {}, Secret(std::string(1001, 'x'))),
            "error.user.password.excessive");
  EXPECT_EQ(create("a@example.com", {}, {}, Secret("password1")), "error.user.password.invalid");
  EXPECT_EQ(accounts->snapshot()->users.size(), 2u);
}

// Oracle: recorded cases auth/perm-email-change, content/user-name, content/user-language.
TEST_F(AccountsTest, ChangesOneThingAndLeavesTheRest) {
  EXPECT_EQ(key_of(accounts->change_email("aedit002", "Second@Example.com")), "ok");
  EXPECT_EQ(key_of(accounts->change_email("aedit002", "second@example.com")), "ok") << "one's own";
  EXPECT_EQ(key_of(accounts->change_email("aedit002", "admin@example.com")),
            "error.user.duplicate");
  EXPECT_EQ(key_of(accounts->change_name("aedit002", "  Edith B ")), "ok");
  EXPECT_EQ(key_of(accounts->change_language("aedit002", "pt_BR")), "ok");
  EXPECT_EQ(key_of(accounts->change_language("aedit002", "xx")), "error.user.language.invalid");
  EXPECT_EQ(key_of(accounts->change_role("aedit002", "wizard")), "error.user.role.invalid");
  EXPECT_EQ(key_of(accounts->change_role("aedit002", "admin")), "ok");
  EXPECT_EQ(key_of(accounts->change_name("nosuch", "x")), "error.user.notFound");
  EXPECT_EQ(key_of(accounts->change_name("../aedit002", "x")), "error.user.notFound");
  EXPECT_EQ(read("site/accounts/aedit002/index.php"),
            "<?php\n\nreturn [\n    'email' => 'second@example.com',\n    'language' => 'pt_BR',\n"
            "    'name' => 'Edith B',\n    'role' => 'admin'\n];");
  EXPECT_EQ(hash_of("aedit002"), old_hash);
}

TEST_F(AccountsTest, KeepsEntriesOfOthersInIndexPhpOrRefuses) {
  site.write("site/accounts/aedit002/index.php",
             "<?php return ['email' => 'e@example.com', 'color' => 'red', 'role' => 'editor'];");
  accounts->refresh();
  EXPECT_EQ(key_of(accounts->change_name("aedit002", "E")), "ok");
  EXPECT_NE(read("site/accounts/aedit002/index.php").find("'color' => 'red'"), std::string::npos);
  std::string const computed =
      "<?php return ['email' => 'e@example.com', 'color' => color(), 'role' => 'editor'];";
  site.write("site/accounts/aedit002/index.php", computed);
  accounts->refresh();
  auto const refused = accounts->change_name("aedit002", "F");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, Kind::internal);
  EXPECT_EQ(read("site/accounts/aedit002/index.php"), computed);
}

TEST_F(AccountsTest, SeesAChangeByHandBeforeItWrites) {
  site.write(
      "site/accounts/aedit002/index.php",
      "<?php return ['email' => 'byhand@example.com', 'role' => 'editor', 'name' => 'Hand'];");
  EXPECT_EQ(key_of(accounts->change_language("aedit002", "de")), "ok");
  EXPECT_NE(read("site/accounts/aedit002/index.php").find("byhand@example.com"), std::string::npos);
}

// Oracle: spec/content-api 15; recorded case content/user-update.
TEST_F(AccountsTest, MergesContent) {
  EXPECT_EQ(key_of(accounts->update_content("aedit002",
                                            {{"Bio", "Changed"}, {"more", "q"}, {"twitter", {}}})),
            "ok");
  EXPECT_EQ(read("site/accounts/aedit002/user.txt"), "Bio: Changed\n\n----\n\nMore: q");
  EXPECT_EQ(accounts->snapshot()->by_id("aedit002")->content.size(), 2u);
}

// Oracle: spec/auth 11 ("Changing the password keeps line 2"; no line feed at the end).
TEST_F(AccountsTest, ChangingThePasswordKeepsTheSecondLine) {
  ASSERT_EQ(key_of(accounts->set_password("aedit002", Secret("new-secret-pass-1"), {})), "ok");
  auto const text = read("site/accounts/aedit002/.htpasswd");
  EXPECT_TRUE(text.ends_with("\n{\"totp\":\"JBSWY3DPEHPK3PXP\",\"more\":1}"));
  EXPECT_TRUE(crypto::verify_password(Secret("new-secret-pass-1"), hash_of("aedit002")));
  EXPECT_EQ(accounts->password("aedit002").value()->totp->expose(), "JBSWY3DPEHPK3PXP");
  EXPECT_EQ(key_of(accounts->set_password("aedit002", Secret("short"), {})),
            "error.user.password.invalid");
  EXPECT_EQ(key_of(accounts->set_password("nosuch", Secret("new-secret-pass-1"), {})),
            "error.user.notFound");
}

// Oracle: spec/auth 6 ("Upgrading a hash at login is no change of the password: the file keeps its
// modification time").
TEST_F(AccountsTest, UpgradingAHashKeepsTheTimeOfTheFile_S29) {
  auto const before = accounts->password("aedit002").value();
  EXPECT_EQ(key_of(accounts->upgrade_hash("aedit002", Secret("whatever-it-was"), "another stamp",
                                          crypto::HashAlgorithm::argon2id)),
            "ok");
  EXPECT_EQ(hash_of("aedit002"), old_hash) << "somebody else was faster";
  EXPECT_EQ(key_of(accounts->upgrade_hash("aedit002", Secret("whatever-it-was"), before->stamp,
                                          crypto::HashAlgorithm::argon2id)),
            "ok");
  auto const after = accounts->password("aedit002").value();
  EXPECT_TRUE(after->hash.expose().starts_with("$argon2id$"));
  EXPECT_EQ(after->mtime_seconds, before->mtime_seconds);
  EXPECT_NE(after->stamp, before->stamp);
  EXPECT_TRUE(after->totp);
}

TEST_F(AccountsTest, SetsAndRemovesTheOneTimeSecret) {
  EXPECT_EQ(key_of(accounts->set_totp("aedit002", {})), "ok");
  EXPECT_EQ(read("site/accounts/aedit002/.htpasswd"), old_hash + "\n{\"more\":1}");
  EXPECT_EQ(key_of(accounts->set_totp("aadmin01", Secret("JBSWY3DPEHPK3PXP"))), "ok");
  EXPECT_EQ(read("site/accounts/aadmin01/.htpasswd"), "\n{\"totp\":\"JBSWY3DPEHPK3PXP\"}");
  EXPECT_TRUE(accounts->password("aadmin01").value()->hash.empty());
  EXPECT_EQ(key_of(accounts->set_totp("aadmin01", {})), "ok");
  EXPECT_EQ(read("site/accounts/aadmin01/.htpasswd"), "");
}

// Oracle: recorded cases auth/hash-newline, hash-empty; spec/auth 11.
TEST_F(AccountsTest, ReadsPasswordFilesOfEveryForm) {
  struct Row {
    std::string text, hash;
    bool totp;
  };
  for (auto const& [text, hash, totp] :
       {Row{"$2y$10$x", "$2y$10$x", false}, Row{"$2y$10$x\n", "$2y$10$x", false},
        Row{"", "", false}, Row{"\n{\"totp\":\"ABC\"}", "", true},
        Row{"$2y$10$x\r\n{\"totp\":\"ABC\"}\r\n", "$2y$10$x", true},
        Row{"$2y$10$x\nnonsense", "$2y$10$x", false},
        Row{"$2y$10$x\n{\"totp\":5}", "$2y$10$x", false}}) {
    site.write("site/accounts/aadmin01/.htpasswd", text);
    auto const file = accounts->password("aadmin01").value();
    ASSERT_TRUE(file) << text;
    EXPECT_EQ(file->hash.expose(), hash);
    EXPECT_EQ(file->totp.has_value(), totp) << text;
  }
}

TEST_F(AccountsTest, DeletesWholeAccountsButNotTheLastAdmin) {
  EXPECT_EQ(key_of(accounts->remove("aadmin01")), "error.user.delete.lastAdmin");
  EXPECT_EQ(key_of(accounts->change_role("aadmin01", "editor")), "error.user.changeRole.lastAdmin");
  EXPECT_EQ(key_of(accounts->remove("aedit002")), "ok");
  EXPECT_FALSE(site.exists("site/accounts/aedit002"));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(site / "site/accounts"), {}), 1);
  EXPECT_FALSE(accounts->snapshot()->by_id("aedit002"));
  EXPECT_EQ(key_of(accounts->remove("aedit002")), "error.user.notFound");
}

TEST_F(AccountsTest, RemovesWhatACrashLeftBeforeItWrites) {
  site.write("site/accounts/.latchkey-new-abc/index.php", editor_file);
  site.write("site/accounts/.latchkey-trash-abc/index.php", editor_file);
  EXPECT_EQ(accounts->snapshot()->users.size(), 2u);
  EXPECT_EQ(key_of(accounts->change_name("aedit002", "x")), "ok");
  EXPECT_FALSE(site.exists("site/accounts/.latchkey-new-abc"));
  EXPECT_FALSE(site.exists("site/accounts/.latchkey-trash-abc"));
}

// Oracle: security S1 (no operation at all on names that are paths).
TEST_F(AccountsTest, PasswordOfAPathOpensNothing_S1) {
  using namespace std::string_literals;
  test::FaultyFiles counted(*files);
  Accounts watched(counted, clock, random, "en");
  counted.fail_at(-1);
  for (std::string const& id : {"../aedit002"s, ".."s, "."s, "/etc"s, "aedit002/../aadmin01"s,
                                "a\0"s, std::string(10'000, 'a')}) {
    EXPECT_FALSE(watched.password(id).value()) << id;
    EXPECT_FALSE(watched.password_time(id).value()) << id;
  }
  EXPECT_EQ(counted.count(), 0);
}

// Oracle: the promise of accounts.h (one stat when nothing changed).
TEST_F(AccountsTest, AsksForThePasswordWithOneStat) {
  test::FaultyFiles counted(*files);
  Accounts watched(counted, clock, random, "en");
  ASSERT_TRUE(watched.password("aedit002").value());
  counted.fail_at(-1);
  EXPECT_TRUE(watched.password("aedit002").value());
  EXPECT_EQ(counted.count(), 1);
  EXPECT_TRUE(watched.password_time("aedit002").value());
  EXPECT_EQ(counted.count(), 2);
}

// Oracle: the promise of password_store.h.
TEST_F(AccountsTest, LooksAtAPasswordAgainWhereTheMarkChangesOrASecondPassed) {
  test::FaultyFiles counted(*files);
  Accounts watched(counted, clock, random, "en");
  std::optional<std::uint64_t> mark = 1;
  watched.use_marks([&](std::string const& folder) {
    EXPECT_EQ(folder, "site/accounts/aedit002");
    return mark;
  });
  auto const looks = [&] {
    counted.fail_at(-1);
    EXPECT_TRUE(watched.password_time("aedit002").value());
    return counted.count();
  };
  EXPECT_EQ(looks(), 1);
  EXPECT_EQ(looks(), 0);
  mark = 2;
  EXPECT_EQ(looks(), 1);
  EXPECT_EQ(looks(), 0);
  mark.reset();
  EXPECT_EQ(looks(), 1) << "nobody can tell";
  mark = 2;
  clock.advance(std::chrono::seconds(1));
  EXPECT_EQ(looks(), 1);
  clock.advance(std::chrono::seconds(-5));
  EXPECT_EQ(looks(), 1) << "the clock was set back";
}

/// An action on the accounts of a fresh copy of one site, with the n-th file operation failing, for
/// every n. After each failure whoever opens the folder sees the accounts as they were or as they
/// should be, and nothing else.
struct Fault {
  char const* name;
  std::function<bool(Accounts&)> act;
};

class FaultsTest : public AccountsTest, public testing::WithParamInterface<Fault> {};

std::string describe(store::Files& files, Clock const& clock, Random& random) {
  Accounts const seen(files, clock, random, "en");
  std::string out;
  for (auto const& user : seen.snapshot()->users) {
    auto const password = seen.password(user->id);
    out += user->id + " " + user->email + " " + user->name.value_or("-") + " " + user->role + " " +
           formats::print_content(user->content) + " " +
           (*password ? std::string((*password)->hash.expose().substr(0, 9)) +
                            ((*password)->totp ? "+" : "")
                      : "none") +
           "\n";
  }
  for (auto const& problem : seen.snapshot()->problems) out += problem;
  return out;
}

TEST_P(FaultsTest, LeaveTheOldAccountsOrTheNewOnes) {
  std::string const old_state = describe(*files, clock, random);
  std::string new_state;
  {
    test::TempDir whole;
    std::filesystem::copy(site.path(), whole.path(), std::filesystem::copy_options::recursive);
    auto const copy = store::open_files(whole.path()).value();
    Accounts healthy(*copy, clock, random, "en");
    ASSERT_TRUE(GetParam().act(healthy));
    new_state = describe(*copy, clock, random);
  }
  ASSERT_NE(old_state, new_state);
  for (int error : {EIO, ENOSPC})
    for (int n = 0;; ++n) {
      ASSERT_LT(n, 200);
      test::TempDir folder;
      std::filesystem::copy(site.path(), folder.path(), std::filesystem::copy_options::recursive);
      auto const disk = store::open_files(folder.path()).value();
      ASSERT_TRUE(disk->make_directories("site/latchkey"));
      test::FaultyFiles faulty(*disk);
      store::JournaledFiles journaled(faulty);
      Accounts tested(journaled, clock, random, "en");
      faulty.fail_at(n, error, n % 2 == 1);
      bool const done = GetParam().act(tested);
      bool const reached = faulty.count() > n;
      auto const state = describe(*disk, clock, random);
      EXPECT_TRUE(state == old_state || state == new_state) << "operation " << n << "\n" << state;
      if (done) {
        EXPECT_EQ(state, new_state) << "operation " << n;
      }
      faulty.heal();
      tested.refresh();
      if (!reached) break;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Accounts, FaultsTest,
    testing::Values(
        Fault{"create",
              [](Accounts& a) {
                NewUser wanted{"new@example.com",
                               Secret("gannet-harbor-11"),
                               "New",
                               {},
                               "editor",
                               "fixedid1",
                               {}};
                wanted.content.set("bio", "b");
                return a.create(wanted, {}).has_value();
              }},
        Fault{"change_email",
              [](Accounts& a) { return a.change_email("aedit002", "b@example.com").has_value(); }},
        Fault{"change_role",
              [](Accounts& a) { return a.change_role("aedit002", "admin").has_value(); }},
        Fault{"update_content",
              [](Accounts& a) {
                return a.update_content("aedit002", {{"bio", "x"}}).has_value();
              }},
        Fault{"set_password",
              [](Accounts& a) {
                return a.set_password("aedit002", Secret("new-secret-pass-1"), {}).has_value();
              }},
        Fault{"set_totp", [](Accounts& a) { return a.set_totp("aedit002", {}).has_value(); }},
        Fault{"remove", [](Accounts& a) { return a.remove("aedit002").has_value(); }}),
    [](auto const& test) { return test.param.name; });

// Oracle: every field that was written is there (no update lost), while readers never see a broken
// account.
TEST_F(AccountsTest, ManyWritersLoseNothing) {
  std::vector<std::thread> threads;
  std::atomic<bool> good = true;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 5; ++i) {
        auto const name = "f" + std::to_string(t) + std::to_string(i);
        if (!accounts->update_content("aedit002", {{name, "x"}})) good = false;
        auto const s = accounts->snapshot();
        if (s->users.size() != 2 || !s->by_id("aedit002")) good = false;
        if (!accounts->password("aedit002").value()) good = false;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_TRUE(good);
  open();
  EXPECT_EQ(accounts->snapshot()->by_id("aedit002")->content.size(), 22u);
}

// Oracle: spec/content-api 3, 16: on sites with languages each text has a code in its name.
TEST_F(AccountsTest, ReadsAndWritesTheContentUnderTheNameItIsGiven) {
  std::string name = "user.en.txt";
  accounts->use_text_names([&] { return UserTextNames{name, {}}; });
  EXPECT_TRUE(accounts->snapshot()->by_id("aedit002")->content.empty());
  ASSERT_TRUE(accounts->update_content("aedit002", {{"bio", "English"}}));
  EXPECT_EQ(read("site/accounts/aedit002/user.en.txt"), "Bio: English");
  EXPECT_EQ(read("site/accounts/aedit002/user.txt"), "Bio: Writes\n\n----\n\nTwitter: @edda");
  name = "user.txt";
  pass_a_second();
  EXPECT_EQ(*accounts->snapshot()->by_id("aedit002")->content.find("bio"), "Writes");
}

}  // namespace
}  // namespace latchkey::accounts
