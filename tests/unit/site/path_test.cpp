#include "site/path.h"

#include <gtest/gtest.h>

namespace latchkey::site {
namespace {

using Parts = std::vector<std::string>;

TEST(ParsePath, DecodesEachPartOnce) {
  EXPECT_EQ(parse_path("/"), Parts{});
  EXPECT_EQ(parse_path(""), Parts{});
  EXPECT_EQ(parse_path("/garden/roses/"), (Parts{"garden", "roses"}));
  EXPECT_EQ(parse_path("//garden///roses"), (Parts{"garden", "roses"}));
  EXPECT_EQ(parse_path("/caf%C3%A9"), (Parts{"café"}));
  EXPECT_EQ(parse_path("/a%252e"), (Parts{"a%2e"}))
      << "a second decoding would be S17's double encoding";
}

TEST(ParsePath, DropsThePathOfTheSitesAddress) {
  EXPECT_EQ(parse_path("/sub/garden", "/sub"), (Parts{"garden"}));
  EXPECT_EQ(parse_path("/sub", "/sub"), Parts{});
  EXPECT_EQ(parse_path("/subway", "/sub"), (Parts{"subway"}));
  EXPECT_EQ(parse_path("/garden", "/sub"), (Parts{"garden"}));
}

// Oracle: security.md S17, the corpus of traversals.
TEST(ParsePath, HasNothingForTraversals_S17) {
  for (auto const* const path : {"/..",
                                 "/../etc/passwd",
                                 "/assets/../site/config/config.php",
                                 "/%2e%2e/etc/passwd",
                                 "/assets/%2e%2e/x",
                                 "/assets/..%2fsite",
                                 "/assets/%2E%2E%2Fsite",
                                 "/a%00b",
                                 "/a%00",
                                 "/assets/..\\site",
                                 "/a%5c..%5cb",
                                 "/a%2fb",
                                 "/.git/config",
                                 "/assets/.env",
                                 "/.htaccess",
                                 "/./x",
                                 "/a%0d%0aSet-Cookie:x",
                                 "/a%7f",
                                 "/%",
                                 "/%2",
                                 "/%zz",
                                 "/%c0%ae%c0%ae/etc",
                                 "/%ff"})
    EXPECT_FALSE(parse_path(path)) << path;
  EXPECT_FALSE(parse_path("/" + std::string(256, 'a')));
}

// Oracle: security.md 5 (Files 13.4).
TEST(ParsePath, HidesContentSiteAndPhp) {
  for (auto const* const path :
       {"/content", "/content/home/home.txt", "/site/config/config.php", "/Site/x", "/CONTENT/x",
        "/%73ite/accounts", "/index.php", "/assets/x.PHP"})
    EXPECT_FALSE(parse_path(path)) << path;
  EXPECT_TRUE(parse_path("/about/content"));
  EXPECT_TRUE(parse_path("/sites"));
}

}  // namespace
}  // namespace latchkey::site
