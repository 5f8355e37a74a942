#include <gtest/gtest.h>

#include <thread>

#include "content/media.h"
#include "content/site.h"
#include "support/fakes.h"
#include "support/memory_files.h"

namespace latchkey::content {
namespace {

using namespace std::chrono_literals;
using Strings = std::vector<std::string>;

class FilesTest : public testing::Test {
 protected:
  FilesTest() {
    files.put("content/site.txt", "Title: Greenhouse");
    files.put("content/1_tulips/plant.txt", "Title: Tulips\n\n----\n\nUuid: planttulip000001");
    files.put("content/1_tulips/b10.png", "PNG");
    files.put("content/1_tulips/b2.png", "PNG");
    files.put("content/1_tulips/a.pdf", "%PDF-1.4");
    files.put("content/1_tulips/a.pdf.txt", "Sort: 2\n\n----\n\nUuid: filepdf000000001");
    files.put("content/1_tulips/c.png", "PNG");
    files.put("content/1_tulips/c.png.txt", "Sort: 10\n\n----\n\nTemplate: image");
    files.put("site/blueprints/files/image.yml", "accept:\n  extension: png\n");
    files.put("site/blueprints/files/document.yml", "accept:\n  type: document\n");
  }

  std::shared_ptr<Snapshot const> now() { return content.snapshot(); }
  Owner tulips() { return owner_of(*now()->page("tulips")); }
  Strings names() {
    Strings out;
    for (auto const& file : now()->files(tulips())) out.push_back(file->name);
    return out;
  }
  /// Waits for the writing thread, two seconds at most.
  bool appears(std::string const& path, std::string_view text) {
    for (int i = 0; i < 400; ++i) {
      auto const bytes = files.read(path, 1 << 20);
      if (bytes && bytes->find(text) != bytes->npos) return true;
      std::this_thread::sleep_for(5ms);
    }
    return false;
  }

  test::MemoryFiles files;
  test::ManualClock clock;
  test::SeededRandom random;
  Content content{files, clock, random, Settings{}};
};

// Oracle: spec/content-api 4 (missing numbers first) and natural order of names.
TEST_F(FilesTest, SortsByNumberThenByName) {
  EXPECT_EQ(names(), (Strings{"b2.png", "b10.png", "a.pdf", "c.png"}));
}

TEST_F(FilesTest, KnowsAFile) {
  auto const file = now()->file(tulips(), "a.pdf");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->id, "tulips/a.pdf");
  EXPECT_EQ(file->type(), "document");
  EXPECT_EQ(file->base_name(), "a");
  EXPECT_EQ(file->template_name(), "");
  EXPECT_EQ(file->uuid(), "filepdf000000001");
  EXPECT_EQ(now()->file(tulips(), "c.png")->template_name(), "image");
}

// Oracle: security.md S17; only what the listing showed is a file.
TEST_F(FilesTest, FindsNothingTheListingDoesNotShow_S17) {
  for (auto const* name : {"plant.txt", "a.pdf.txt", "../site.txt", "", ".", "a.pdf/", "A.pdf"})
    EXPECT_FALSE(now()->file(tulips(), name)) << name;
}

TEST_F(FilesTest, SeesEditsFromOutside) {
  EXPECT_EQ(now()->file(tulips(), "a.pdf")->sort(), "2");
  files.put("content/1_tulips/a.pdf.txt", "Sort: 99");
  clock.advance(2s);
  EXPECT_EQ(now()->file(tulips(), "a.pdf")->sort(), "99");
  ASSERT_TRUE(files.remove("content/1_tulips/a.pdf"));
  clock.advance(2s);
  EXPECT_FALSE(now()->file(tulips(), "a.pdf"));
}

// Oracle: spec/content-api 3: uuid, template and sort are read in the default language only.
TEST_F(FilesTest, ReadsMetaDataByLanguage) {
  files.put("site/languages/en.php", "<?php return ['code' => 'en', 'default' => true];");
  files.put("site/languages/de.php", "<?php return ['code' => 'de'];");
  files.put("content/1_tulips/a.pdf.en.txt",
            "Alt: Plan\n\n----\n\nSort: 3\n\n----\n\nTemplate: document");
  files.put("content/1_tulips/a.pdf.de.txt", "Alt: \n\n----\n\nSort: 7\n\n----\n\nTemplate: other");
  clock.advance(2s);
  auto const file = now()->file(tulips(), "a.pdf");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->field("alt"), "Plan");
  EXPECT_EQ(file->field("alt", "de"), "");
  EXPECT_EQ(file->sort(), "3");
  EXPECT_EQ(file->template_name(), "document");
  EXPECT_EQ(file->field("template", "de"), "document");
}

