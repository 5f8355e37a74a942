// Filters and order of collections.

#include <algorithm>
#include <array>

#include "core/text.h"
#include "formats/date.h"
#include "formats/pattern.h"
#include "query/collection.h"
#include "query/evaluate.h"
#include "query/guard.h"

namespace latchkey::query {
namespace {

constexpr std::array<std::string_view, 30> operators{
    "==",     "!=",      "in",        "not in",    "*=",           "!*=",      ">",       ">=",
    "<",      "<=",      "$=",        "!$=",       "^=",           "!^=",      "between", "..",
    "*",      "!*",      "minlength", "maxlength", "minwords",     "maxwords", "date ==", "date !=",
    "date >", "date >=", "date <",    "date <=",   "date between", "date .."};

bool is_operator(std::string_view word) {
  return std::ranges::find(operators, word) != operators.end();
}

std::vector<Value> list_of(Value const& value) {
  if (auto const* const list = value.list()) return *list;
  std::vector<Value> out;
  if (auto const* const plain = value.plain(); plain && plain->is_array()) {
    for (auto const& item : plain->get_array()) out.emplace_back(item);
  } else {
    out.push_back(value);
  }
  return out;
}

std::size_t count_words(std::string_view text) {
  std::size_t out = 0;
  bool inside = false;
  for (char const c : text) {
    if (!is_space(c) && !inside) ++out;
    inside = !is_space(c);
  }
  return out;
}

bool is_between(Value const& value, Value const& range) {
  auto const ends = list_of(range);
  return ends.size() == 2 && compare(value, ends[0]) >= 0 && compare(value, ends[1]) <= 0;
}

Value as_date(Value const& value) {
  auto const at = formats::parse_date(text_of(value), 0);
  return at ? Value(json::value(*at)) : Value();
}

Value as_dates(Value const& range) {
  Values out;
  for (auto const& item : list_of(range)) out.push_back(as_date(item));
  return Value::list(std::move(out));
}

/// `operator` and what it compares with.
struct Condition {
  std::string_view op;
  Value wanted;
  std::optional<formats::Pattern> pattern = {};  ///< of `*` and `!*`; none where it cannot be read
};

bool holds(Value const& value, Condition const& condition);

bool holds_date(Value const& value, std::string_view op, Value const& wanted) {
  auto const at = as_date(value);
  if (at.is_null()) return false;
  if (op == "between" || op == "..") return is_between(at, as_dates(wanted));
  auto const other = as_date(wanted);
  return !other.is_null() && holds(at, {op, other});
}

bool holds(Value const& value, Condition const& condition) {
  auto const& [op, wanted, pattern] = condition;
  if (op.starts_with("date ")) return holds_date(value, op.substr(5), wanted);
  if (op == "==") return loosely_equal(value, wanted);
  if (op == "!=") return !loosely_equal(value, wanted);
  if (op == "in" || op == "not in") {
    auto const all = list_of(wanted);
    bool const found =
        std::ranges::any_of(all, [&](auto const& v) { return loosely_equal(value, v); });
    return found == (op == "in");
  }
  if (op == ">") return compare(value, wanted) > 0;
  if (op == ">=") return compare(value, wanted) >= 0;
  if (op == "<") return compare(value, wanted) < 0;
  if (op == "<=") return compare(value, wanted) <= 0;
  if (op == "between" || op == "..") return is_between(value, wanted);
  auto const text = text_of(value), part = text_of(wanted);
  if (op == "*=") return text.find(part) != text.npos;
  if (op == "!*=") return text.find(part) == text.npos;
  if (op == "^=") return text.starts_with(part);
  if (op == "!^=") return !text.starts_with(part);
  if (op == "$=") return text.ends_with(part);
  if (op == "!$=") return !text.ends_with(part);
  if (op == "*") return pattern && pattern->matches_part(text);
  if (op == "!*") return !(pattern && pattern->matches_part(text));
  auto const limit = number_of(wanted).value_or(0);
  auto const length = static_cast<double>(count_characters(text));
  auto const words = static_cast<double>(count_words(text));
  if (op == "minlength") return length >= limit;
  if (op == "maxlength") return length <= limit;
  if (op == "minwords") return words >= limit;
  return op == "maxwords" && words <= limit;
}

/// Units of work of one look at `length` bytes.
std::size_t work_of(Condition const& condition, std::size_t length) {
  std::size_t dear = 1;
  if (condition.op == "in" || condition.op == "not in")
    dear = 2 + weight_of(condition.wanted);
  else if (condition.pattern)
    dear = 40;
  else if (condition.op.ends_with("*="))
    dear = 1 + text_of(condition.wanted).size() / 64;
  return dear * (1 + length / 64);
}

/// With a separator: whether any piece holds; for negations, whether all do. Errors: those of the
/// watch.
Result<bool> holds_split(Value const& value, Condition const& condition,
                         std::string_view separator) {
  LK_CHECK(Watch::spend(work_of(condition, 64 * weight_of(value))));
  if (separator.empty()) return holds(value, condition);
  auto const op = condition.op;
  bool const negative = op.starts_with('!') || op.starts_with("not");
  auto const text = text_of(value);
  std::vector<Value> pieces;
  for (std::size_t from = 0; from <= text.size();) {
    auto const at = std::min(text.find(separator, from), text.size());
    if (auto const piece = trim(std::string_view(text).substr(from, at - from)); !piece.empty())
      pieces.push_back(Value::text(piece));
    from = at + separator.size();
  }
  for (auto const& piece : pieces) {
    LK_CHECK(Watch::spend(work_of(condition, 0)));
    if (holds(piece, condition) != negative) return !negative;
  }
  return negative;
}

Result<Items> filter_by(Items const& items, Closure const& closure) {
  Items out;
  for (auto const& item : items) {
    LK_TRY(Value const kept, call_closure(closure, {value_of(item)}));
    if (is_true(kept)) out.push_back(item);
  }
  return out;
}

struct SortKey {
  std::string name;
  bool down = false;
};

/// A text that is looked at often: what number it is, is asked once.
struct SortCell {
  explicit SortCell(std::string value) : text(std::move(value)), number(parse_number(text)) {}
  std::string text;
  std::optional<double> number;
};

/// As `compare`.
int compare_cells(SortCell const& a, SortCell const& b) {
  if (a.number && b.number) return *a.number < *b.number ? -1 : *a.number > *b.number ? 1 : 0;
  return compare_naturally(a.text, b.text);
}

std::vector<SortKey> sort_keys(Values const& arguments) {
  std::vector<SortKey> out;
  for (auto const& argument : arguments) {
    auto const text = text_of(argument);
    for (auto const part : split(text, ' ')) {
      auto const word = lower(trim(part));
      if (word.empty()) continue;
      if (word == "asc" || word == "desc") {
        if (!out.empty()) out.back().down = word == "desc";
      } else {
        out.push_back({std::string(trim(part)), false});
      }
    }
  }
  return out;
}

}  // namespace

Result<Items> filter_items(Items const& items, Values const& arguments) {
  if (arguments.empty()) return items;
  if (auto const* const closure = arguments[0].closure()) return filter_by(items, *closure);
  auto const name = text_of(arguments[0]);
  std::string op = "==", separator;
  Value wanted = arguments.size() > 1 ? arguments[1] : Value(json::value(true));
  auto const word = arguments.size() > 2 ? text_of(arguments[1]) : std::string();
  if (is_operator(word)) {
    op = word;
    wanted = arguments[2];
    separator = text_argument(arguments, 3);
  } else {
    separator = text_argument(arguments, 2);
  }
  Condition condition{op, std::move(wanted)};
  if (op.ends_with('*'))
    condition.pattern = formats::Pattern::read_delimited(text_of(condition.wanted));
  Items out;
  for (auto const& item : items) {
    LK_TRY(auto const value, item->attribute(name));
    LK_TRY(bool const kept, holds_split(value, condition, separator));
    if (kept) out.push_back(item);
  }
  return out;
}

std::vector<std::string> sort_names(Values const& arguments) {
  std::vector<std::string> out;
  for (auto& key : sort_keys(arguments)) out.push_back(std::move(key.name));
  return out;
}

Result<Items> sort_items(Items const& items, Values const& arguments) {
  auto const keys = sort_keys(arguments);
  struct Row {
    ItemPtr item;
    std::vector<SortCell> cells;
  };
  std::vector<Row> rows;
  rows.reserve(items.size());
  for (auto const& item : items) {
    Row row{item, {}};
    for (auto const& key : keys) {
      LK_TRY(auto const value, item->attribute(key.name));
      row.cells.emplace_back(text_of(value));
    }
    rows.push_back(std::move(row));
  }
  std::ranges::stable_sort(rows, [&](Row const& a, Row const& b) {
    for (std::size_t i = 0; i < keys.size(); ++i)
      if (auto const order = compare_cells(a.cells[i], b.cells[i]); order != 0)
        return keys[i].down ? order > 0 : order < 0;
    return false;
  });
  Items out;
  for (auto& row : rows) out.push_back(std::move(row.item));
  return out;
}

}  // namespace latchkey::query
