#pragma once
// What the journal says, as text: a block about the present change, then one record before each of
// its steps. Format: docs/formats/journal.md.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latchkey::store {

/// How a step is undone.
struct Record {
  enum class Kind {
    moved,     ///< `path` to `other`: is moved back
    hidden,    ///< removed, for now moved to `other` beside it: is moved back
    made,      ///< a new file: is removed
    folder,    ///< a new folder: is removed if it is empty
    tree,      ///< a new folder of our own: is removed with all it holds
    replaced,  ///< a file that held `other` since `mtime_ns`: gets both back
  };
  Kind kind = Kind::moved;
  std::string path, other{};
  std::int64_t mtime_ns = 0;
  bool operator==(Record const&) const = default;
};

struct JournalHead {
  enum class State {
    open,    ///< a change is under way, or its undoing
    done,    ///< no change is under way; what the last one hid may still be there
    closed,  ///< as done; and the program came to its end
  };
  static constexpr std::uint64_t everything = ~std::uint64_t(0);

  std::uint64_t change = 0;  ///< counts the changes
  State state = State::done;
  /// Records that are still in force: fewer while a change is undone, last first.
  std::uint64_t limit = everything;
  bool operator==(JournalHead const&) const = default;
};

/// A head as it stands in the file, of exactly so many bytes.
inline constexpr std::size_t journal_head_bytes = 512;

std::string print_head(JournalHead const& head);
/// None where it is damaged, or of another format.
std::optional<JournalHead> parse_head(std::string_view file);

/// `index`: of the record in its change, from 0.
std::string print_record(std::uint64_t change, std::uint64_t index, Record const& record);
/// The records behind the head that belong to `change`, up to the first that does not or is torn.
/// Pure, as all above; safe from any thread.
std::vector<Record> parse_records(std::uint64_t change, std::string_view file);

}  // namespace latchkey::store
