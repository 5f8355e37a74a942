#include "images/kind.h"

#include <gtest/gtest.h>

#include "images/mime.h"

namespace latchkey::images {
namespace {

// Oracle: the lists of spec/content-api 4.
TEST(TypeOf, KnowsEachGroupWithoutRegardToCase) {
  EXPECT_EQ(type_of("tgz"), "archive");
  EXPECT_EQ(type_of("OPUS"), "audio");
  EXPECT_EQ(type_of("yml"), "code");
  EXPECT_EQ(type_of("md"), "document");
  EXPECT_EQ(type_of("Jpg"), "image");
  EXPECT_EQ(type_of("webm"), "video");
  EXPECT_EQ(type_of("ogg"), "audio");  // in both lists; audio stands first
  EXPECT_EQ(type_of("exe"), "");
  EXPECT_EQ(type_of(""), "");
  EXPECT_EQ(type_of("gz tar"), "");
}

TEST(IsResizable, LeavesVectorsAlone) {
  EXPECT_TRUE(is_resizable("PNG"));
  EXPECT_FALSE(is_resizable("svg"));
  EXPECT_FALSE(is_resizable(""));
}

TEST(ExtensionOf, IsWhatStandsBehindTheLastDot) {
  EXPECT_EQ(extension_of("a.tar.GZ"), "gz");
  EXPECT_EQ(extension_of("none"), "");
}

// Oracle: the recorded cases file-list, upload-several and the corrections of spec/content-api 4.
TEST(MimeOf, LooksAtTheContentAndCorrectsPlainText) {
  EXPECT_EQ(mime_of("%PDF-1.4\n%", "txt"), "application/pdf");
  EXPECT_EQ(mime_of("a,b\n1,2\n", "csv").substr(0, 5), "text/");
  EXPECT_EQ(mime_of("body { color: red }\n", "css"), "text/css");
  EXPECT_EQ(mime_of("hello world\n", "md"), "text/plain");
  EXPECT_EQ(mime_of("1", "md"), "application/octet-stream");
  EXPECT_EQ(mime_of("<svg xmlns='http://www.w3.org/2000/svg'></svg>", "svg"), "image/svg+xml");
}

}  // namespace
}  // namespace latchkey::images
