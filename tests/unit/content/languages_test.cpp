// What changes of languages do to the files of a site, also on a failing disk.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>
#include <thread>

#include "content/language_actions.h"
#include "content/language_file.h"
#include "content/site.h"
#include "content/text_folders.h"
#include "formats/php.h"
#include "store/journaled_files.h"
#include "support/fakes.h"
#include "support/faulty_files.h"
#include "support/memory_files.h"

namespace latchkey::content {
namespace {

using namespace std::chrono_literals;

FixedFields const only_latin = [](TextKind const&) -> Result<std::vector<std::string>> {
  return std::vector<std::string>{"latin"};
};

class LanguageActions : public testing::Test {
 protected:
  LanguageActions() {
    disk.put("content/site.txt", "Title: Greenhouse");
    disk.put("content/1_tulips/plant.txt",
             "Title: Tulips\n\n----\n\nLatin: tulipa\n\n----\n\nUuid: planttulip000001");
    disk.put("content/1_tulips/a.pdf", "%PDF-1.4");
    disk.put("content/1_tulips/a.pdf.txt", "Sort: 2\n\n----\n\nUuid: filepdf000000001");
    disk.put("content/1_tulips/_changes/plant.txt", "Title: Later");
    disk.put("content/1_tulips/_drafts/red/plant.txt", "Title: Red");
    disk.put("content/1_tulips/_old/plant.txt", "Title: Nobody reads this");
    disk.put("site/accounts/ada/index.php", "<?php return [];");
    disk.put("site/accounts/ada/user.txt", "Bio: b");
  }

  Result<> create(std::string const& code, LanguageChange change = {}) {
    if (!change.name) change.name = "Name";
    auto turn = content.begin();
    return create_language(turn, code, change, only_latin);
  }
  Result<> make_default(std::string const& code) {
    LanguageChange change;
    change.is_default = true;
    auto turn = content.begin();
    return update_language(turn, code, change, only_latin);
  }
  Result<> remove(std::string const& code) {
    auto turn = content.begin();
    return remove_language(turn, code);
  }
  std::string text(std::string const& path) { return disk.read(path, 1 << 20).value_or("none"); }
  /// Every file but those of languages: path -> bytes.
  std::map<std::string, std::string> texts() {
    std::map<std::string, std::string> out;
    auto const saved = disk.save();
    for (auto const& [path, file] : saved->files)
      if (!path.starts_with("site/languages/") && !path.starts_with("site/latchkey/"))
        out[path] = file.bytes;
    return out;
  }
  std::string shown(char const* field) {
    clock.advance(2s);
    auto const page = content.snapshot()->page("tulips");
    return page ? std::string(page->field(field)) : "gone";
  }

