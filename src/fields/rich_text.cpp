#include "fields/rich_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "core/text.h"

namespace latchkey::fields {
namespace {

constexpr std::array<std::string_view, 32> allowed_tags{
    "a",  "abbr", "b",  "blockquote", "br",    "cite", "code",   "del", "em",  "h1",   "h2",
    "h3", "h4",   "h5", "h6",         "hr",    "i",    "ins",    "kbd", "li",  "mark", "ol",
    "p",  "pre",  "q",  "s",          "small", "span", "strong", "sub", "sup", "ul"};
constexpr std::array<std::string_view, 2> more_tags{"u", "strike"};
constexpr std::array<std::string_view, 7> allowed_attributes{"class", "href",   "id",   "lang",
                                                             "rel",   "target", "title"};
constexpr std::array<std::string_view, 8> silent_tags{"script", "style",    "iframe",   "object",
                                                      "embed",  "template", "noscript", "svg"};

template <class List>
bool is_in(std::string_view word, List const& list) {
  return std::ranges::find(list, word) != list.end();
}

/// Whether a link may lead there: no scheme that runs or embeds anything, hidden by space or
/// entities or not.
bool is_safe_address(std::string_view address) {
  std::string plain;
  for (char const c : address)
    if (static_cast<unsigned char>(c) > 0x20 && c != 0x7f) plain += to_lower(c);
  auto const colon = plain.find(':');
  auto const end = plain.find_first_of("/?#");
  if (plain.find('&') < std::min(colon, end) && plain.find("&amp;") != plain.find('&'))
    return false;
  if (colon == plain.npos || end < colon) return true;
  auto const scheme = plain.substr(0, colon);
  return is_in(scheme, std::array<std::string_view, 7>{"http", "https", "mailto", "tel", "page",
                                                       "file", "ftp"});
}

class Cleaner {
 public:
  explicit Cleaner(std::string_view html) : html_(html) {}

  std::string clean() {
    while (at_ < html_.size()) {
      if (html_[at_] == '<') {
        tag();
      } else {
        text();
      }
    }
    return std::move(out_);
  }

 private:
  void text() {
    constexpr std::string_view no_break = "\u00a0";
    if (html_.substr(at_).starts_with(no_break)) {
      out_ += "&nbsp;";
      at_ += no_break.size();
      return;
    }
    if (html_[at_] == '>') {
      out_ += "&gt;";
    } else {
      out_ += html_[at_];
    }
    ++at_;
  }

  void tag() {
    if (html_.substr(at_).starts_with("<!--")) return skip_past("-->");
    auto const begin = at_ + 1;
    bool const closing = begin < html_.size() && html_[begin] == '/';
    auto end = begin + (closing ? 1 : 0);
    auto const name_from = end;
    while (end < html_.size() && is_alnum(html_[end])) ++end;
    auto const name = lower(html_.substr(name_from, end - name_from));
    if (name.empty()) {
      bool const is_declaration =
          begin < html_.size() && (html_[begin] == '!' || html_[begin] == '?' || closing);
      if (is_declaration) return skip_past(">");
      out_ += "&lt;";
      ++at_;
      return;
    }
    auto const close = end_of_tag(end);
    auto const inside = html_.substr(end, close - end);
    at_ = std::min(close + 1, html_.size());
    if (is_in(name, silent_tags)) {
      if (!closing) skip_past("</" + name);
      return;
    }
    if (!is_in(name, allowed_tags) && !is_in(name, more_tags)) return;
    out_ += closing ? "</" + name + ">" : "<" + name + attributes(inside) + ">";
  }

  /// Where the tag's '>' is, quotes respected; the end where there is none.
  std::size_t end_of_tag(std::size_t from) const {
    char quote = '\0';
    for (auto i = from; i < html_.size(); ++i) {
      if (quote != '\0') {
        if (html_[i] == quote) quote = '\0';
      } else if (html_[i] == '"' || html_[i] == '\'') {
        quote = html_[i];
      } else if (html_[i] == '>') {
        return i;
      }
    }
    auto const plain = html_.find('>', from);
    return plain == html_.npos ? html_.size() : plain;
  }

  static std::string attributes(std::string_view text) {
    std::string out;
    while (!text.empty()) {
      text = trim_left(text);
      std::size_t size = 0;
      while (size < text.size() && !is_space(text[size]) && text[size] != '=') ++size;
      auto const name = lower(text.substr(0, size));
      text = trim_left(text.substr(size));
      std::string_view value;
      if (text.starts_with('=')) {
        text = trim_left(text.substr(1));
        value = take_value(text);
      } else if (size == 0) {
        break;
      }
      auto const shown = quoted(value);
      bool const fits =
          is_in(name, allowed_attributes) && (name != "href" || is_safe_address(shown));
      if (fits) out += fmt::format(" {}=\"{}\"", name, shown);
    }
    return out;
  }

  static std::string_view take_value(std::string_view& text) {
    if (text.starts_with('"') || text.starts_with('\'')) {
      auto const end = text.find(text.front(), 1);
      auto const value = text.substr(1, end == text.npos ? end : end - 1);
      text = end == text.npos ? std::string_view() : text.substr(end + 1);
      return value;
    }
    std::size_t size = 0;
    while (size < text.size() && !is_space(text[size])) ++size;
    auto const value = text.substr(0, size);
    text.remove_prefix(size);
    return value;
  }

  /// Entities stay as they are written.
  static std::string quoted(std::string_view value) {
    return replace_all(replace_all(replace_all(value, "\"", "&quot;"), "<", "&lt;"), ">", "&gt;");
  }

  /// `mark` in lower case; "</name" skips the rest of that tag too.
  void skip_past(std::string_view mark) {
    auto found = html_.find(mark.substr(0, 2), at_);
    while (found != html_.npos && !iequals(html_.substr(found, mark.size()), mark))
      found = html_.find(mark.substr(0, 2), found + 1);
    if (found != html_.npos && mark.starts_with("</")) found = html_.find('>', found);
    at_ = found == html_.npos ? html_.size() : found + (mark.starts_with("</") ? 1 : mark.size());
  }

  std::string_view html_;
  std::size_t at_ = 0;
  std::string out_;
};

}  // namespace

std::string clean_rich_text(std::string_view html) { return Cleaner(html).clean(); }

}  // namespace latchkey::fields
