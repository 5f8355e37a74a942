#pragma once
// A site folder that lives as long as the test.

#include <filesystem>
#include <fstream>
#include <random>
#include <string>

namespace latchkey::test {

class TemporarySite {
 public:
  TemporarySite() {
    auto const pattern =
        (std::filesystem::temp_directory_path() / "latchkey-config-XXXXXX").string();
    std::string name = pattern;
    if (mkdtemp(name.data()) == nullptr) std::abort();
    root_ = name;
    std::filesystem::create_directories(root_ / "site/config");
  }
  ~TemporarySite() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  TemporarySite(TemporarySite const&) = delete;

  std::filesystem::path const& root() const { return root_; }
  void write(std::string const& path, std::string const& text) const {
    std::ofstream(root_ / path, std::ios::binary) << text;
  }
  /// config.php that returns `array`.
  void configure(std::string const& array) const {
    write("site/config/config.php", "<?php\n\nreturn " + array + ";\n");
  }

 private:
  std::filesystem::path root_;
};

}  // namespace latchkey::test
