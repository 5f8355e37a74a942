#pragma once
// From a step to what undoes it, and back.

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "store/files.h"
#include "store/journal_record.h"

namespace latchkey::store {

/// Where what was deleted waits (folder trash).
inline constexpr std::string_view trash_folder = "site/latchkey/trash";

/// Whether a folder of that path is ours alone: of a name that begins with ".latchkey-", or an
/// entry of the trash.
bool is_own_tree(std::string_view path);

/// Of names that removed files have until their change is committed; nobody is shown these.
inline constexpr std::string_view hidden_prefix = ".latchkey-gone-";

/// What to write down before a step, and what to do in its place.
struct Planned {
  std::vector<Record> records;
  std::vector<Step> steps;  ///< one, or none where there is nothing to do
};

/// `own_trees`: what the change made, whose insides need no records. `hidden_name`: free, for what
/// is removed. Errors: not_found and internal where the step cannot be done, as its member of Files
/// would say; a rename never replaces what is there (invalid error.duplicate).
Result<Planned> plan_step(Files const& files, Step const& step,
                          std::vector<std::string> const& own_trees,
                          std::string const& hidden_name);

/// The paths of steps that may be done in any order.
class Independent {
 public:
  /// False where a path of `planned` is, is in or is above one that was added; then it is not.
  bool add(Planned const& planned);

 private:
  bool meets(std::string const& path) const;
  std::set<std::string, std::less<>> paths_;
};

/// Takes one step back, if it was done. Repeating it does no harm as long as no earlier step was
/// taken back. What is no longer there is left alone. Errors: those of the disk.
Result<> undo_step(Files& files, Record const& record);

}  // namespace latchkey::store
