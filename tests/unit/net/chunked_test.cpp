#include "net/chunked.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <sstream>

namespace latchkey::net {
namespace {

/// Decodes `bytes` fed in pieces of `step`; "!STATUS" for a refusal, "?" in front when it is
/// unfinished.
std::string decode(std::string_view bytes, std::size_t step = 1 << 20, std::size_t limit = 1000) {
  ChunkedBody body(limit);
  std::string out, kept;
  while (!body.done() && !bytes.empty()) {
    kept += bytes.substr(0, step);
    bytes.remove_prefix(std::min(step, bytes.size()));
    auto const used = body.feed(kept, out);
    if (!used) return "!" + std::to_string(used.error().status);
    kept.erase(0, *used);
  }
  return (body.done() ? "" : "?") + out;
}

TEST(Chunked, JoinsChunksAndDropsExtensionsAndTrailers) {  // RFC 9112, 7.1
  EXPECT_EQ(decode("3\r\nabc\r\n0a;x=\"y\"\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n"),
            "abc0123456789");
  EXPECT_EQ(decode("0\r\n\r\n"), "");
  EXPECT_EQ(decode("3\r\nabc\r\n"), "?abc");
}

TEST(S31, MalformedChunksAreRefused) {
  for (auto const* bad :
       {"+1\r\na\r\n0\r\n\r\n", "0x1\r\na\r\n0\r\n\r\n", "-1\r\n", "zz\r\n", " 1\r\na\r\n0\r\n\r\n",
        "\r\n1\r\na\r\n0\r\n\r\n", "fffffffffffffffff\r\na\r\n", "10000000000000000\r\n",
        "1\r\nabc\r\n0\r\n\r\n", "1\na\r\n0\r\n\r\n", "1\r\na\n0\r\n\r\n", "1\r\na0\r\n\r\n",
        "1;\r\na\r\n0\r\n\r\n", "1 \r\na\r\n0\r\n\r\n", "1\r\na\r\n0\r\nbad trailer\r\n\r\n",
        "1,1\r\na\r\n0\r\n\r\n", "1\r\n\r\n0\r\n\r\n"}) {
    auto const whole = decode(bad);
    EXPECT_TRUE(whole == "!400" || whole == "!413") << bad << " gave " << whole;
    EXPECT_EQ(decode(bad, 1), whole) << bad;  // slow twin
  }
}

TEST(S32, ChunkedBodiesAreBounded) {
  EXPECT_EQ(decode("3e8\r\n" + std::string(1000, 'a') + "\r\n0\r\n\r\n"), std::string(1000, 'a'));
  EXPECT_EQ(decode("3e9\r\n" + std::string(1001, 'a') + "\r\n0\r\n\r\n"), "!413");
  EXPECT_EQ(decode("1f4\r\n" + std::string(500, 'a') + "\r\n1f5\r\n" + std::string(501, 'a') +
                   "\r\n0\r\n\r\n"),
            "!413");
  EXPECT_EQ(decode("1;x=" + std::string(5000, 'a')), "!400");
  EXPECT_EQ(decode("0\r\nX: " + std::string(5000, 'a')), "!400");
}

TEST(Chunked, GivesTheSameBodyHoweverItIsCut) {  // inverse of an encoder, at any split
  EXPECT_TRUE(rc::check([] {
    auto const parts =
        *rc::gen::container<std::vector<std::string>>(rc::gen::arbitrary<std::string>());
    std::string body;
    std::ostringstream wire;
    for (auto const& part : parts) {
      if (part.empty() || body.size() + part.size() > 1000) continue;
      body += part;
      wire << std::hex << part.size() << "\r\n" << part << "\r\n";
    }
    wire << "0\r\n\r\n";
    RC_ASSERT(decode(wire.str(), *rc::gen::inRange<std::size_t>(1, 40)) == body);
  }));
}

}  // namespace
}  // namespace latchkey::net
