#include "content/text_folders.h"

#include <algorithm>
#include <set>

namespace latchkey::content {
namespace {

class TextFolders {
 public:
  TextFolders(store::Files const& files, Settings const& settings)
      : files_(files), suffix_("." + settings.extension), settings_(settings) {}

  Result<> add(std::string const& path, bool is_pending, bool goes_down) {
    LK_TRY(auto const stamp, files_.stat(path));
    if (!stamp || !seen_.emplace(stamp->inode, stamp->mtime_ns).second) return {};
    LK_TRY(auto const entries, files_.list(path));
    TextFolder here{path, {}, {}, is_pending};
    std::string const inside = path + "/";
    for (auto const& [name, is_directory, inode] : entries) {
      if (!is_directory) {
        add_name(here, name);
        continue;
      }
      std::string const below = inside + name;
      bool const pending = !is_pending && name == "_changes";
      bool const child = goes_down && (name == "_drafts" || !is_hidden_name(name, settings_));
      if (pending || child) LK_CHECK(add(below, pending, !pending));
    }
    if (!here.stems.empty()) out_.push_back(std::move(here));
    return {};
  }

  Result<> add_users() {
    auto const entries = files_.list("site/accounts");
    if (!entries && entries.error().kind == Kind::not_found) return {};
    if (!entries) return tl::make_unexpected(entries.error());
    for (auto const& [name, is_directory, inode] : *entries)
      if (is_directory && !name.starts_with('.'))
        LK_CHECK(add("site/accounts/" + name, false, false));
    return {};
  }

  std::vector<TextFolder> take() && { return std::move(out_); }

 private:
  void add_name(TextFolder& here, std::string const& name) const {
    if (is_hidden_name(name, settings_)) return;
    if (name.size() > suffix_.size() && name.ends_with(suffix_))
      here.stems.push_back(name.substr(0, name.size() - suffix_.size()));
    else
      here.others.push_back(name);
  }

  store::Files const& files_;
  std::string const suffix_;
  Settings const& settings_;
  /// The time too, since folders of other devices may have the same number.
  std::set<std::pair<std::uint64_t, std::int64_t>> seen_;
  std::vector<TextFolder> out_;
};

bool is_among(std::vector<std::string> const& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

bool TextFolder::has_stem(std::string_view stem) const { return is_among(stems, stem); }
bool TextFolder::has_other(std::string_view name) const { return is_among(others, name); }

Result<std::vector<TextFolder>> list_text_folders(store::Files const& files,
                                                  Settings const& settings) {
  TextFolders all(files, settings);
  LK_CHECK(all.add("content", false, true));
  LK_CHECK(all.add_users());
  return std::move(all).take();
}

}  // namespace latchkey::content
