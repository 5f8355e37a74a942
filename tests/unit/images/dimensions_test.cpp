#include "images/dimensions.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <fstream>
#include <iterator>

namespace latchkey::images {
namespace {

using namespace std::string_literals;

std::string picture(std::string const& path) {
  std::ifstream file(LATCHKEY_TEST_DATA "/conformance/sites/content/content/" + path,
                     std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Dimensions read(std::string const& bytes) {
  return read_dimensions(bytes).value_or(Dimensions{-1, -1});
}

// Oracle: the recorded cases file-list and file-select.
TEST(ReadDimensions, ReadsTheFixturesPictures) {
  EXPECT_EQ(read(picture("1_journal/20240320_spring-turn/cover.png")), (Dimensions{6, 4}));
  EXPECT_EQ(read(picture("1_journal/20240320_spring-turn/bed.jpg")), (Dimensions{12, 8}));
  EXPECT_EQ(read(picture("2_garden/2_tulips/logo.svg")), (Dimensions{40, 20}));
}

// Oracle: the formats' own documents: GIF89a 18, WebP container (VP8X, VP8L), BITMAPINFOHEADER,
// TIFF 6.0 section 2.
TEST(ReadDimensions, ReadsOtherFormatsByTheirSignatures) {
  EXPECT_EQ(read("GIF89a\x20\x01\x10\x00rest"s), (Dimensions{288, 16}));
  EXPECT_EQ(read("RIFF....WEBPVP8X\x0a\0\0\0\0\0\0\0\x03\0\0\x07\0\0"s), (Dimensions{4, 8}));
  EXPECT_EQ(read("RIFF....WEBPVP8L\0\0\0\0\x2f\x03\xc0\x01\0"s), (Dimensions{4, 8}));
  std::string bmp = "BM" + std::string(12, '\0') + "\x28\0\0\0\x05\0\0\0\xfe\xff\xff\xff"s;
  EXPECT_EQ(read(bmp), (Dimensions{5, 2}));
  std::string const tiff =
      "II*\0\x08\0\0\0\x02\0\0\x01\x03\0\x01\0\0\0\x09\0\0\0\x01\x01\x04\0\x01\0\0\0\x07\0\0\0"s;
  EXPECT_EQ(read(tiff), (Dimensions{9, 7}));
}

// Oracle: JPEG (ITU T.81) B.1.1.4: any number of segments may stand before the frame. The same
// picture with and without them.
TEST(ReadDimensions, FindsTheFrameOfAJpegBehindTheHead) {
  auto const bed = picture("1_journal/20240320_spring-turn/bed.jpg");
  auto const segment = "\xff\xe2\xff\xff"s + std::string(65'533, 'x');
  auto far = bed.substr(0, 2);
  for (int i = 0; i < 12; ++i) far += segment;
  far += bed.substr(2);
  auto const head = far.substr(0, 512 << 10);
  EXPECT_FALSE(read_dimensions(head));
  EXPECT_EQ(read_dimensions(head,
                            [&](std::uint64_t offset, std::size_t size) {
                              return far.substr(std::min<std::uint64_t>(offset, far.size()), size);
                            }),
            read_dimensions(bed));
  EXPECT_EQ(read(bed.substr(0, 2) + std::string(200'000, '\xff') + bed.substr(2)), read(bed))
      << "fill";
  EXPECT_FALSE(read_dimensions(head, [&](std::uint64_t, std::size_t) {
    return "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"s;
  }));
}

TEST(ReadDimensions, TakesTheViewBoxWhereAnSvgHasNoSize) {
  EXPECT_EQ(read("<?xml?><svg class=\"w\" viewBox='0 0 120.5 60'>"), (Dimensions{120, 60}));
  EXPECT_EQ(read("<svg width=\"100%\" height=\"100%\" viewBox=\"0,0,30,40\">"),
            (Dimensions{30, 40}));
  EXPECT_EQ(read("<svg data-width=\"9\" width = \"12px\" height='8'>"), (Dimensions{12, 8}));
  EXPECT_FALSE(read_dimensions("<svg>"));
  EXPECT_FALSE(read_dimensions("<svgfoo width='1' height='1'>"));
  EXPECT_FALSE(read_dimensions("<svg width='1' height='1'"));
}

// Oracle: the promise of the header, for every beginning of every fixture and any bytes.
TEST(ReadDimensions, SurvivesAnyBytes) {
  for (auto const* path :
       {"1_journal/20240320_spring-turn/cover.png", "1_journal/20240320_spring-turn/bed.jpg",
        "2_garden/2_tulips/logo.svg"}) {
    auto const bytes = picture(path);
    for (std::size_t n = 0; n <= bytes.size(); ++n) {
      auto const found = read_dimensions(std::string_view(bytes).substr(0, n));
      EXPECT_TRUE(!found || found == read_dimensions(bytes));
    }
  }
  EXPECT_TRUE(rc::check([](std::string const& tail) {
    for (auto const* start : {"\xff\xd8\xff\xe0", "II*", "RIFF....WEBPVP8 ", "....ftypavif", "BM"})
      if (auto const found = read_dimensions(start + tail))
        RC_ASSERT(found->width > 0 && found->height > 0);
  }));
}

}  // namespace
}  // namespace latchkey::images