// Oracle: the recorded cases file-list, upload-basic and upload-svg.
TEST_F(FilesTest, OffersTheTemplatesItsOwnersBlueprintTakes) {
  auto const templates = [&](char const* name) {
    return now()->templates_for(*now()->file(tulips(), name));
  };
  EXPECT_EQ(templates("a.pdf"), (Strings{"default"}));
  files.put("site/blueprints/pages/plant.yml", "sections:\n  photos:\n    type: files\n");
  clock.advance(2s);
  EXPECT_EQ(templates("a.pdf"), (Strings{"default", "document"}));
  EXPECT_EQ(templates("c.png"), (Strings{"image", "default"}));
  files.put("site/blueprints/pages/plant.yml",
            "tabs:\n  one:\n    columns:\n      - sections:\n          files:\n"
            "            template: image\n");
  clock.advance(2s);
  EXPECT_EQ(templates("a.pdf"), (Strings{"default"}));
  EXPECT_EQ(templates("b2.png"), (Strings{"default", "image"}));
}

// Oracle: spec/content-api 3, 20 and the recorded case page-folder-only.
TEST_F(FilesTest, GivesAnIdToWhatHasNoneAndWritesItLater) {
  files.put("content/bare/note.png", "PNG");
  clock.advance(2s);
  auto const page = now()->page("bare");
  auto const first = now()->uuid(*page);
  EXPECT_EQ(first.size(), 16U);
  EXPECT_EQ(now()->uuid(*page), first);
  EXPECT_EQ(content.uuids_made(), 1U);
  ASSERT_TRUE(appears("content/bare/default.txt", "Uuid: " + first));
  clock.advance(10s);
  EXPECT_EQ(now()->page("bare")->uuid(), first);
  EXPECT_EQ(now()->uuid(*now()->page("bare")), first);

  auto const file = now()->file(tulips(), "c.png");
  auto const id = now()->uuid(*file);
  ASSERT_TRUE(appears("content/1_tulips/c.png.txt", id));
  EXPECT_TRUE(appears("content/1_tulips/c.png.txt", "Template: image"));
}

TEST_F(FilesTest, KeepsAnIdInMemoryWhereTheDiskCannotBeWritten) {
  files.fail_writes = true;
  auto const file = now()->file(tulips(), "b2.png");
  auto const id = now()->uuid(*file);
  clock.advance(60s);
  EXPECT_EQ(now()->uuid(*now()->file(tulips(), "b2.png")), id);
}

TEST_F(FilesTest, MakesNoIdsWhereTheSiteHasNone) {
  Settings settings;
  settings.uuid = false;
  Content without(files, clock, random, settings);
  EXPECT_EQ(without.snapshot()->uuid(*without.snapshot()->page("tulips")), "");
  EXPECT_EQ(without.uuids_made(), 0U);
}

TEST_F(FilesTest, FindsPagesAndFilesByTheirIds) {
  EXPECT_EQ(now()->page_by_uuid("planttulip000001")->id, "tulips");
  EXPECT_EQ(now()->file_by_uuid("filepdf000000001")->id, "tulips/a.pdf");
  EXPECT_FALSE(now()->page_by_uuid("nobody"));
  EXPECT_FALSE(now()->page_by_uuid(""));
  files.put("content/moved/plant.txt", "Uuid: nobody");
  clock.advance(2s);
  EXPECT_EQ(now()->page_by_uuid("nobody")->id, "moved");
}

