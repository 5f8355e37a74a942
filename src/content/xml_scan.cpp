#include "content/xml_scan.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "core/text.h"

namespace latchkey::content {
namespace {

constexpr std::size_t max_nesting = 256, max_attributes = 256;

bool is_name_start(char c) {
  return is_alpha(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_name_part(char c) {
  return is_name_start(c) || is_digit(c) || c == '-' || c == '.' || c == ':';
}
bool is_xml_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_xml_character(std::uint32_t c) {
  return c == 9 || c == 10 || c == 13 || (c >= 0x20 && c <= 0xD7FF) ||
         (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

void append_utf8(std::string& out, std::uint32_t c) {
  auto const add = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) {
    add(c);
  } else if (c < 0x800) {
    add(0xC0 | c >> 6);
    add(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    add(0xE0 | c >> 12);
    add(0x80 | (c >> 6 & 0x3F));
    add(0x80 | (c & 0x3F));
  } else {
    add(0xF0 | c >> 18);
    add(0x80 | (c >> 12 & 0x3F));
    add(0x80 | (c >> 6 & 0x3F));
    add(0x80 | (c & 0x3F));
  }
}

std::optional<std::uint32_t> parse_reference_number(std::string_view digits) {
  bool const hex = digits.starts_with('x');
  if (hex) digits.remove_prefix(1);
  if (digits.empty() || digits.size() > 8) return std::nullopt;
  std::uint32_t out = 0;
  for (char const c : digits) {
    auto const low = to_lower(c);
    std::uint32_t const digit = is_digit(c) ? static_cast<std::uint32_t>(c - '0')
                                : hex && low >= 'a' && low <= 'f'
                                    ? static_cast<std::uint32_t>(low - 'a' + 10)
                                    : 99;
    if (digit == 99) return std::nullopt;
    out = out * (hex ? 16 : 10) + digit;
    if (out > 0x10FFFF) return std::nullopt;
  }
  return out;
}

/// `text` with its references resolved; none where one is unknown or no character.
std::optional<std::string> resolve_references(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, char>, 5> known{
      {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};
  std::string out;
  while (!text.empty()) {
    auto const at = text.find('&');
    out += text.substr(0, at);
    if (at == text.npos) break;
    text.remove_prefix(at + 1);
    auto const end = text.substr(0, 16).find(';');
    if (end == text.npos) return std::nullopt;
    auto const name = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (name.starts_with('#')) {
      auto const number = parse_reference_number(name.substr(1));
      if (!number || !is_xml_character(*number)) return std::nullopt;
      append_utf8(out, *number);
      continue;
    }
    auto const* const found =
        std::ranges::find(known, name, &std::pair<std::string_view, char>::first);
    if (found == known.end()) return std::nullopt;
    out += found->second;
  }
  return out;
}

class Scanner {
 public:
  Scanner(std::string_view text, XmlVisitor& visitor) : text_(text), visitor_(visitor) {}

  std::string run() {
    if (auto refused = prepare(); !refused.empty()) return refused;
    while (!text_.empty()) {
      auto refused = text_.front() == '<' ? markup() : characters();
      if (!refused.empty()) return refused;
    }
    if (!open_.empty() || !had_root_) return "The file is not whole";
    return {};
  }

 private:
  std::string prepare() {
    auto const bad = [](char c) {
      return static_cast<unsigned char>(c) < 0x20 && !is_xml_space(c);
    };
    if (!is_utf8(text_) || std::ranges::any_of(text_, bad)) return "The file is no text in UTF-8";
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
    if (!text_.starts_with("<?xml") || text_.size() < 6 || !is_xml_space(text_[5])) return {};
    auto const end = text_.find("?>");
    if (end == text_.npos) return "The XML declaration does not end";
    auto const declaration = lower(text_.substr(5, end - 5));
    text_.remove_prefix(end + 2);
    bool const names_other = declaration.find("encoding") != declaration.npos &&
                             declaration.find("utf-8") == declaration.npos &&
                             declaration.find("us-ascii") == declaration.npos;
    if (names_other || declaration.find_first_of("<>&") != declaration.npos)
      return "Only UTF-8 is accepted";
    return {};
  }

  std::string markup() {
    if (text_.starts_with("<!--")) return comment();
    if (text_.starts_with("<![CDATA[")) return cdata();
    if (text_.starts_with("<!")) return doctype();
    if (text_.starts_with("<?")) return "Processing instructions are not accepted";
    if (text_.starts_with("</")) return close_element();
    return open_element();
  }

  std::string comment() {
    auto const end = text_.find("--", 4);
    auto const content = text_.substr(4, end == text_.npos ? end : end - 4);
    if (end == text_.npos || text_.substr(end, 3) != "-->" || content.starts_with('>') ||
        content.starts_with("->"))
      return "A comment is malformed";
    text_.remove_prefix(end + 3);
    return {};
  }

  std::string cdata() {
    auto const end = text_.find("]]>");
    if (end == text_.npos || open_.empty()) return "A CDATA section is malformed";
    std::string const content(text_.substr(9, end - 9));
    text_.remove_prefix(end + 3);
    return visitor_.text(open_.back(), content);
  }

  std::string doctype() {
    constexpr std::string_view start = "<!DOCTYPE";
    auto const end = text_.find('>');
    if (!iequals(text_.substr(0, start.size()), start) || end == text_.npos || had_root_ ||
        had_doctype_)
      return "A declaration is malformed";
    auto const content = text_.substr(start.size(), end - start.size());
    if (content.find_first_of("[<") != content.npos)
      return "Document types of one's own are not accepted";
    had_doctype_ = true;
    text_.remove_prefix(end + 1);
    return visitor_.doctype(content);
  }

  std::string_view take_name() {
    std::size_t n = 0;
    if (!text_.empty() && is_name_start(text_[0]))
      while (n < text_.size() && is_name_part(text_[n])) ++n;
    auto const name = text_.substr(0, n);
    text_.remove_prefix(n);
    return name;
  }

  bool skip_space() {
    bool any = false;
    for (; !text_.empty() && is_xml_space(text_.front()); text_.remove_prefix(1)) any = true;
    return any;
  }

  std::string close_element() {
    text_.remove_prefix(2);
    auto const name = take_name();
    skip_space();
    if (open_.empty() || open_.back() != name || !text_.starts_with('>'))
      return "The elements do not fit into each other";
    text_.remove_prefix(1);
    open_.pop_back();
    return {};
  }

  std::string open_element() {
    text_.remove_prefix(1);
    auto const name = take_name();
    if (name.empty()) return "An element has no name";
    if (open_.empty() && had_root_) return "There are two roots";
    had_root_ = true;
    std::vector<XmlAttribute> attributes;
    while (skip_space() && !text_.starts_with('>') && !text_.starts_with("/>")) {
      if (attributes.size() >= max_attributes) return "An element has too many attributes";
      if (auto refused = take_attribute(attributes); !refused.empty()) return refused;
    }
    bool const is_empty = text_.starts_with("/>");
    if (!is_empty && !text_.starts_with('>')) return "An element is malformed";
    text_.remove_prefix(is_empty ? 2 : 1);
    if (!is_empty) open_.push_back(name);
    if (open_.size() > max_nesting) return "The elements are too deep in each other";
    return visitor_.element(name, attributes);
  }

  std::string take_attribute(std::vector<XmlAttribute>& attributes) {
    constexpr char const* malformed = "An attribute is malformed";
    auto const name = take_name();
    skip_space();
    if (name.empty() || !text_.starts_with('=')) return malformed;
    text_.remove_prefix(1);
    skip_space();
    if (text_.empty() || (text_[0] != '"' && text_[0] != '\'')) return malformed;
    auto const end = text_.find(text_[0], 1);
    if (end == text_.npos) return malformed;
    auto const raw = text_.substr(1, end - 1);
    auto value = raw.find('<') == raw.npos ? resolve_references(raw) : std::nullopt;
    if (!value || std::ranges::find(attributes, name, &XmlAttribute::name) != attributes.end())
      return malformed;
    text_.remove_prefix(end + 1);
    attributes.push_back({name, std::move(*value)});
    return {};
  }

  std::string characters() {
    auto const end = text_.find('<');
    auto const raw = text_.substr(0, end);
    text_.remove_prefix(raw.size());
    if (open_.empty())
      return std::ranges::all_of(raw, is_xml_space) ? "" : "There is text outside of the root";
    auto const content = resolve_references(raw);
    if (!content || raw.find("]]>") != raw.npos) return "The text has an unknown reference";
    return visitor_.text(open_.back(), *content);
  }

  std::string_view text_;
  XmlVisitor& visitor_;
  std::vector<std::string_view> open_;
  bool had_root_ = false, had_doctype_ = false;
};

}  // namespace

std::string scan_xml(std::string_view text, XmlVisitor& visitor) {
  return Scanner(text, visitor).run();
}

}  // namespace latchkey::content