  test::MemoryFiles disk;
  test::FaultyFiles faulty{disk, test::Counting::changes};
  store::JournaledFiles files{faulty};
  test::ManualClock clock;
  test::SeededRandom random;
  Content content{files, clock, random, Settings{}};
};

// Oracle: spec/content-api 1, 3: where texts are.
TEST_F(LanguageActions, FindsEveryFolderOfTexts) {
  auto const folders = list_text_folders(disk, Settings{});
  ASSERT_TRUE(folders);
  std::map<std::string, std::size_t> found;
  for (auto const& folder : *folders) found[folder.path] = folder.stems.size();
  EXPECT_EQ(found, (std::map<std::string, std::size_t>{{"content", 1},
                                                       {"content/1_tulips", 2},
                                                       {"content/1_tulips/_changes", 1},
                                                       {"content/1_tulips/_drafts/red", 1},
                                                       {"site/accounts/ada", 1}}));
}

// Oracle: the inverse.
TEST_F(LanguageActions, LastUndoesWhatFirstDid) {
  auto const before = texts();
  ASSERT_TRUE(create("en"));
  EXPECT_EQ(text("content/1_tulips/_changes/plant.en.txt"), "Title: Later");
  EXPECT_EQ(text("content/1_tulips/_drafts/red/plant.en.txt"), "Title: Red");
  EXPECT_EQ(text("site/accounts/ada/user.en.txt"), "Bio: b");
  EXPECT_EQ(text("content/1_tulips/_old/plant.txt"), "Title: Nobody reads this");
  EXPECT_EQ(shown("title"), "Tulips");
  ASSERT_TRUE(remove("en"));
  EXPECT_EQ(texts(), before);
  EXPECT_EQ(shown("title"), "Tulips");
}

// Oracle: STYLE.md 6, fault injection: the old texts or the new ones, for each change of the disk
// that fails.
TEST_F(LanguageActions, FirstAndLastAreWholeOnAFailingDisk) {
  auto const saved = disk.save();
  auto const without = texts();
  ASSERT_TRUE(create("en"));
  auto const with = texts();
  auto const saved_with = disk.save();
  disk.restore(*saved);
  int n = 0;
  for (bool done = false; !done; ++n) {
    faulty.fail_at(n, ENOSPC);
    done = create("en").has_value();
    faulty.heal();
    EXPECT_EQ(texts(), done ? with : without) << n;
    EXPECT_EQ(shown("title"), "Tulips") << n;
    disk.restore(*saved);
  }
  EXPECT_GT(n, 6);
  disk.restore(*saved_with);
  n = 0;
  for (bool done = false; !done; ++n) {
    faulty.fail_at(n, ENOSPC);
    done = remove("en").has_value();
    faulty.heal();
    EXPECT_EQ(texts(), done ? without : with) << n;
    EXPECT_EQ(shown("title"), "Tulips") << n;
    disk.restore(*saved_with);
  }
  EXPECT_GT(n, 6);
}

// Oracle: as above, also when every later change fails too, as on a full disk or in a crash: then
// the same request, sent again, finishes what was begun.
TEST_F(LanguageActions, CanBeAskedAgainAfterACrash) {
  auto const saved = disk.save();
  ASSERT_TRUE(create("en"));
  auto const with = texts();
  for (int n = 0; n < 7; ++n) {
    disk.restore(*saved);
    clock.advance(2s);
    faulty.fail_at(n, EIO, true);
    EXPECT_EQ(create("en").has_value(), false) << n;
    faulty.heal();
    EXPECT_TRUE(create("en")) << n;
    EXPECT_EQ(texts(), with) << n;
  }
}

// Oracle: spec/content-api 20, "Default switch": at no failure is an id or a fixed value lost.
TEST_F(LanguageActions, SwitchLosesNoIdsOnAFailingDisk) {
  ASSERT_TRUE(create("en"));
  ASSERT_TRUE(create("de"));
  disk.put("content/1_tulips/plant.de.txt", "Title: Tulpen");
  auto const saved = disk.save();
  int n = 0;
  for (bool done = false; !done; ++n) {
    for (bool const sticky : {false, true}) {
      faulty.fail_at(n, EIO, sticky);
      done = make_default("de").has_value();
      faulty.heal();
      auto const title = shown("title");
      EXPECT_TRUE(title == "Tulips" || title == "Tulpen") << title;
      EXPECT_TRUE(!done || title == "Tulpen");
      EXPECT_EQ(shown("uuid"), "planttulip000001") << n;
      EXPECT_EQ(shown("latin"), "tulipa") << n;
      auto const owner = owner_of(*content.snapshot()->page("tulips"));
      auto const file = content.snapshot()->file(owner, "a.pdf");
      EXPECT_EQ(file->uuid(), "filepdf000000001") << n;
      EXPECT_EQ(file->sort(), "2") << n;
      disk.restore(*saved);
      clock.advance(2s);
    }
  }
  EXPECT_GT(n, 4);
}

// Oracle: no data is lost: what is in the way is named and stays.
TEST_F(LanguageActions, RefusesToWriteOverAText) {
  disk.put("content/1_tulips/plant.en.txt", "Title: An old translation");
  auto const before = texts();
  auto const refused = create("en");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().key, "error.logic");
  EXPECT_NE(refused.error().message.find("content/1_tulips/plant.en.txt"), std::string::npos);
  EXPECT_EQ(texts(), before);
}

// Oracle: DESIGN.md 7: what we do not understand is not rewritten.
TEST_F(LanguageActions, LeavesFilesWithExpressionsAlone) {
  std::string const dynamic =
      "<?php return ['code' => 'en', 'default' => true, 'translations' => require 'x.php'];";
  disk.put("site/languages/en.php", dynamic);
  disk.put("site/languages/de.php", "<?php return ['code' => 'de'];");
  clock.advance(2s);
  LanguageChange change;
  change.name = "English";
  auto turn = content.begin();
  EXPECT_EQ(update_language(turn, "en", change, only_latin).error().key, "error.logic");
  change = {};
  change.is_default = true;
  EXPECT_EQ(update_language(turn, "de", change, only_latin).error().key, "error.logic");
  EXPECT_EQ(text("site/languages/en.php"), dynamic);
  EXPECT_EQ(text("site/languages/de.php"), "<?php return ['code' => 'de'];");
}

// Oracle: spec/content-api 16; slugs, dates and whatever else an owner wrote there stay.
TEST_F(LanguageActions, KeepsWhatElseAFileHolds) {
  disk.put("site/languages/deutsch.php",
           "<?php return ['code' => 'de', 'default' => true, 'name' => 'D', 'slugs' => ['ä' => "
           "'ae'], 'locale' => [LC_CTYPE => 'de_AT', LC_NUMERIC => 'C'], 'dates' => [1, 2, "
           "null]];");
  clock.advance(2s);
  LanguageChange change;
  change.name = "It's \\ 'quoted'\n?>";
  {
    auto turn = content.begin();
    ASSERT_TRUE(update_language(turn, "de", change, only_latin));
  }
  EXPECT_EQ(text("site/languages/de.php"), "none");
  auto const now = php::parse(text("site/languages/deutsch.php"));
  ASSERT_TRUE(now);
  EXPECT_EQ(json::print(php::to_json(now->root)),
            "{\"code\":\"de\",\"dates\":[1,2,null],\"default\":true,\"direction\":\"ltr\","
            "\"locale\":{\"LC_CTYPE\":\"de_AT\",\"LC_NUMERIC\":\"C\"},"
            "\"name\":\"It's \\\\ 'quoted'\\n?>\",\"slugs\":{\"ä\":\"ae\"},"
            "\"translations\":[],\"url\":null}");
}

// Oracle: the inverse: whatever a client sends as a name or word is text for PHP, never code (S20).
TEST(PrintLanguageFile, IsReadAsItWasWritten_S20) {
  EXPECT_TRUE(rc::check([](std::string const& raw, std::string const& raw_key) {
    auto const name = json::text(raw), key = json::text("k" + raw_key);
    json::object words;
    words[key.get_string()] = name;
    json::object const values{{"name", name}, {"translations", words}};
    auto const parsed = php::parse(print_language_file(values));
    RC_ASSERT(parsed.has_value());
    RC_ASSERT(php::to_json(parsed->root) == json::value(values));
  }));
}

// Oracle: spec/content-api 16, 19.26.
TEST(StoredLocale, IsAMapOfCategories) {
  EXPECT_EQ(*stored_locale("de_DE", "de"), (json::object{{"LC_ALL", "de_DE"}}));
  EXPECT_EQ(*stored_locale(nullptr, "de"), (json::object{{"LC_ALL", "de"}}));
  EXPECT_EQ(*stored_locale("", "de"), (json::object{{"LC_ALL", "de"}}));
  EXPECT_EQ(*stored_locale(json::object{{"6", "a"}, {"LC_TIME", "b"}}, "de"),
            (json::object{{"LC_ALL", "a"}, {"LC_TIME", "b"}}));
  EXPECT_EQ(*stored_locale(json::array{"a", "b"}, "de"),
            (json::object{{"LC_CTYPE", "a"}, {"LC_NUMERIC", "b"}}));
  for (json::value const& bad :
       {json::value(1), json::value(true), json::value{{"7", "x"}}, json::value{{"LC_ALL", 1}},
        json::value{{"", "x"}}, json::value(json::array(8, "x"))})
    EXPECT_FALSE(stored_locale(bad, "de")) << json::print(bad);
}

// Oracle: spec/content-api 3: an id that is written late must not become a text of its own.
TEST_F(LanguageActions, LateIdsDoNotComeBackUnderTheOldName) {
  ASSERT_TRUE(disk.remove("content/1_tulips/a.pdf.txt"));
  clock.advance(2s);
  auto const page = content.snapshot()->page("tulips");
  auto const id = content.snapshot()->uuid(*content.snapshot()->file(owner_of(*page), "a.pdf"));
  ASSERT_TRUE(create("en"));
  for (int i = 0; i < 40; ++i) std::this_thread::sleep_for(5ms);
  auto const old = text("content/1_tulips/a.pdf.txt"), now = text("content/1_tulips/a.pdf.en.txt");
  EXPECT_EQ(old, "none");
  EXPECT_TRUE(now == "none" || now == "Uuid: " + id) << now;
}

}  // namespace
}  // namespace latchkey::content
