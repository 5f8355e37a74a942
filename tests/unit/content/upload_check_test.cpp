// Names and contents of uploads: what strangers try (S16, S17).

#include "content/upload_check.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <fstream>
#include <iterator>

#include "content/file_actions.h"
#include "content/markup_check.h"
#include "content/upload_name.h"
#include "images/thumb.h"
#include "store/spool.h"
#include "support/fakes.h"
#include "support/memory_files.h"
#include "support/temp_site.h"

namespace latchkey::content {
namespace {

std::string sample(std::string const& path) {
  std::ifstream file(LATCHKEY_TEST_DATA "/conformance/sites/content/content/" + path,
                     std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
std::string picture() { return sample("1_journal/20240320_spring-turn/cover.png"); }
std::string photo() { return sample("1_journal/20240320_spring-turn/bed.jpg"); }

std::string big_endian(std::uint32_t number) {
  std::string out(4, '\0');
  for (auto at = out.rbegin(); at != out.rend(); ++at, number >>= 8)
    *at = static_cast<char>(number & 0xff);
  return out;
}

/// CRC of a PNG's chunk. Source: PNG specification, annex D.
std::uint32_t crc_of(std::string_view bytes) {
  std::uint32_t crc = 0xffffffff;
  for (char const c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? 0xedb88320 ^ (crc >> 1) : crc >> 1;
  }
  return ~crc;
}

/// A PNG whose head claims that size.
std::string claiming(std::uint32_t width, std::uint32_t height) {
  auto out = picture();
  out.replace(16, 8, big_endian(width) + big_endian(height));
  out.replace(29, 4, big_endian(crc_of(std::string_view(out).substr(12, 17))));
  return out;
}

class UploadCheck : public testing::Test {
 protected:
  std::string judge(std::string const& name, std::string const& bytes,
                    std::string const& template_name = "") {
    auto const file = make_candidate(*content.snapshot(), {}, name, template_name, bytes.size());
    auto const named = check_file_name(name, Settings{});
    if (!named) return named.error().key;
    auto const fits = check_file_content(*file, bytes);
    auto const spooled = spool.begin().value();
    EXPECT_TRUE(spooled->append(bytes));
    auto const again = check_file_content(*file, Blob(spooled));
    EXPECT_EQ(fits ? "ok" : fits.error().key, again ? "ok" : again.error().key)
        << name << ": bytes on the disk are judged as those in memory are";
    return fits ? "ok" : fits.error().key;
  }

  test::TempDir folder;
  store::Spool spool{folder.path()};
  test::MemoryFiles files;
  test::ManualClock clock;
  test::SeededRandom random;
  Content content{files, clock, random, Settings{}};
};

// Oracle: spec/content-api 13.
TEST_F(UploadCheck, TakesWhatItSeesEveryDay) {
  EXPECT_EQ(judge("cover.png", picture()), "ok");
  EXPECT_EQ(judge("bed.jpg", photo()), "ok");
  EXPECT_EQ(judge("notes.md", "# Notes\n"), "ok");
  EXPECT_EQ(judge("evil.png", "plain text"), "ok") << "surprise 16";
  EXPECT_EQ(judge("data.csv", "a;b\n1;2\n"), "ok");
  EXPECT_EQ(judge("plan.pdf", "%PDF-1.4\n"), "ok");
}

// Oracle: S16 "extension and content both checked"; the usual ways round such checks.
TEST_F(UploadCheck, RefusesPolyglots_S16) {
  std::string const php = "<?php system($_GET[0]); ?>";
  std::string const html = "<html><script>alert(1)</script></html>";
  std::string const zip_end("PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22);
  EXPECT_EQ(judge("a.png", php), "error.file.mime.forbidden");
  EXPECT_EQ(judge("a.png", html), "error.file.mime.forbidden");
  EXPECT_EQ(judge("a.png", picture() + php), "error.file.content");
  EXPECT_EQ(judge("a.jpg", photo() + html), "error.file.content");
  EXPECT_EQ(judge("a.gif", "GIF89a" + php), "error.file.content");
  EXPECT_EQ(judge("a.gif", "GIF89a/*" + html + "*/=1;"), "error.file.content");
  EXPECT_EQ(judge("a.png", picture() + "PK\x03\x04" + zip_end), "error.file.content");
  std::string const program(
      "\x7f"
      "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0\x01\0\0\0",
      24);
  EXPECT_EQ(judge("a.png", program + std::string(60, '\0')), "error.file.mime.forbidden");
  EXPECT_EQ(judge("a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>x</script></svg>"),
            "error.file.content");
  files.put("site/blueprints/files/any.yml", "accept:\n  extension: svgz, xml\n");
  clock.advance(std::chrono::seconds(2));
  EXPECT_EQ(judge("a.svgz", std::string("\x1f\x8b\x08\0\0\0\0\0", 8), "any"), "error.file.content");
  EXPECT_EQ(judge("a.xml",
                  "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM "
                  "\"file:///etc/passwd\">]><x>&e;</x>",
                  "any"),
            "error.file.content");
}

// Oracle: docs/differences.md: more than 500 million pixels are refused, whatever the bytes.
TEST_F(UploadCheck, RefusesClaimsOfTooManyPixels_S16) {
  EXPECT_EQ(judge("a.png", claiming(25'000, 20'000)), "ok");
  EXPECT_EQ(judge("a.png", claiming(25'001, 20'000)), "error.file.content");
  EXPECT_EQ(judge("a.png", claiming(0x7fffffff, 0x7fffffff)), "error.file.content");
  std::string const gif("GIF89a\xff\xff\xff\xff\0\0\0;", 14);  // 65535 x 65535
  EXPECT_EQ(judge("a.gif", gif), "error.file.content");
  std::string const webp("RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff", 30);
  EXPECT_EQ(judge("a.webp", webp), "error.file.content") << "2^24 x 2^24";
}

// Oracle: the twin in memory, whatever lies between the stretches that are read from a disk.
TEST_F(UploadCheck, FindsWhatHidesAnywhereInALongFile_S16) {
  constexpr std::size_t stretch = 1 << 20;
  std::string const script = "<script";
  auto const film = std::string(
                        "\0\0\0\x18"
                        "ftypmp42",
                        12) +
                    std::string(2 * stretch + 100, 'x');
  EXPECT_EQ(judge("film.mp4", film), "ok");
  for (std::size_t at = stretch - script.size() - 1; at <= stretch + 1; ++at) {
    auto bytes = film;
    bytes.replace(at, script.size(), script);
    EXPECT_EQ(judge("film.mp4", bytes), "error.file.content") << at;
  }
  for (auto const at : {2 * stretch - 3, film.size() - script.size()}) {
    auto bytes = film;
    bytes.replace(at, script.size(), script);
    EXPECT_EQ(judge("film.mp4", bytes), "error.file.content") << at;
  }
  std::string const zip_end("PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22);
  EXPECT_EQ(judge("a.png", picture() + std::string(2 * stretch, 'x') + zip_end),
            "error.file.content");
}

// Oracle: max_markup_bytes: a longer text is refused, and no more of it is read.
TEST_F(UploadCheck, ReadsMarkupUpToALimit_S16) {
  std::string const start = "<svg xmlns=\"http://www.w3.org/2000/svg\"><!--", end = "--></svg>";
  auto const of_size = [&](std::size_t size) {
    return start + std::string(size - start.size() - end.size(), 'x') + end;
  };
  EXPECT_EQ(judge("a.svg", of_size(max_markup_bytes)), "ok");
  EXPECT_EQ(judge("a.svg", of_size(max_markup_bytes + 1)), "error.file.content");
}

// Oracle: images::max_pixels: a bomb is refused by its head, before anything is decoded.
TEST_F(UploadCheck, DoesNotUnpackBombsToScaleThem_S16) {
  files.put("site/blueprints/files/small.yml", "create:\n  width: 100\n");
  clock.advance(std::chrono::seconds(2));
  auto const bomb = claiming(20'000, 20'000);
  EXPECT_EQ(judge("a.png", bomb, "small"), "ok");
  auto candidate = *make_candidate(*content.snapshot(), {}, "a.png", "small", bomb.size());
  auto const scaled = scaled_for_storing(candidate, bomb);
  ASSERT_FALSE(scaled);
  EXPECT_EQ(scaled.error().kind, Kind::too_large);
}

// Oracle: our own reader of dimensions: pictures of cameras, 30 megapixels, are let in and scaled.
TEST_F(UploadCheck, TakesAndScalesThirtyMegapixels_S16) {
  auto const large = images::scale_picture(picture(), "png", {6'000, 5'000, true});
  ASSERT_TRUE(large) << large.error().cause;
  ASSERT_EQ(images::read_dimensions(*large), (images::Dimensions{6'000, 5'000}));
  files.put("site/blueprints/files/small.yml", "create:\n  width: 600\n  format: webp\n");
  clock.advance(std::chrono::seconds(2));
  EXPECT_EQ(judge("a.png", *large, "small"), "ok");
  auto candidate = *make_candidate(*content.snapshot(), {}, "a.png", "small", large->size());
  auto const scaled = scaled_for_storing(candidate, *large);
  ASSERT_TRUE(scaled) << scaled.error().cause;
  EXPECT_EQ(candidate.name, "a.webp");
  EXPECT_EQ(candidate.stamp.size, scaled->size());
  EXPECT_EQ(images::read_dimensions(*scaled->text()), (images::Dimensions{600, 500}));
}

// Oracle: spec/content-api 6, `accept`.
TEST_F(UploadCheck, AsksTheBlueprint) {
  files.put("site/blueprints/files/icon.yml",
            "accept:\n  mime: image/png\n  maxwidth: 10\n  maxsize: 1000\n");
  clock.advance(std::chrono::seconds(2));
  EXPECT_EQ(judge("a.png", picture(), "icon"), "ok");
  EXPECT_EQ(judge("a.jpg", photo(), "icon"), "error.file.accept");
  EXPECT_EQ(judge("a.png", picture() + std::string(1000, '\0'), "icon"), "error.file.accept");
  EXPECT_EQ(judge("a.png", claiming(11, 4), "icon"), "error.file.accept");
}

// Oracle: spec/content-api 13 and S17: the last part, as a slug, whatever was sent.
TEST(UploadName, IsTheLastPartAsASlug_S17) {
  struct Case {
    std::string given, name;
  };
  for (auto const& [given, name] :
       std::vector<Case>{{"Über Bild (1).PNG", "uber-bild-1.png"},
                         {"../../etc/passwd.png", "passwd.png"},
                         {"/absolute/path.jpg", "path.jpg"},
                         {"..\\..\\windows\\win.ini", "windows-win.ini"},
                         {"a%2f..%2fb.png", "a-2f..-2fb.png"},
                         {std::string("nul\0byte.png", 12), "nul-byte.png"},
                         {"new\r\nline.png", "new-line.png"},
                         {"two.parts.tar.gz", "two.parts.tar.gz"},
                         {"UPPER.JPG", "upper.jpg"},
                         {"a@2x_b-c.png", "a@2x_b-c.png"},
                         {"photo.png...", "photo.png"},
                         {"photo.png ", "photo.png"},
                         {"cod\xe2\x80\xaegnp.exe", "codgnp.exe"},  // shown as "codexe.png"
                         {"\xe2\x80\x8b.png", ".png"},              // a space of no width
                         {"file.p\xcc\x81hp", "file.php"},
                         {"con.png", "con.png"},  // reserved elsewhere, a plain name here
                         {"..", ""},
                         {"", ""}})
    EXPECT_EQ(upload_name(given, ""), name) << given;
  EXPECT_EQ(upload_name("photo", "image/png"), "photo.png");
  EXPECT_EQ(upload_name("photo.tmp", "image/jpeg"), "photo.jpg");
  EXPECT_EQ(upload_name("photo", "application/x-unknown"), "photo");
}

// Oracle: spec/content-api 13 and S16, S17: for any bytes that a client sends as a name, what is
// let in is one visible name of a kind that no server runs.
TEST(UploadName, IsHarmlessWhereItIsLetIn_S17) {
  auto const is_harmless = [](std::string const& given) {
    auto const name = upload_name(given, "");
    if (!check_file_name(name, Settings{})) return;
    RC_ASSERT(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789@._-") ==
              std::string::npos);
    RC_ASSERT(name.front() != '.' && name.front() != '_' && name.size() <= 200);
    auto const extension = name.substr(name.rfind('.') + 1);
    for (auto const* const bad : {"php", "phar", "pht", "htm"})
      RC_ASSERT(extension.find(bad) == std::string::npos);
    RC_ASSERT(extension != "txt" && extension != "exe" && !extension.empty());
  };
  EXPECT_TRUE(rc::check([&](std::string const& given) { is_harmless(given); }));
  EXPECT_TRUE(rc::check([&] {
    auto const parts = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
        "a", ".", "..", "/", "\\", "php", "phar", "pHp5", "phtml", "htm", "txt", "exe", "png",
        "%00", " ", "_", "-", "\xc3\xbc"));
    std::string given;
    for (auto const& part : parts) given += part;
    is_harmless(given);
  }));
}

// Oracle: spec/content-api 13, S16: double extensions, hidden names, what servers run.
TEST(CheckFileName, RefusesTricks_S16) {
  Settings const settings;
  struct Case {
    std::string name, key;
  };
  for (auto const& [name, key] :
       std::vector<Case>{{"shell.php", "error.file.extension.forbidden"},
                         {"shell.php5", "error.file.extension.forbidden"},
                         {"shell.phtml", "error.file.extension.forbidden"},
                         {"shell.phar", "error.file.extension.forbidden"},
                         {"page.xhtml", "error.file.extension.forbidden"},
                         {"page.shtm", "error.file.extension.forbidden"},
                         {"setup.exe", "error.file.extension.forbidden"},
                         {"note.txt", "error.file.extension.forbidden"},
                         {"shell.php.png", "error.file.name.invalid"},
                         {"shell.PHP7.png", "error.file.name.invalid"},
                         {"x.phar.jpg", "error.file.name.invalid"},
                         {".htaccess", "error.file.name.invalid"},
                         {"_drafts.png", "error.file.name.invalid"},
                         {"", "error.file.name.invalid"},
                         {"noextension", "error.file.extension.missing"},
                         {"dot.", "error.file.extension.missing"},
                         {std::string(200, 'a') + ".png", "error.file.name.invalid"}}) {
    auto const judged = check_file_name(name, settings);
    EXPECT_EQ(judged ? "ok" : judged.error().key, key) << name;
  }
  for (auto const* const name : {"a.png", "phpinfo-notes.png", "my.phd.pdf", "a.b.c.jpg"})
    EXPECT_TRUE(check_file_name(name, settings)) << name;
  Settings markdown;
  markdown.extension = "md";
  EXPECT_FALSE(check_file_name("note.md", markdown)) << "it would be a text of the site";
  EXPECT_FALSE(check_file_name("note.txt", markdown));
}

}  // namespace
}  // namespace latchkey::content