// Oracle: spec/content-api 14: a token nobody can guess, another for another file, the same for
// other bytes.
TEST_F(FilesTest, PutsATokenAndATimeIntoAddresses) {
  Media const one("key one"), other("key two");
  auto const file = now()->file(tulips(), "c.png");
  auto const url = one.url(*file, "http://x");
  EXPECT_TRUE(url.starts_with("http://x/media/pages/tulips/")) << url;
  EXPECT_TRUE(url.ends_with("/c.png"));
  EXPECT_NE(url, other.url(*file, "http://x"));
  auto const version = one.version_of(*file);
  EXPECT_EQ(version.find('-'), 10U);
  EXPECT_TRUE(one.has_token(version.substr(0, 11) + "123", *file));
  EXPECT_FALSE(other.has_token(version, *file));
  EXPECT_FALSE(one.has_token("", *file));
  EXPECT_FALSE(one.has_token(version, *now()->file(tulips(), "b2.png")));
  EXPECT_FALSE(one.is_preview_token(version.substr(0, 10), "tulips"));
  EXPECT_TRUE(one.is_preview_token(one.preview_token("tulips"), "tulips"));
}

TEST_F(FilesTest, ReadsTheNamesOfThumbs) {  // law: the inverse of thumb_name
  auto const file = now()->file(tulips(), "c.png");
  for (ThumbSize const size : {ThumbSize{128, 0, false}, ThumbSize{512, 0, true},
                               ThumbSize{0, 90, false}, ThumbSize{30, 20, true}})
    EXPECT_EQ(parse_thumb_name(thumb_name(*file, size), *file), size);
  EXPECT_EQ(thumb_name(*file, {512, 0, true}), "c-512x-crop.png");
  for (auto const* name : {"c-99999999x.png", "c-128x.jpg", "d-128x.png", "c-x.png", "c-x-crop.png",
                           "c-128x-blur.png", "c-128x", "c-.png", "c.png"})
    EXPECT_FALSE(parse_thumb_name(name, *file)) << name;
  EXPECT_FALSE(parse_thumb_name("a-128x.pdf", *now()->file(tulips(), "a.pdf")));
}

// Oracle: ADR 24: sizes that the API offers go by the file's token, all others by their own.
TEST_F(FilesTest, MakesThumbsForTheTokenOfTheirSizeOnly) {
  Media const media("key");
  auto const file = now()->file(tulips(), "c.png");
  auto const version_in = [](std::string const& url) {
    auto const end = url.rfind('/');
    auto const start = url.rfind('/', end - 1);
    return url.substr(start + 1, end - start - 1);
  };
  ThumbSize const offered{128, 0, false}, other{127, 0, false};
  EXPECT_EQ(version_in(media.thumb_url(*file, "", offered)), media.version_of(*file));
  auto const own = version_in(media.thumb_url(*file, "", other));
  EXPECT_TRUE(media.has_token(own, *file, other));
  EXPECT_FALSE(media.has_token(media.version_of(*file), *file, other));
  EXPECT_FALSE(media.has_token(own, *file, {126, 0, false}));
  EXPECT_FALSE(media.has_token(own, *file));
}

TEST(ThumbDimensions, NeverEnlargesUnlessCropped) {
  EXPECT_EQ(thumb_dimensions({128, 0, false}, images::Dimensions{1000, 500}),
            (images::Dimensions{128, 64}));
  EXPECT_EQ(thumb_dimensions({128, 0, false}, images::Dimensions{6, 4}),
            (images::Dimensions{6, 4}));
  EXPECT_EQ(thumb_dimensions({512, 0, true}, images::Dimensions{6, 4}),
            (images::Dimensions{512, 512}));
}

}  // namespace
}  // namespace latchkey::content
