#include "model/folder_name.h"

#include <algorithm>
#include <string>

#include "core/text.h"

namespace latchkey::model {
namespace {

/// The integer `text` begins with, 0 if it begins with none; saturates far above any number a
/// folder may have.
std::int64_t leading_integer(std::string_view text) {
  text = trim_left(text);
  bool const negative = !text.empty() && text.front() == '-';
  if (negative || (!text.empty() && text.front() == '+')) text.remove_prefix(1);
  std::int64_t value = 0;
  for (std::size_t i = 0;
       i < text.size() && is_digit(text[i]) && value < 1'000'000'000'000'000'000 / 10; ++i)
    value = value * 10 + (text[i] - '0');
  return negative ? -value : value;
}

}  // namespace

std::optional<FolderName> parse_folder_name(std::string_view name) {
  if (name.empty() || name.front() == '_' || name.front() == '.') return std::nullopt;
  auto const at = name.find('_');
  if (at == name.npos) return FolderName{std::nullopt, name};
  if (at + 1 == name.size()) return std::nullopt;
  return FolderName{leading_integer(name.substr(0, at)), name.substr(at + 1)};
}

std::string page_id_of(std::string_view path_part) {
  std::string id(path_part.substr(0, path_part.rfind('.')));
  std::ranges::replace(id, '+', '/');
  return id;
}

}  // namespace latchkey::model
