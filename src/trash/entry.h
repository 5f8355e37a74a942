#pragma once
// One thing that was deleted, as `from.json` in its folder says it. Format: docs/formats/trash.md.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "formats/json.h"

namespace latchkey::trash {

/// What is deleted, and by whom.
struct Deleted {
  enum class Kind { page, file, user };
  Kind kind = Kind::page;
  std::string id;      ///< "garden/roses", "garden/roses/cover.jpg", "aadmin01"
  std::string title;   ///< for people: of a page its title, of a user the address
  std::string parent;  ///< of a file and page: id of the page, "site" or of the user that had it
  std::string folder;  ///< beneath the root: where its items were
  std::vector<std::string> items;  ///< paths below `folder`; those that are missing do no harm
  std::string by;                  ///< id of a user; empty for nobody or the command line
};

struct Entry : Deleted {
  std::string name;  ///< of its folder in the trash: "20261127T194530Z-k3v9x2ma"
  Instant when{};
};

std::string_view kind_name(Deleted::Kind kind);
/// A name that sorts by time. `word`: to tell two of one second apart.
std::string entry_name(Instant when, std::string_view word);

std::string print_entry(Entry const& entry);
/// None for what is no entry: paths that lead out of their folder among them. Pure, as the rest.
std::optional<Entry> parse_entry(std::string_view name, std::string_view text);

}  // namespace latchkey::trash
