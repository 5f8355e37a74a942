#include "api/documentation.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace latchkey::api {
namespace {

// Oracle: the tables themselves. LATCHKEY_WRITE_DOCS=1 in the environment writes the file.
TEST(RoutesMarkdown, IsWhatTheDocumentSays) {
  std::string const path = LATCHKEY_TEST_DATA "/../docs/api.md";
  if (std::getenv("LATCHKEY_WRITE_DOCS") != nullptr) std::ofstream(path) << routes_markdown();
  std::ifstream file(path);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), routes_markdown());
}

}  // namespace
}  // namespace latchkey::api
