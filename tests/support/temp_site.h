#pragma once
// A folder of its own for one test, empty or a copy of a fixture; gone when the test ends.

#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace latchkey::test {

class TempDir {
 public:
  TempDir() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "latchkey-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) std::perror("mkdtemp"), std::abort();
    path_ = pattern;
  }
  TempDir(TempDir const&) = delete;
  TempDir& operator=(TempDir const&) = delete;
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  std::filesystem::path const& path() const { return path_; }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

  /// Makes missing folders, then the file.
  void write(std::string_view name, std::string_view bytes) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }
  std::string read(std::string_view name) const {
    std::ifstream in(path_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  bool exists(std::string_view name) const {
    return std::filesystem::exists(std::filesystem::symlink_status(path_ / name));
  }

 private:
  std::filesystem::path path_;
};

/// A copy of tests/conformance/sites/<fixture>, with the times of its files.
class TempSite : public TempDir {
 public:
  explicit TempSite(std::string_view fixture) {
    namespace fs = std::filesystem;
    auto const source = fs::path(LATCHKEY_TEST_DATA) / "conformance" / "sites" / fixture;
    fs::copy(source, path(), fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    for (auto const& entry : fs::recursive_directory_iterator(source))
      if (entry.is_regular_file())
        fs::last_write_time(path() / fs::relative(entry.path(), source), entry.last_write_time());
  }
};

}  // namespace latchkey::test
