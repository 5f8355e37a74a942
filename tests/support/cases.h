#pragma once
// Recorded cases from tests/conformance.

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <string>

namespace latchkey::test {

inline std::string read_file(std::string const& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// The rows of list `name` in tests/conformance/`file`; at least one, or the test is broken.
inline boost::json::array recorded_rows(std::string const& file, std::string const& name) {
  std::string path = LATCHKEY_TEST_DATA;
  path.append("/conformance/").append(file);
  auto const rows = boost::json::parse(read_file(path)).at(name).as_array();
  EXPECT_FALSE(rows.empty());
  return rows;
}

}  // namespace latchkey::test
