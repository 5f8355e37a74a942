// What changes files: whole or not at all, texts along with them (S16, S17).

#include "content/file_actions.h"

#include <gtest/gtest.h>

#include <thread>

#include "content/media.h"
#include "store/journaled_files.h"
#include "support/fakes.h"
#include "support/faulty_files.h"
#include "support/memory_files.h"

namespace latchkey::content {
namespace {

using namespace std::chrono_literals;

class FileActions : public testing::Test {
 protected:
  FileActions() {
    disk.put("content/site.txt", "Title: Greenhouse");
    disk.put("content/1_tulips/plant.txt", "Title: Tulips\n\n----\n\nUuid: planttulip000001");
    disk.put("content/1_tulips/a.pdf", "%PDF-1.4");
    disk.put("content/1_tulips/a.pdf.txt", "Alt: A\n\n----\n\nUuid: filepdf000000001");
    disk.put("content/1_tulips/_changes/a.pdf.txt", "Alt: Later");
    disk.put("content/1_tulips/b.png", "PNG");
  }

  Owner tulips() { return owner_of(*content.snapshot()->page("tulips")); }
  FilePtr file(char const* name) { return content.snapshot()->file(tulips(), name); }
  FilePtr candidate(std::string const& name, std::string_view template_name = {}) {
    return make_candidate(*content.snapshot(), tulips(), name, template_name, 3);
  }
  std::string text(std::string const& name) {
    return disk.read("content/1_tulips/" + name, 1 << 20).value_or("none");
  }
  template <class Action>
  auto act(Action action) {
    auto turn = content.begin();
    return action(turn);
  }
  /// Runs `action` with the n-th change of the disk failing, n = 0, 1, … until it succeeds, and
  /// calls `look(done)` after each; the disk is put back every time.
  template <class Action, class Look>
  void with_faults(Action action, Look look) {
    auto const saved = disk.save();
    int n = 0;
    for (bool done = false; !done; ++n) {
      faulty.fail_at(n, ENOSPC);
      done = act(action).has_value();
      faulty.heal();
      SCOPED_TRACE(n);
      look(done);
      disk.restore(*saved);
      clock.advance(2s);
    }
    EXPECT_GT(n, 1);
  }

