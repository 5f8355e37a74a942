#include "core/blob.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include "support/temp_site.h"

namespace latchkey {
namespace {

class Blobs : public testing::Test {
 protected:
  Blob on_disk(std::string_view bytes) {
    auto const path = (dir.path() / std::to_string(++last)).string();
    auto file = std::make_shared<SpooledFile>(::open(path.c_str(), O_RDWR | O_CREAT, 0600), path);
    EXPECT_TRUE(file->append(bytes));
    return Blob(file);
  }
  static std::string joined(Blob const& blob, std::size_t overlap) {
    std::string out;
    EXPECT_TRUE(blob.walk(overlap, [&](std::string_view stretch) {
      if (out.empty()) {
        out = stretch;
      } else {
        EXPECT_EQ(stretch.substr(0, overlap), std::string_view(out).substr(out.size() - overlap));
        out += stretch.substr(overlap);
      }
      return true;
    }));
    return out;
  }

  test::TempDir dir;
  int last = 0;
};

// Oracle: the twin in memory.
TEST_F(Blobs, AreTheSameInMemoryAndOnTheDisk) {
  std::string bytes(2'500'000, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * i >> 7);
  for (auto const size : {std::size_t(0), std::size_t(1), std::size_t(1 << 20), bytes.size()}) {
    auto const text = bytes.substr(0, size);
    Blob const here(text);
    auto const there = on_disk(text);
    EXPECT_EQ(here.size(), size);
    EXPECT_EQ(there.size(), size);
    EXPECT_TRUE(here.text() && !there.text());
    for (auto const offset : {std::size_t(0), size / 2, size, size + 3})
      EXPECT_TRUE(here.read(offset, 1000).value() == there.read(offset, 1000).value()) << offset;
    for (auto const overlap : {std::size_t(0), std::size_t(9)})
      EXPECT_TRUE(joined(there, overlap) == text && joined(here, overlap) == text) << size;
  }
}

TEST_F(Blobs, EndAWalkWhereNobodyLooksOn) {
  int seen = 0;
  EXPECT_TRUE(on_disk(std::string(3'000'000, 'x')).walk(0, [&](auto) { return ++seen < 2; }));
  EXPECT_EQ(seen, 2);
}

TEST_F(Blobs, OwnWhatTheyWereGiven) {
  auto blob = Blob::owning(std::string(100, 'a'));
  auto const copy = blob;
  blob = Blob("other");
  EXPECT_EQ(copy.text(), std::string(100, 'a'));
}

// Oracle: write(2) on /dev/full: ENOSPC.
TEST_F(Blobs, SayThatTheDiskIsFull) {
  SpooledFile full(::open("/dev/full", O_RDWR), "");
  auto const written = full.append("x");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message, "The disk is full");
}

}  // namespace
}  // namespace latchkey
