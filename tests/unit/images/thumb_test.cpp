#include "images/thumb.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

#include "images/dimensions.h"

namespace latchkey::images {
namespace {

std::string fixture(std::string const& path) {
  std::ifstream file(LATCHKEY_TEST_DATA "/conformance/sites/content/content/" + path,
                     std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Oracle: our own reader of dimensions, which the recorded cases check.
TEST(ScalePicture, KeepsTheRatioAndNeverEnlarges) {
  auto const cover = fixture("1_journal/20240320_spring-turn/cover.png");
  auto const small = scale_picture(cover, "png", {3, 0, false});
  ASSERT_TRUE(small) << small.error().cause;
  EXPECT_EQ(read_dimensions(*small), (Dimensions{3, 2}));
  auto const same = scale_picture(cover, "png", {128, 0, false});
  ASSERT_TRUE(same);
  EXPECT_EQ(read_dimensions(*same), (Dimensions{6, 4}));
}

// Oracle: the recorded case file-create-options, whose picture of 4 x 2 pixels became one of 95
// bytes, and RFC 2083 4.1.1: colour type 6 is RGB with alpha.
TEST(ScalePicture, WritesPngAsTheOriginalDoes) {
  std::string const wide(
      "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x04\0\0\0\x02\x08\x02\0\0\0\xf0\xca\xea\x34"
      "\0\0\0\x10IDAT\x78\xda\x63\xf8\x70\x87\x0b\x8e\x18\x90\x39\0\xc6\x3a\x0e\xb1\xa6\x4f\xbb\xaa"
      "\0\0\0\0IEND\xae\x42\x60\x82",
      73);
  auto const small = scale_picture(wide, "png", {2, 0, false});
  ASSERT_TRUE(small) << small.error().cause;
  EXPECT_EQ(small->size(), 95);
  EXPECT_EQ((*small)[25], 6);
  EXPECT_EQ(read_dimensions(*small), (Dimensions{2, 1}));
}

TEST(ScalePicture, CropsToTheWholeSize) {
  auto const bed = fixture("1_journal/20240320_spring-turn/bed.jpg");
  auto const square = scale_picture(bed, "jpg", {64, 0, true});
  ASSERT_TRUE(square) << square.error().cause;
  EXPECT_EQ(read_dimensions(*square), (Dimensions{64, 64}));
}

TEST(ScalePicture, RefusesWhatIsNoPicture) {
  EXPECT_FALSE(scale_picture("", "png", {10, 0, false}));
  EXPECT_FALSE(scale_picture("not a picture", "png", {10, 0, false}));
  EXPECT_FALSE(scale_picture(fixture("2_garden/2_tulips/logo.svg"), "png", {10, 0, false}));
  auto bomb = fixture("1_journal/20240320_spring-turn/cover.png");
  bomb.replace(16, 8, std::string("\0\x02\0\0\0\x02\0\0", 8));  // says 131072 x 131072
  EXPECT_FALSE(scale_picture(bomb, "png", {10, 0, false}));
}

TEST(ScalePicture, WorksFromSeveralThreads) {
  auto const cover = fixture("1_journal/20240320_spring-turn/cover.png");
  std::vector<std::thread> threads;
  std::vector<int> good(6);
  for (auto& one : good)
    threads.emplace_back([&] { one = scale_picture(cover, "png", {3, 0, false}).has_value(); });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, std::vector<int>(6, 1));
}

}  // namespace
}  // namespace latchkey::images
