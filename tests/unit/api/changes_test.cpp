// Pending changes and locks, as clients see them. Recorded cases: changes-*.

#include <gtest/gtest.h>

#include "support/api_world.h"

namespace latchkey::api {
namespace {

using test::json_of;
using test::key_of;

class Changes : public testing::Test, public test::ApiWorld {
 protected:
  Changes() { files.follow(clock); }

  std::string text(std::string const& path) { return files.read(path, 1 << 20).value_or("none"); }
  std::string roses() { return text("content/1_garden/1_roses/plant.txt"); }
  std::string pending() { return text("content/1_garden/1_roses/_changes/plant.txt"); }
  http::Reply change(std::string const& action, json::value const& body = json::object(),
                     std::string const& who = "tester") {
    return post("pages/garden+roses/changes/" + action, body, who);
  }
  json::value options_of(std::string const& target, std::string const& who = "tester") {
    return json_of(get(target + "?select=options", who)).at("data").at("options");
  }
  /// Which options another user has left; all of them where nothing is locked.
  std::vector<std::string> left(std::string const& target, std::string const& who = "tester") {
    std::vector<std::string> out;
    auto const all = options_of(target, who);
    for (auto const& [name, allowed] : all.as_object())
      if (allowed.as_bool()) out.emplace_back(name);
    return out;
  }
};

using Strings = std::vector<std::string>;
std::string const ok = R"({"status":"ok"})";

// Oracle: recorded cases changes-save, changes-publish.
TEST_F(Changes, AreSavedBesideThePageAndPublishedIntoIt) {
  EXPECT_EQ(change("save", {{"motto", "Slowly"}}).body_text(), ok);
  EXPECT_EQ(change("save", {{"Latin", "rosa"}}).body_text(), ok);
  EXPECT_TRUE(pending().starts_with("Title: Roses\n")) << pending();
  EXPECT_NE(pending().find("\nMotto: Slowly\n"), std::string::npos);
  EXPECT_NE(pending().find("\nLatin: rosa\n"), std::string::npos);
  EXPECT_TRUE(pending().ends_with("\nLock: atester5")) << pending();
  EXPECT_EQ(roses().find("Slowly"), std::string::npos);
  EXPECT_EQ(change("publish", {{"extra", "more"}}).body_text(), ok);
  for (std::string const line : {"\nMotto: Slowly\n", "\nLatin: rosa\n", "\nExtra: more"})
    EXPECT_NE(roses().find(line), std::string::npos) << roses();
  EXPECT_EQ(roses().find("Lock"), std::string::npos);
  EXPECT_NE(roses().find("Uuid: roses00000000001"), std::string::npos);
  EXPECT_EQ(pending(), "none");
  EXPECT_FALSE(*files.stat("content/1_garden/1_roses/_changes"));
}

// Oracle: spec/content-api 17: a result that equals the present content is nothing pending.
TEST_F(Changes, AreNoneWhereNothingDiffers) {
  change("save", json::object());
  EXPECT_EQ(pending(), "none");
  change("save", {{"latin", "marigold rosa"}, {"motto", ""}});
  EXPECT_EQ(pending(), "none") << "an empty field is as good as a missing one";
  change("save", {{"motto", "Slowly"}});
  EXPECT_NE(pending(), "none");
  change("save", {{"motto", ""}});
  EXPECT_EQ(pending(), "none");
}

// Oracle: spec/content-api 17: nothing pending is fine.
TEST_F(Changes, ArePublishedDiscardedAndUnlockedWithoutAny) {
  auto const saved = files.save();
  for (auto const* const action : {"publish", "discard", "unlock"})
    EXPECT_EQ(change(action).body_text(), ok) << action;
  EXPECT_TRUE(*files.save() == *saved);
}

// Oracle: recorded case changes-publish-invalid; spec/content-api 12: drafts are not validated.
TEST_F(Changes, AreValidatedWhenTheyArePublishedNotBefore) {
  files.put("site/blueprints/pages/plant.yml",
            "fields:\n  latin:\n    type: text\n    required: true\n");
  look_again();
  auto const before = roses();
  EXPECT_EQ(change("save", {{"latin", ""}}).body_text(), ok);
  auto const refused = change("publish", {{"motto", "kept"}});
  EXPECT_EQ(key_of(refused), "error.form.incomplete");
  EXPECT_TRUE(json_of(refused).at("details").as_object().contains("latin"));
  EXPECT_EQ(roses(), before);
  EXPECT_NE(pending().find("\nLatin: \n"), std::string::npos) << pending();
  EXPECT_NE(pending().find("\nMotto: kept"), std::string::npos) << "what was sent is saved";
  EXPECT_EQ(post("pages/garden+moss/changes/publish", {{"latin", ""}}).body_text(), ok);
  EXPECT_NE(text("content/1_garden/_drafts/moss/plant.txt").find("Latin: \n"), std::string::npos);
}

// Oracle: recorded cases changes-locked, changes-unlock; spec/content-api 17, ten minutes.
TEST_F(Changes, LockOthersOutForTenMinutes) {
  change("save", {{"motto", "mine"}}, "admin");
  auto const kept = pending();
  for (auto const* const action : {"save", "publish", "discard"}) {
    auto const reply = change(action, {{"motto", "theirs"}});
    bool const removes = action == std::string_view("discard");
    EXPECT_EQ(reply.status, 423) << action;
    EXPECT_EQ(key_of(reply), removes ? "error.content.lock.delete" : "error.content.lock.update");
    auto const details = json_of(reply).at("details");
    EXPECT_EQ(details.at("isLegacy"), false);
    EXPECT_EQ(details.at("isLocked"), true);
    EXPECT_EQ(details.at("user"),
              json::value({{"id", "aadmin01"}, {"email", "admin@example.com"}}));
  }
  EXPECT_EQ(change("unlock").body_text(), ok) << "never fails";
  EXPECT_EQ(pending(), kept);
  wait(598);
  EXPECT_EQ(change("save", {{"motto", "theirs"}}).status, 423);
  wait(2);
  EXPECT_EQ(change("save", {{"motto", "theirs"}}).body_text(), ok);
  EXPECT_TRUE(pending().ends_with("Lock: atester5")) << pending();
  EXPECT_EQ(change("save", {}, "admin").status, 423) << "now the other way round";
  EXPECT_EQ(change("unlock").body_text(), ok);
  EXPECT_EQ(pending().find("Lock"), std::string::npos);
  EXPECT_NE(pending().find("theirs"), std::string::npos);
  EXPECT_EQ(change("discard", {}, "admin").body_text(), ok);
  EXPECT_EQ(pending(), "none");
}

// Oracle: spec/content-api 17: a lock counts while its user still exists.
TEST_F(Changes, AreNotLockedByWhoIsGone) {
  change("save", {{"motto", "mine"}}, "target");
  EXPECT_NE(pending(), "none");
  EXPECT_EQ(change("save", {{"motto", "x"}}).status, 423);
  ASSERT_EQ(del("users/atarget6", "admin").status, 200);
  EXPECT_EQ(change("save", {{"motto", "x"}}).body_text(), ok);
}

// Oracle: spec/content-api 9: options of others are false but for preview; those of who holds it
// are not. Kept answers are no exception.
TEST_F(Changes, ShowInTheOptionsOfOthers) {
  auto const free = left("pages/garden+roses");
  auto const whole = [&] { return json_of(get("pages/garden+roses")).at("data").at("options"); };
  auto const before = whole();
  change("save", {{"motto", "mine"}}, "admin");
  EXPECT_EQ(left("pages/garden+roses"), Strings{"preview"});
  EXPECT_EQ(whole().at("update"), false);
  EXPECT_EQ(whole().at("preview"), true);
  EXPECT_EQ(left("pages/garden+roses", "admin"), free) << "its own lock";
  EXPECT_EQ(get("pages/garden+roses").status, 200) << "and it is read as ever";
  wait(600);
  EXPECT_EQ(whole(), before) << "the lock is old";
  EXPECT_EQ(left("pages/garden+roses"), free);
}

// Oracle: spec/content-api 9, 17: every kind of model has its own.
TEST_F(Changes, BelongToEveryKindOfModel) {
  struct Kind {
    std::string target, pending, present;
  };
  std::vector<Kind> const kinds{
      {"site", "content/_changes/site.txt", "content/site.txt"},
      {"site/files/plan.md", "content/_changes/plan.md.txt", "content/plan.md.txt"},
      {"pages/garden+roses/files/plan.md", "content/1_garden/1_roses/_changes/plan.md.txt",
       "content/1_garden/1_roses/plan.md.txt"},
      {"users/atarget6", "site/accounts/atarget6/_changes/user.txt",
       "site/accounts/atarget6/user.txt"},
      {"users/atarget6/files/plan.md", "site/accounts/atarget6/_changes/plan.md.txt",
       "site/accounts/atarget6/plan.md.txt"},
  };
  for (auto const& kind : kinds) {
    auto const &target = kind.target, &pending = kind.pending, &present = kind.present;
    auto const send = [&](std::string const& action, std::string const& who = "admin") {
      return post(target + "/changes/" + action, {{"motto", "pending"}}, who);
    };
    EXPECT_EQ(send("save").body_text(), ok) << target;
    EXPECT_NE(text(pending).find("Motto: pending"), std::string::npos) << target;
    EXPECT_TRUE(text(pending).ends_with("Lock: aadmin01")) << target;
    EXPECT_EQ(text(present).find("pending"), std::string::npos) << target;
    EXPECT_EQ(send("save", "tester").status, 423) << target;
    EXPECT_EQ(left(target), target == "site" ? Strings{"preview"} : Strings{}) << target;
    EXPECT_FALSE(left(target, "admin").empty()) << target;
    EXPECT_EQ(send("publish").body_text(), ok) << target;
    EXPECT_NE(text(present).find("Motto: pending"), std::string::npos) << text(present);
    EXPECT_EQ(text(present).find("Lock"), std::string::npos) << target;
    EXPECT_EQ(text(pending), "none") << target;
    EXPECT_EQ(send("save").body_text(), ok);
    EXPECT_EQ(text(pending), "none") << "what is published is no longer pending: " << target;
  }
  EXPECT_EQ(post("account/changes/save", {{"motto", "own"}}).body_text(), ok);
  EXPECT_NE(text("site/accounts/atester5/_changes/user.txt").find("Motto: own"), std::string::npos);
}

// Oracle: recorded case changes-legacy-lock.
TEST_F(Changes, AreNotKeptOutByLockFilesOfOlderVersions) {
  auto const lock = [&](std::string const& user, std::int64_t age) {
    files.put("content/1_garden/1_roses/.lock",
              "/garden/roses:\n  lock:\n    user: " + user +
                  "\n    time: " + std::to_string(unix_seconds(clock.now()) - age) + "\n");
    look_again();
  };
  auto const free = left("pages/garden+roses");
  lock("aadmin01", 0);
  EXPECT_EQ(left("pages/garden+roses"), Strings{"preview"});
  EXPECT_EQ(left("pages/garden+roses", "admin"), free);
  EXPECT_EQ(change("unlock").body_text(), ok);
  EXPECT_EQ(left("pages/garden+roses"), Strings{"preview"}) << "no lock of one's own";
  for (auto const* const action : {"save", "publish", "discard"}) {
    lock("aadmin01", 0);
    EXPECT_EQ(change(action, {{"motto", action}}).body_text(), ok) << action;
    EXPECT_EQ(text("content/1_garden/1_roses/.lock"), "none") << action;
  }
  EXPECT_EQ(left("pages/garden+roses"), free);
  lock("aadmin01", 600);
  EXPECT_EQ(left("pages/garden+roses"), free) << "old";
  lock("nobody99", 0);
  EXPECT_EQ(left("pages/garden+roses"), free) << "of nobody";
}

// Oracle: surprise 3: besides the routes of changes, only titles fail.
TEST_F(Changes, KeepOnlyTitlesFromOrdinaryWrites) {
  change("save", {{"motto", "mine"}}, "admin");
  EXPECT_EQ(key_of(patch("pages/garden+roses/title", {{"title", "Thorns"}})),
            "error.content.lock.update");
  EXPECT_EQ(roses().find("Thorns"), std::string::npos);
  EXPECT_EQ(patch("pages/garden+roses/title", {{"title", "Thorns"}}, "admin").status, 200);
  EXPECT_TRUE(pending().starts_with("Title: Thorns\n")) << pending();
  EXPECT_EQ(patch("pages/garden+roses", {{"motto", "theirs"}}).status, 200);
  EXPECT_EQ(patch("pages/garden+roses/status", {{"status", "unlisted"}}).status, 200);
  EXPECT_EQ(patch("pages/garden+roses/slug", {{"slug", "thorns"}}).status, 200);
  EXPECT_EQ(del("pages/garden+thorns").status, 200);
}

// Oracle: spec/content-api 1, option content.locking.
TEST_F(Changes, LockNothingWhereLocksAreOff) {
  change("save", {{"motto", "mine"}}, "admin");
  options->content_locking = false;
  options->content_lock_writes = true;
  EXPECT_GT(left("pages/garden+roses").size(), 1U);
  EXPECT_EQ(patch("pages/garden+roses/title", {{"title", "Thorns"}}).status, 200);
  EXPECT_EQ(change("save", {{"motto", "theirs"}}).body_text(), ok);
  EXPECT_EQ(pending().find("Lock"), std::string::npos) << pending();
}

// Oracle: our option content.lockWrites (spec/content-api 20, "Locks on plain writes").
TEST_F(Changes, KeepOrdinaryWritesOutWithTheOption) {
  options->content_lock_writes = true;
  auto const free = patch("pages/garden+roses", {{"motto", "before"}});
  EXPECT_EQ(free.status, 200);
  change("save", {{"motto", "mine"}}, "admin");
  post("site/changes/save", {{"motto", "mine"}}, "admin");
  post("users/atarget6/changes/save", {{"motto", "mine"}}, "admin");
  post("pages/garden+roses/files/plan.md/changes/save", {{"motto", "mine"}}, "admin");
  auto const saved = files.save();
  std::string const roses = "pages/garden+roses", file = roses + "/files/plan.md";
  std::vector<std::pair<std::string, json::value>> const patches{
      {roses, {{"motto", "x"}}},
      {roses + "/title", {{"title", "x"}}},
      {roses + "/slug", {{"slug", "x"}}},
      {roses + "/status", {{"status", "unlisted"}}},
      {roses + "/template", {{"template", "seed"}}},
      {file + "/name", {{"name", "x"}}},
      {"site", {{"motto", "x"}}},
      {"site/title", {{"title", "x"}}},
      {"users/atarget6", {{"motto", "x"}}}};
  for (auto const& [path, body] : patches)
    EXPECT_EQ(key_of(patch(path, body)), "error.content.lock.update") << path;
  EXPECT_EQ(upload(file, "other.md", "bytes").status, 423);
  for (auto const& path : {roses, file})
    EXPECT_EQ(key_of(del(path)), "error.content.lock.delete") << path;
  EXPECT_TRUE(*files.save() == *saved);
  EXPECT_EQ(patch("users/atarget6/name", {{"name", "x"}}).status, 200) << "accounts never wait";
  EXPECT_EQ(patch(roses, {{"motto", "x"}}, "admin").status, 200) << "its own lock";
  EXPECT_EQ(post(roses + "/children", {{"slug", "x"}}).status, 200) << "a page of its own";
  wait(600);
  EXPECT_EQ(patch(roses, {{"motto", "x"}}).status, 200);
  files.put("content/1_garden/.lock", "/garden:\n  lock:\n    user: aadmin01\n    time: " +
                                          std::to_string(unix_seconds(clock.now())) + "\n");
  look_again();
  auto const refused = patch("pages/garden", {{"motto", "x"}});
  EXPECT_EQ(refused.status, 423);
  EXPECT_EQ(json_of(refused).at("details").at("isLegacy"), true);
}

// Oracle: security.md S14: who may not do it learns nothing of who holds it.
TEST_F(Changes, TellLocksOnlyToWhoMayUpdate_S14) {
  change("save", {{"motto", "mine"}}, "admin");
  permit({{"pages", {{"update", false}, {"changeTitle", false}}}});
  for (bool const option : {false, true}) {
    options->content_lock_writes = option;
    for (std::string const action : {"save", "publish", "discard", "unlock"})
      EXPECT_EQ(key_of(change(action)), "error.version." + action + ".permission");
    EXPECT_EQ(key_of(patch("pages/garden+roses", {{"motto", "x"}})),
              "error.page.update.permission");
    EXPECT_EQ(key_of(patch("pages/garden+roses/title", {{"title", "x"}})),
              "error.page.changeTitle.permission");
    EXPECT_EQ(key_of(change("save", {}, "")), "error.auth");
  }
}

// Oracle: spec/content-api 17 and security.md S14: what is pending shows nowhere until it is
// published.
TEST_F(Changes, ShowToNobodyBeforeTheyArePublished_S14) {
  change("save", {{"motto", "unheardof"}, {"title", "unheardof"}}, "admin");
  post("site/changes/save", {{"motto", "unheardof"}}, "admin");
  post("users/atarget6/changes/save", {{"motto", "unheardof"}}, "admin");
  post("users/atarget6/files/plan.md/changes/save", {{"motto", "unheardof"}}, "admin");
  look_again();
  for (std::string const path :
       {"pages/garden+roses?view=any", "pages/garden+roses?view=panel",
        "pages/garden/children?select=title,content", "site/search?q=unheardof",
        "pages/garden/children/search?q=unheardof", "site?view=any", "users/atarget6?view=any",
        "users/search?q=unheardof", "users/atarget6/files?select=content",
        "users/atarget6/files/search?q=unheardof", "pages/garden+roses/files", "site/sections/kids",
        "pages/garden+roses/_changes", "pages/garden+roses+_changes",
        "pages/garden+roses/files/_changes", "pages/garden+roses/files/_changes%2Fplant.txt"}) {
    auto const reply = get(path, "admin");
    EXPECT_EQ(reply.body_text().find("unheardof\""), std::string::npos)
        << path << " " << reply.body_text();
  }
  EXPECT_EQ(change("publish", {}, "admin").body_text(), ok);
  EXPECT_NE(get("site/search?q=unheardof", "admin").body_text().find("garden/roses"),
            std::string::npos)
      << "the search does find it";
}

// Oracle: security.md S12, S13: who holds a lock comes from the credentials; accounts' own fields
// never from content.
TEST_F(Changes, TakeNoLockAndNoAccountFromTheBody_S12) {
  change("save", {{"motto", "x"}, {"lock", "aadmin01"}, {"Lock", "aadmin01"}, {" lock", "y"}});
  EXPECT_TRUE(pending().ends_with("Lock: atester5")) << pending();
  EXPECT_EQ(pending().find("aadmin01"), std::string::npos);
  EXPECT_EQ(post("account/changes/publish",
                 {{"motto", "x"}, {"role", "admin"}, {"Email", "x@example.com"}, {"password", "y"}})
                .body_text(),
            ok);
  EXPECT_EQ(text("site/accounts/atester5/user.txt").find("admin"), std::string::npos);
  EXPECT_EQ(text("site/accounts/atester5/user.txt").find("example.com"), std::string::npos);
  EXPECT_EQ(text("site/accounts/atester5/index.php").find("admin"), std::string::npos);
}

// Oracle: security.md S15: as with PATCH, nobody refers anew to what is hidden from them, and what
// is referred to survives who may not see it.
TEST_F(Changes, KeepHiddenReferencesAndTakeNoNewOnes_S15) {
  files.put("site/blueprints/pages/plant.yml",
            "fields:\n  people:\n    type: users\n  others:\n    type: users\n  latin:\n    type: "
            "text\n");
  look_again();
  change("save", {{"people", json::array{"aadmin01"}}}, "admin");
  wait(600);
  permit({{"users", {{"access", false}}}});
  EXPECT_EQ(change("publish", {{"latin", "x"}, {"others", json::array{"aadmin01"}}}).body_text(),
            ok);
  EXPECT_NE(roses().find("People: - user://aadmin01"), std::string::npos) << roses();
  EXPECT_NE(roses().find("Others: \n"), std::string::npos) << roses();
}

// Oracle: spec/content-api 20, "language leak".
TEST_F(Changes, TakeTheirInputFromTheBodyAlone) {
  EXPECT_EQ(
      post("pages/garden+roses/changes/save?language=de&csrf=secret&motto=x", {{"latin", "y"}})
          .body_text(),
      ok);
  for (std::string const name : {"Language", "Csrf", "Motto: x"})
    EXPECT_EQ(pending().find(name), std::string::npos) << pending();
}

// Oracle: spec/content-api 12: numbers that follow from the content follow; 17: from there the
// pending version goes.
TEST_F(Changes, MoveAPageWhoseNumberFollowsFromItsContent) {
  files.put("site/blueprints/pages/plant.yml",
            "num: \"{{ page.year }}\"\nfields:\n  year:\n    type: text\n");
  look_again();
  EXPECT_EQ(change("publish", {{"year", "1999"}}).body_text(), ok);
  EXPECT_NE(text("content/1_garden/1999_roses/plant.txt").find("Year: 1999"), std::string::npos);
  EXPECT_FALSE(*files.stat("content/1_garden/1999_roses/_changes"));
}

// Oracle: spec/content-api 17: per language; what is in the default language alone stays there.
TEST_F(Changes, ArePendingInTheirLanguage) {
  files.put("site/languages/en.php", "<?php return ['code' => 'en', 'default' => true];");
  files.put("site/languages/de.php", "<?php return ['code' => 'de'];");
  std::string const folder = "content/1_garden/fern/";
  files.put(folder + "plant.en.txt",
            "Title: Fern\n\n----\n\nMotto: Grow\n\n----\n\nUuid: fern000000000001");
  look_again();
  auto const send = [&](std::string const& action, json::value const& body,
                        std::string const& who = "tester") {
    return ask(http::Method::post, "pages/garden+fern/changes/" + action, body, who,
               {{"X-Language", "de"}});
  };
  EXPECT_EQ(send("save", {{"motto", "Wachse"}}).body_text(), ok);
  auto const pending_de = text(folder + "_changes/plant.de.txt");
  EXPECT_TRUE(pending_de.starts_with("Title: Fern\n")) << pending_de;
  EXPECT_NE(pending_de.find("Motto: Wachse"), std::string::npos);
  EXPECT_EQ(pending_de.find("Uuid"), std::string::npos) << "never translated";
  EXPECT_FALSE(*files.stat(folder + "_changes/plant.en.txt"));
  EXPECT_EQ(left("pages/garden+fern", "admin"), Strings{"preview"}) << "in every language";
  EXPECT_EQ(send("save", {{"motto", "x"}}, "admin").status, 423);
  EXPECT_EQ(send("publish", json::object()).body_text(), ok);
  EXPECT_NE(text(folder + "plant.de.txt").find("Motto: Wachse"), std::string::npos);
  EXPECT_NE(text(folder + "plant.en.txt").find("Motto: Grow"), std::string::npos);
  EXPECT_FALSE(*files.stat(folder + "_changes"));
}

// Oracle: spec/content-api 17: "Unknown model 404; other path 400 error.invalidArgument"; 19.20.
TEST_F(Changes, NeedAModel) {
  EXPECT_EQ(key_of(post("pages/nowhere/changes/save", {})), "error.page.notFound");
  EXPECT_EQ(key_of(post("users/nobody99/changes/save", {})), "error.user.notFound");
  EXPECT_EQ(key_of(post("site/files/none.md/changes/save", {})), "error.file.notFound");
  for (std::string const path :
       {"languages/de", "roles", "pages", "pages/garden/children", "a/b/c"})
    EXPECT_EQ(key_of(post(path + "/changes/save", {})), "error.invalidArgument") << path;
  auto const unknown = post("pages/garden+roses/changes/approve", {}, "");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(key_of(unknown), "null") << "no such route, whoever asks";
  EXPECT_EQ(key_of(post("a/b/changes/save", {}, "")), "error.auth");
}

}  // namespace
}  // namespace latchkey::api
