#include "fields/text_forms.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "fields/rich_text.h"

namespace latchkey::fields {
namespace {

constexpr std::string_view inline_tags[]{"a",      "abbr", "b",   "bdi",  "bdo",  "br",    "cite",
                                         "code",   "data", "del", "dfn",  "em",   "i",     "ins",
                                         "kbd",    "mark", "q",   "s",    "samp", "small", "span",
                                         "strong", "sub",  "sup", "time", "u",    "var",   "wbr"};

bool is_inline_tag(std::string_view tag) {
  if (tag.starts_with('/')) tag.remove_prefix(1);
  std::size_t size = 0;
  while (size < tag.size() && is_alnum(tag[size])) ++size;
  return std::ranges::find(inline_tags, lower(tag.substr(0, size))) != std::end(inline_tags);
}

bool opens_quote(std::string_view text, std::size_t at) {
  return at == 0 || is_space(text[at - 1]) ||
         std::string_view("([{<-").find(text[at - 1]) != std::string_view::npos;
}

}  // namespace

std::string shorten(std::string_view text, std::int64_t length, std::string_view mark, bool whole) {
  if (length <= 0 || count_characters(text) <= static_cast<std::size_t>(length))
    return std::string(text);
  std::size_t at = 0;
  for (std::int64_t seen = 0; at < text.size(); ++at) {
    bool const starts = (static_cast<unsigned char>(text[at]) & 0xc0) != 0x80;
    if (starts && seen++ == length) break;
  }
  auto cut = text.substr(0, at);
  if (whole)
    if (auto const space = cut.rfind(' '); space != cut.npos && space > 0)
      cut = cut.substr(0, space);
  return std::string(trim_right(cut)) + std::string(mark);
}

std::string excerpt(std::string_view html, std::int64_t length, std::string_view mark) {
  return shorten(one_line(without_tags(html)), length, mark, true);
}

std::string without_tags(std::string_view html) {
  std::string out;
  bool inside = false;
  for (char const c : html) {
    if (c == '<') inside = true;
    if (!inside) out += c;
    if (c == '>') inside = false;
  }
  return out;
}

std::string one_line(std::string_view text) {
  std::string out;
  for (char const c : text)
    if (!is_space(c)) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  return std::string(trim(out));
}

std::string inline_html(std::string_view html) {
  auto const clean = clean_rich_text(html);
  std::string_view rest = clean;
  std::string out;
  while (!rest.empty()) {
    auto const open = std::min(rest.find('<'), rest.size());
    out += rest.substr(0, open);
    rest.remove_prefix(open);
    auto const end = rest.find('>');
    if (end == rest.npos) break;
    if (is_inline_tag(rest.substr(1, end - 1))) out += rest.substr(0, end + 1);
    rest.remove_prefix(end + 1);
  }
  return out;
}

std::string with_smart_quotes(std::string_view text) {
  constexpr std::pair<std::string_view, std::string_view> runs[]{
      {"...", "&#8230;"}, {"---", "&#8212;"}, {"--", "&#8212;"}};
  std::string out;
  bool inside = false;  // of a tag
  for (std::size_t at = 0; at < text.size();) {
    char const c = text[at];
    if (c == '<') inside = true;
    if (c == '>') inside = false;
    if (!inside) {
      auto const* const run = std::ranges::find_if(
          runs, [&](auto const& one) { return text.substr(at).starts_with(one.first); });
      if (run != std::end(runs)) {
        out += run->second;
        at += run->first.size();
        continue;
      }
    }
    if (!inside && c == '"')
      out += opens_quote(text, at) ? "&#8220;" : "&#8221;";
    else if (!inside && c == '\'')
      out += opens_quote(text, at) ? "&#8216;" : "&#8217;";
    else
      out += c;
    ++at;
  }
  return out;
}

std::string without_widow(std::string_view text) {
  auto const whole = trim(text);
  auto const space = whole.rfind(' ');
  if (space == whole.npos) return std::string(text);
  return std::string(trim_right(whole.substr(0, space))) + "&nbsp;" +
         std::string(whole.substr(space + 1));
}

std::string escaped_for(std::string_view context, std::string_view text) {
  if (context != "js" && context != "css" && context != "url") return escape_html(text);
  std::string out;
  for (char const c : text) {
    auto const byte = static_cast<unsigned char>(c);
    bool const is_plain = is_alnum(c) || (context == "url" && (c == '-' || c == '_' || c == '.')) ||
                          (context == "js" && (c == ',' || c == '_' || c == '.'));
    if (is_plain || (context != "url" && byte >= 0x80))
      out += c;
    else if (context == "js")
      out += fmt::format("\\x{:02X}", byte);
    else if (context == "css")
      out += fmt::format("\\{:X} ", byte);
    else
      out += fmt::format("%{:02X}", byte);
  }
  return out;
}

}  // namespace latchkey::fields