  test::MemoryFiles disk;
  test::FaultyFiles faulty{disk, test::Counting::changes};
  store::JournaledFiles files{faulty};
  test::ManualClock clock;
  test::SeededRandom random;
  Content content{files, clock, random, Settings{}};
};

// Oracle: spec/content-api 4: `template` after `uuid`; a file without its text, or a text without
// its file, never stays.
TEST_F(FileActions, StoresAFileWithItsTextOrNothing) {
  auto const store = [&](Turn& turn) {
    formats::Fields fields;
    fields.set("alt", "new");
    return store_file(turn, *candidate("c.png", "image"), "PNG", fields);
  };
  with_faults(store, [&](bool done) {
    EXPECT_EQ(text("c.png"), done ? "PNG" : "none");
    EXPECT_EQ(text("c.png.txt") == "none", !done);
  });
  auto const stored = act(store);
  ASSERT_TRUE(stored);
  EXPECT_EQ(text("c.png.txt"), "Alt: new\n\n----\n\nUuid: " + std::string((*stored)->uuid()) +
                                   "\n\n----\n\nTemplate: image");
}

// Oracle: S16: nothing is written over, whatever the race: of equal names one is stored.
TEST_F(FileActions, StoreOneOfManyEqualNames_S16) {
  std::atomic<int> stored = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 8; ++i)
    clients.emplace_back([&, i] {
      auto const made = candidate("race.png");
      auto turn = content.begin();
      auto const kept = store_file(turn, *made, "PNG" + std::to_string(i), {});
      stored += kept ? 1 : 0;
      if (!kept) {
        EXPECT_EQ(kept.error().key, "error.file.duplicate");
      }
    });
  for (auto& client : clients) client.join();
  EXPECT_EQ(stored, 1);
}

// Oracle: spec/content-api 13: equal bytes and template are a success, all else is refused.
TEST_F(FileActions, KnowsRepeatedUploads) {
  disk.put("content/1_tulips/b.png.txt", "Template: image");
  clock.advance(2s);
  auto const find = [&](std::string_view template_name, std::string_view bytes) {
    auto const found =
        find_repeated(*content.snapshot(), files, *candidate("b.png", template_name), bytes);
    return found ? *found ? "same" : "free" : found.error().key;
  };
  EXPECT_EQ(find("image", "PNG"), "same");
  EXPECT_EQ(find("image", "PNGX"), "error.file.duplicate");
  EXPECT_EQ(find("image", "GNP"), "error.file.duplicate");
  EXPECT_EQ(find("other", "PNG"), "error.file.duplicate");
  EXPECT_EQ(find("", "PNG"), "error.file.duplicate");
  auto const free = find_repeated(*content.snapshot(), files, *candidate("z.png"), "PNG");
  EXPECT_TRUE(free && !*free);
  auto const page_text = find_repeated(*content.snapshot(), files, *candidate("plant.txt"), "x");
  EXPECT_FALSE(page_text) << "the page's own text is no free name";
}

// Oracle: S17: texts of pages, folders and other names that are no files are never taken.
TEST_F(FileActions, TakeNoNameThatIsSomethingElse_S17) {
  for (std::string const name : {"plant.txt", "_changes", "a.pdf", "a.pdf.txt"}) {
    EXPECT_FALSE(act([&](Turn& turn) { return store_file(turn, *candidate(name), "x", {}); }))
        << name;
    EXPECT_FALSE(act([&](Turn& turn) { return rename_file(turn, *file("b.png"), name); })) << name;
  }
  EXPECT_EQ(text("b.png"), "PNG");
}

// Oracle: spec/content-api 13; the inverse.
TEST_F(FileActions, RenamesWithTextsAndPendingOnes) {
  auto const rename = [&](Turn& turn) { return rename_file(turn, *file("a.pdf"), "z.pdf"); };
  with_faults(rename, [&](bool done) {
    EXPECT_EQ(text("z.pdf"), done ? "%PDF-1.4" : "none");
    EXPECT_EQ(text("a.pdf"), done ? "none" : "%PDF-1.4");
    EXPECT_EQ(text("a.pdf.txt") == "none" ? 1 : 0, done ? 1 : 0);
  });
  auto const before = text("a.pdf.txt");
  ASSERT_TRUE(act(rename));
  EXPECT_EQ(text("z.pdf.txt"), before);
  EXPECT_EQ(text("_changes/z.pdf.txt"), "Alt: Later");
  ASSERT_TRUE(act([&](Turn& turn) { return rename_file(turn, *file("z.pdf"), "a.pdf"); }));
  EXPECT_EQ(text("a.pdf.txt"), before);
}

// Oracle: spec/content-api 13: file, meta data, public copies; what fails can be asked again.
TEST_F(FileActions, RemoveLeavesNothing) {
  auto const copy = content.snapshot()->media().folder(*file("a.pdf")) + "/a.pdf";
  disk.put(copy, "%PDF-1.4");
  auto const remove = [&](Turn& turn) { return remove_file(turn, *file("a.pdf")); };
  with_faults(remove, [&](bool done) {
    clock.advance(2s);
    EXPECT_EQ(!file("a.pdf"), done);
    EXPECT_EQ(content.snapshot()->page("tulips")->template_name(), "plant");
    if (!done) {
      EXPECT_TRUE(act(remove));
    }
    EXPECT_EQ(text("a.pdf"), "none");
    EXPECT_EQ(text("a.pdf.txt"), "none");
    EXPECT_FALSE(disk.read(copy, 100));
  });
}

TEST_F(FileActions, ReplacesTheBytesOrKeepsThem) {
  auto const replace = [&](Turn& turn) { return replace_file(turn, *file("a.pdf"), "%PDF-2"); };
  with_faults(replace, [&](bool done) {
    EXPECT_EQ(text("a.pdf"), done ? "%PDF-2" : "%PDF-1.4");
    EXPECT_NE(text("a.pdf.txt"), "none");
  });
}

// Oracle: spec/content-api 3, 12: id, template and number live in the default language's text only;
// a first translation starts from what it showed.
TEST_F(FileActions, WritesTranslationsWithoutWhatIsFixed) {
  disk.put("site/languages/en.php", "<?php return ['code' => 'en', 'default' => true];");
  disk.put("site/languages/de.php", "<?php return ['code' => 'de'];");
  disk.put("content/1_tulips/a.pdf.en.txt",
           "Alt: A\n\n----\n\nSort: 2\n\n----\n\nTemplate: x\n\n----\n\nUuid: filepdf000000001");
  clock.advance(2s);
  Edit<File> const edit = [](File const&, formats::Fields const& own) -> Result<formats::Fields> {
    auto out = own;
    out.set("caption", "C");
    out.set("uuid", "stolen");
    return out;
  };
  ASSERT_TRUE(act([&](Turn& turn) { return edit_file(turn, *file("a.pdf"), "de", edit); }));
  EXPECT_EQ(text("a.pdf.de.txt"), "Alt: A\n\n----\n\nCaption: C");
  EXPECT_EQ(file("a.pdf")->uuid(), "filepdf000000001");
  Edit<File> const refuse = [](File const&, formats::Fields const&) -> Result<formats::Fields> {
    return fail(Kind::invalid, "error.form.incomplete", "no");
  };
  auto const refused =
      act([&](Turn& turn) { return edit_file(turn, *file("a.pdf"), "en", refuse); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().key, "error.form.incomplete");
}

// Oracle: the numbers asked for; the rest of each text stays.
TEST_F(FileActions, Sorts) {
  ASSERT_TRUE(act([&](Turn& turn) { return sort_files(turn, {file("b.png"), file("a.pdf")}, 4); }));
  EXPECT_EQ(text("b.png.txt"), "Sort: 4");
  EXPECT_EQ(text("a.pdf.txt"), "Alt: A\n\n----\n\nUuid: filepdf000000001\n\n----\n\nSort: 5");
}

}  // namespace
}  // namespace latchkey::content
