#include "trash/copy.h"

namespace latchkey::trash {
namespace {

constexpr std::size_t largest_copy = std::size_t(4) << 30;

}  // namespace

Result<> copy_tree(store::Files& files, std::string const& from, std::string const& to) {
  LK_TRY(auto const stamp, files.stat(from));
  if (!stamp) return fail_internal(from + " went away while it was copied");
  if (!stamp->is_directory) {
    LK_TRY(auto const bytes, files.read(from, largest_copy));
    return files.replace(to, bytes, {.mode = 0644, .mtime_ns = stamp->mtime_ns});
  }
  LK_CHECK(files.make_directories(to));
  LK_TRY(auto const entries, files.list(from));
  for (auto const& entry : entries)
    LK_CHECK(copy_tree(files, from + "/" + entry.name, to + "/" + entry.name));
  return {};
}

}  // namespace latchkey::trash
