#include "content/references.h"

#include <algorithm>

#include "core/text.h"

namespace latchkey::content {
namespace {

constexpr std::string_view mark = "://";

bool is_id_letter(char c) { return is_alnum(c) || c == '-' || c == '_'; }

/// Whether what stands before `at` ends with the scheme of a page or a file.
bool is_reference(std::string_view text, std::size_t at) {
  if (at < 4) return false;
  auto const scheme = text.substr(at - 4, 4);
  return (scheme == "page" || scheme == "file") && (at == 4 || !is_alnum(text[at - 5]));
}

struct Line {
  std::string text;
  bool emptied = false;
};

Line rewrite_line(std::string_view line, NewIds const& ids) {
  Line out;
  std::size_t from = 0;
  for (auto at = line.find(mark); at != line.npos; at = line.find(mark, at + 1)) {
    if (at < from + 4 || !is_reference(line, at)) continue;
    auto end = at + mark.size();
    while (end < line.size() && is_id_letter(line[end])) ++end;
    auto const found = ids.find(line.substr(at + mark.size(), end - at - mark.size()));
    if (found == ids.end()) continue;
    bool const gone = found->second.empty();
    out.text += line.substr(from, at - from - (gone ? 4 : 0));
    if (!gone) out.text.append(mark).append(found->second);
    out.emptied |= gone;
    from = end;
  }
  out.text += line.substr(from);
  return out;
}

bool is_bare_item(std::string_view line) {
  line = trim(line);
  return line == "-" || line == "- \"\"" || line == "- ''";
}

}  // namespace

std::string with_new_ids(std::string_view value, NewIds const& ids) {
  std::string out;
  bool first = true;
  for (auto const line : split(value, '\n')) {
    auto made = rewrite_line(line, ids);
    if (made.emptied && is_bare_item(made.text)) continue;
    if (!first) out += '\n';
    out += made.text;
    first = false;
  }
  return out;
}

}  // namespace latchkey::content
