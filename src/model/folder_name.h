#pragma once
// What the name of a page's folder says: "12_slug" is listed with number 12, "slug" is unlisted.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace latchkey::model {

struct FolderName {
  std::optional<std::int64_t>
      num;                ///< what stands before the first underscore, cast as PHP does: "dup" is 0
  std::string_view slug;  ///< never empty; borrows from the name
};

/// None for names that are no pages: empty slugs, a leading '_' or '.'. Source: spec/content-api 3.
std::optional<FolderName> parse_folder_name(std::string_view name);

/// The id a path part of the API means: '+' is '/', everything after the last dot is ignored,
/// percent escapes stay as they are. Source: spec/content-api 8. The result is only ever compared
/// with names on disk, never opened.
std::string page_id_of(std::string_view path_part);

}  // namespace latchkey::model
