#include "site/assets.h"

#include <gtest/gtest.h>

#include "http/etag.h"
#include "support/fakes.h"
#include "support/memory_files.h"

namespace latchkey::site {
namespace {

using namespace std::chrono_literals;

class AssetsTest : public testing::Test {
 protected:
  http::Reply get(std::string const& path, std::string_view header = {},
                  std::string_view value = {}) {
    http::Request request;
    if (!header.empty()) request.headers.add(header, value);
    auto reply = assets.answer(path, request);
    if (reply) return std::move(*reply);
    http::Reply none;
    none.status = 404;
    return none;
  }
  static std::string header(http::Reply const& reply, std::string_view name) {
    for (auto const& header : reply.headers)
      if (header.name == name) return header.value;
    return "";
  }

  test::MemoryFiles files;
  test::ManualClock clock;
  Assets assets{files, clock};
};

TEST_F(AssetsTest, SendsAFileWithItsTypeAndNosniff) {
  files.put("assets/site.css", "body {}");
  auto const reply = get("assets/site.css");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body_text(), "body {}");
  EXPECT_EQ(header(reply, "Content-Type"), "text/css; charset=UTF-8");
  EXPECT_EQ(header(reply, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(get("assets/none.css").status, 404);
  EXPECT_EQ(get("assets").status, 404) << "a folder";
}

// Oracle: RFC 9110, 13.1.
TEST_F(AssetsTest, AnswersConditionalRequests) {
  files.put("assets/site.css", "body {}");
  auto const first = get("assets/site.css");
  auto const etag = header(first, "ETag");
  EXPECT_EQ(get("assets/site.css", "If-None-Match", etag).status, 304);
  EXPECT_EQ(get("assets/site.css", "If-None-Match", "\"other\", W/" + etag).status, 304);
  EXPECT_EQ(get("assets/site.css", "If-None-Match", "\"other\"").status, 200);
  EXPECT_EQ(get("assets/site.css", "If-Modified-Since", header(first, "Last-Modified")).status,
            304);
  auto const unchanged = get("assets/site.css", "If-None-Match", "*");
  EXPECT_EQ(unchanged.status, 304);
  EXPECT_EQ(unchanged.body_size(), 0U);
  files.put("assets/site.css", "body { color: red }");
  clock.advance(1s);
  EXPECT_EQ(get("assets/site.css", "If-None-Match", etag).body_text(), "body { color: red }");
}

TEST_F(AssetsTest, AsksTheDiskAtMostOnceASecond) {
  files.put("assets/site.css", "body {}");
  get("assets/site.css");
  int const before = files.operations;
  for (int i = 0; i < 50; ++i) get("assets/site.css");
  EXPECT_EQ(files.operations, before);
}

// Oracle: security.md S20, scripts in pictures.
TEST_F(AssetsTest, KeepsPicturesFromRunningAnything_S20) {
  files.put("assets/x.svg", "<svg onload=\"alert(1)\"/>");
  auto const reply = get("assets/x.svg");
  EXPECT_EQ(header(reply, "Content-Type"), "image/svg+xml");
  EXPECT_EQ(header(reply, "Content-Security-Policy"), "default-src 'none'; sandbox");
}

// Oracle: RFC 9110, 8.8.3.3, 12.5.3 and spec/content-api 20: another ETag for other bytes.
TEST_F(AssetsTest, CompressesTextAboveAFewKilobytesWhereTheClientAsks) {
  files.put("assets/big.css", std::string(5000, 'x'));
  files.put("assets/small.css", "body {}");
  files.put("assets/big.png", std::string(5000, 'x'));
  auto const plain = get("assets/big.css");
  EXPECT_EQ(header(plain, "Content-Encoding"), "");
  auto const coded = get("assets/big.css", "Accept-Encoding", "gzip, br");
  EXPECT_EQ(header(coded, "Content-Encoding"), "br");
  EXPECT_LT(coded.body_text().size(), 500U);
  EXPECT_NE(header(coded, "ETag"), header(plain, "ETag"));
  auto const again = get("assets/big.css", "Accept-Encoding", "gzip, br");
  EXPECT_EQ(again.body_text().data(), coded.body_text().data()) << "kept, not made anew";
  EXPECT_EQ(header(get("assets/small.css", "Accept-Encoding", "br"), "Content-Encoding"), "");
  EXPECT_EQ(header(get("assets/big.png", "Accept-Encoding", "br"), "Content-Encoding"), "");
}

// Oracle: RFC 9110, 13.1.5, 14.
TEST_F(AssetsTest, SendsOneRange) {
  files.put("assets/x.txt", "0123456789");
  auto const part = get("assets/x.txt", "Range", "bytes=2-4");
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body_text(), "234");
  EXPECT_EQ(header(part, "Content-Range"), "bytes 2-4/10");
  auto const beyond = get("assets/x.txt", "Range", "bytes=10-");
  EXPECT_EQ(beyond.status, 416);
  EXPECT_EQ(header(beyond, "Content-Range"), "bytes */10");
  http::Request request;
  request.headers.add("Range", "bytes=2-4");
  request.headers.add("If-Range", "\"another\"");
  EXPECT_EQ(assets.answer("assets/x.txt", request)->status, 200);
}

TEST_F(AssetsTest, OffersUnknownKindsForDownloadOnly) {
  files.put("assets/x.exe", "MZ");
  auto const reply = get("assets/x.exe");
  EXPECT_EQ(header(reply, "Content-Type"), "application/octet-stream");
  EXPECT_EQ(header(reply, "Content-Disposition"), "attachment");
}

}  // namespace
}  // namespace latchkey::site
