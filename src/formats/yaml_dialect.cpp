// The dialect's line reader: joins lines that belong together, then hands them to the tree.

#include "core/text.h"
#include "formats/dialect_line.h"
#include "formats/dialect_tree.h"
#include "formats/white_space.h"
#include "formats/yaml.h"
#include "formats/yaml_scalar.h"

namespace latchkey::yaml {
namespace {

using formats::trim_bytes;
using formats::trim_right_bytes;

/// Stands for a block of text until the line around it has been read.
constexpr std::string_view block_mark =
    "\x01"
    "block of text\x01";

std::size_t indent_of(std::string_view line) {
  return line.size() - formats::trim_left_bytes(line).size();
}

bool is_comment(std::string_view line) {
  return line.starts_with('#') || trim_bytes(line) == "---";
}

/// `line` without a comment: the first '#' with no quote behind it, but at least one character.
std::string_view without_comment(std::string_view line) {
  auto const quote = line.find_last_of("\"'");
  auto const at = line.find('#', quote == line.npos ? 0 : quote);
  if (at == line.npos || at + 1 == line.size()) return line;
  return trim_right(line.substr(0, at));
}

/// Whether the line ends in `|` or `>` and so starts a block; an HTML tag at its end does not.
char block_style(std::string_view line) {
  line = trim_bytes(line);
  if (line.ends_with('|')) return '|';
  if (!line.ends_with('>')) return '\0';
  return line.find('<') == line.npos ? '>' : '\0';
}

/// Whether a list in brackets starts in this line, at its beginning or behind its first colon.
bool starts_list(std::string_view line) {
  line = trim_bytes(line);
  if (line.starts_with('[')) return true;
  auto const colon = line.find(':');
  if (colon == line.npos || colon == 0) return false;
  return trim_left(line.substr(colon + 1)).starts_with('[');
}

class Reader {
 public:
  explicit Reader(std::string_view text) : lines_(split(text, '\n')) {
    for (auto& line : lines_) line = trim_right_bytes(line, "\r");
  }

  Result<json::value> read() {
    for (; at_ < lines_.size(); ++at_)
      if (auto read = read_line(); !read) return place(std::move(read).error());
    return to_json(Node(std::move(tree_.root())));
  }

 private:
  Result<> read_line() {
    start_ = at_;
    auto const whole = lines_[at_];
    auto const indent = indent_of(whole);
    auto const text = whole.substr(indent);
    if (text.empty() || is_comment(text)) return {};

    std::string block;
    std::string line(text);
    char const style = block_style(line);
    if (style != '\0') {
      line = trim_right_bytes(line, style == '|' ? "| \n" : "> \n");
      (line += ' ') += block_mark;
      block = take_block(style, indent);
    }
    line = without_comment(line);
    if (starts_list(line)) take_list(line);

    LK_TRY(Line parsed, parse_line(line));
    if (style != '\0')
      for (auto& entry : parsed.entries) fill_block(entry.value, block);
    return tree_.add(std::move(parsed), indent);
  }

  /// Takes the lines of a block: those that are empty or indented further than its parent. The
  /// first one says how much indent all lose.
  std::string take_block(char style, std::size_t parent_indent) {
    std::string out;
    auto const indent = at_ + 1 < lines_.size() ? indent_of(lines_[at_ + 1]) : 0;
    while (at_ + 1 < lines_.size()) {
      auto const line = lines_[at_ + 1];
      auto const trimmed = trim_bytes(line);
      if (!trimmed.empty() && trimmed != "0" && indent_of(line) <= parent_indent) break;
      auto const text = trim_right_bytes(line.substr(std::min(indent, line.size())), "\r\n\t ");
      if (style == '|')
        (out += text) += '\n';
      else
        fold(out, text);
      ++at_;
    }
    out.resize(trim_right_bytes(out, " \r\n").size());
    return out;
  }

  static void fold(std::string& out, std::string_view line) {
    line = formats::trim_left_bytes(line);
    if (!line.empty()) {
      (out += line) += ' ';
    } else {
      out.resize(trim_right_bytes(out, " \t").size());
      out += '\n';
    }
  }

  static void fill_block(Node& node, std::string_view block) {
    if (node.is_table()) {
      for (auto& item : node.table->items()) fill_block(item.node, block);
    } else if (auto const* text = node.scalar.if_string();
               text != nullptr && text->ends_with(block_mark)) {
      node.scalar = json::string(block);
    }
  }

  /// Joins following lines until one ends in `]`.
  void take_list(std::string& line) {
    while (!trim_right_bytes(line).ends_with(']') && at_ + 1 < lines_.size()) {
      line.resize(trim_right_bytes(line, " \n\t\r").size());
      (line += ' ') += formats::trim_left_bytes(lines_[++at_], " \t");
    }
  }

  Failure place(Error const& error) const {
    auto const column = indent_of(lines_[start_]) + 1;
    return fail_at(static_cast<int>(start_) + 1, static_cast<int>(column), error.message);
  }

  std::vector<std::string_view> lines_;
  std::size_t at_ = 0;
  std::size_t start_ = 0;  ///< first line of what is read now
  Tree tree_;
};

}  // namespace

Result<json::value> parse_dialect(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return Reader(text).read();
}

}  // namespace latchkey::yaml
