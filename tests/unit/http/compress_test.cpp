#include "http/compress.h"

#include <brotli/decode.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <zlib.h>

#include "http/range.h"

namespace latchkey::http {
namespace {

std::string unzip(std::string const& bytes, std::size_t size) {
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  std::string out(size + 1, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

std::string unbrotli(std::string const& bytes, std::size_t size) {
  std::string out(size + 1, '\0');
  std::size_t written = out.size();
  EXPECT_EQ(
      BrotliDecoderDecompress(bytes.size(), reinterpret_cast<std::uint8_t const*>(bytes.data()),
                              &written, reinterpret_cast<std::uint8_t*>(out.data())),
      BROTLI_DECODER_RESULT_SUCCESS);
  out.resize(written);
  return out;
}

// Oracle: the inverse, by the libraries' own decoders.
TEST(Compress, IsUndoneByTheDecoder) {
  EXPECT_TRUE(rc::check([](std::string const& text) {
    for (auto const effort : {Effort::once, Effort::kept}) {
      RC_ASSERT(unzip(compress(text, Coding::gzip, effort), text.size()) == text);
      RC_ASSERT(unbrotli(compress(text, Coding::br, effort), text.size()) == text);
    }
    RC_ASSERT(compress(text, Coding::identity) == text);
  }));
  std::string const much(100'000, 'x');
  EXPECT_LT(compress(much, Coding::gzip).size(), 1000U);
  EXPECT_LT(compress(much, Coding::br).size(), 1000U);
}

// Oracle: RFC 9110, 12.5.3.
TEST(ChooseCoding, FollowsTheWeights) {
  EXPECT_EQ(choose_coding("gzip, deflate, br"), Coding::br);
  EXPECT_EQ(choose_coding("gzip"), Coding::gzip);
  EXPECT_EQ(choose_coding("br;q=0.5, gzip;q=0.8"), Coding::gzip);
  EXPECT_EQ(choose_coding("br;q=0, gzip;q=0"), Coding::identity);
  EXPECT_EQ(choose_coding("*"), Coding::br);
  EXPECT_EQ(choose_coding("*;q=0, gzip"), Coding::gzip);
  EXPECT_EQ(choose_coding("identity"), Coding::identity);
  EXPECT_EQ(choose_coding(""), Coding::identity);
  EXPECT_EQ(choose_coding("GZIP ; Q=0.001"), Coding::gzip);
  EXPECT_EQ(choose_coding("br;q=nonsense"), Coding::identity);
}

// Oracle: the examples of RFC 9110, 14.1.2, for 10 000 bytes.
TEST(ReadRange, ReadsTheExamplesOfTheRfc) {
  Range range;
  EXPECT_EQ(read_range("bytes=0-499", 10'000, range), RangeVerdict::part);
  EXPECT_EQ(range, (Range{0, 500}));
  EXPECT_EQ(read_range("bytes=-500", 10'000, range), RangeVerdict::part);
  EXPECT_EQ(range, (Range{9500, 500}));
  EXPECT_EQ(read_range("bytes=9500-", 10'000, range), RangeVerdict::part);
  EXPECT_EQ(range, (Range{9500, 500}));
  EXPECT_EQ(read_range("bytes=0-99999", 10'000, range), RangeVerdict::part);
  EXPECT_EQ(range, (Range{0, 10'000}));
  for (auto const* unreadable : {"bytes=0-0,-1", "lines=1-2", "bytes=5-1", "bytes=-", "bytes=x-1",
                                 "bytes", "", "bytes=+1-2", "bytes=99999999999999999999-"})
    EXPECT_EQ(read_range(unreadable, 10'000, range), RangeVerdict::whole) << unreadable;
  EXPECT_EQ(read_range("bytes=10000-", 10'000, range), RangeVerdict::unsatisfiable);
  EXPECT_EQ(read_range("bytes=-0", 10'000, range), RangeVerdict::unsatisfiable);
  EXPECT_EQ(read_range("bytes=0-", 0, range), RangeVerdict::unsatisfiable);
}

TEST(ReadRange, NeverLeavesTheWhole) {
  EXPECT_TRUE(rc::check([](std::uint16_t a, std::uint16_t b, std::uint16_t total) {
    Range range;
    auto const header = "bytes=" + std::to_string(a) + "-" + std::to_string(b);
    if (read_range(header, total, range) == RangeVerdict::part)
      RC_ASSERT(range.size > 0 && range.first + range.size <= total);
  }));
}

}  // namespace
}  // namespace latchkey::http
