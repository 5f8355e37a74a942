#pragma once
// What changes files of the site, of pages and of users. Each is whole or not at all; permissions
// were asked before. Source: spec/content-api 4, 13.

#include <string>
#include <string_view>
#include <vector>

#include "content/turn.h"

namespace latchkey::content {

/// A file that is about to be: nothing of it is stored. Its template is that of its one text.
/// `size`: bytes.
FilePtr make_candidate(Snapshot const& content, Owner const& owner, std::string name,
                       std::string_view template_name, std::uint64_t size);

/// Whether the owner has a file of that name with these bytes and that template: a repeated upload.
/// Errors: invalid error.file.duplicate where it has another one.
Result<FilePtr> find_repeated(Snapshot const& content, store::Files const& files,
                              File const& candidate, Blob const& bytes);

/// Whether a new format brings its extension, or the name, and with it the format, stays.
enum class Naming { by_format, fixed };

/// Pictures scaled as `create` of their blueprint says; other files as they are. `candidate` gets
/// the size, and where its name may change the extension of `create.format`. Errors: invalid,
/// too_large over max_scaled_bytes, unavailable (see scale_picture); internal.
Result<Blob> scaled_for_storing(File& candidate, Blob const& bytes,
                                Naming naming = Naming::by_format);
inline constexpr std::uint64_t max_scaled_bytes = 128 << 20;

/// Stores `bytes`, a spooled file by moving it, and the text `fields` of a new file; template and a
/// new uuid are put behind them. Errors: error.file.duplicate, error.page.notFound where its page
/// is gone, internal.
Result<FilePtr> store_file(Turn& turn, File const& candidate, Blob const& bytes,
                           formats::Fields fields);
/// Other bytes under the same name. Errors: error.file.notFound, internal.
Result<FilePtr> replace_file(Turn& turn, File const& file, Blob const& bytes);
/// `name` with extension. Texts, pending ones too, move along. Errors: error.file.notFound,
/// error.file.duplicate, internal.
Result<FilePtr> rename_file(Turn& turn, File const& file, std::string const& name);
/// With texts, pending ones, and public copies. `by`: id of the user, for the trash. Errors:
/// error.file.notFound, internal.
Result<> remove_file(Turn& turn, File const& file, std::string const& by = {});
/// Numbers `first`, `first` + 1, … in the order of `files`. Errors: error.file.notFound, internal.
Result<> sort_files(Turn& turn, std::vector<FilePtr> const& files, std::int64_t first);
/// The text in `language` becomes what `edit` makes of it. A first translation starts from what it
/// shows; id, template and number are never written there. Errors: those of `edit`,
/// error.file.notFound, internal.
Result<FilePtr> edit_file(Turn& turn, File const& file, std::string_view language,
                          Edit<File> const& edit);

}  // namespace latchkey::content
