#include "kql/request.h"

#include <algorithm>

#include "core/text.h"
#include "query/value.h"

namespace latchkey::kql {
namespace {

constexpr std::size_t most_queries = 100, most_keys = 1000;
constexpr int deepest = 20;

Failure wrong(std::string const& what) {
  return fail(Kind::invalid, "error.invalidArgument", what);
}

json::value const* find(json::object const& map, std::string_view key) {
  auto const* const found = map.if_contains(key);
  return found && !found->is_null() ? found : nullptr;
}

std::int64_t whole(json::value const* value, std::int64_t otherwise) {
  return value ? query::integer_argument({query::Value(*value)}, 0, otherwise) : otherwise;
}

class Reader {
 public:
  explicit Reader(bool text_flags) : text_flags_(text_flags) {}

  /// `is_nested`: below a key of a selection, whose value it may be about.
  Result<Request> request(json::object const& from, int depth, bool is_nested) {
    if (depth > deepest) return wrong("The selection is too deep");
    Request out;
    auto const* const text = find(from, "query");
    if (text && !text->is_string()) return wrong("\"query\" must be a text");
    bool const is_said = text && !trim(std::string_view(text->get_string())).empty();
    if (is_said || !is_nested) {
      LK_TRY(out.query, query::parse(is_said ? std::string_view(text->get_string()) : "site"));
    }
    if (auto const* const select = find(from, "select")) {
      LK_TRY(out.select, selection(*select, depth));
    }
    if (auto const* const paging = find(from, "pagination")) {
      LK_TRY(out.paging, pagination(*paging));
    }
    return out;
  }

 private:
  Result<Paging> pagination(json::value const& from) const {
    Paging out;
    if (from.is_array() && from.get_array().empty()) return out;
    auto const* const map = from.if_object();
    if (!map) return wrong("\"pagination\" must be a map");
    if (auto const limit = whole(find(*map, "limit"), 0); limit > 0) out.limit = limit;
    out.page = std::max<std::int64_t>(1, whole(find(*map, "page"), 1));
    return out;
  }

  Result<std::optional<Selection>> selection(json::value const& from, int depth) {
    Selection out;
    if (from.is_string()) {
      std::string_view const text = from.get_string();
      if (trim(text).empty()) return std::nullopt;
      out.describes = trim(text) == "?";
      for (auto const key : split(text, ','))
        if (!trim(key).empty() && !out.describes) out.picks.push_back({std::string(trim(key))});
      return out;
    }
    if (auto const* const list = from.if_array()) {
      for (auto const& key : *list) {
        if (!key.is_string()) return wrong("\"select\" must be a list of names");
        out.picks.push_back({std::string(key.get_string())});
      }
      out.describes = out.picks.size() == 1 && out.picks[0].key == "?";
    } else if (auto const* const map = from.if_object()) {
      for (auto const& [key, value] : *map) LK_CHECK(add(out, key, value, depth));
    } else {
      return wrong("\"select\" must be a text, a list or a map");
    }
    keys_ += out.picks.size();
    if (keys_ > most_keys) return wrong("The selection has too many keys");
    return out;
  }

  Result<> add(Selection& out, std::string_view key, json::value const& value, int depth) {
    auto const flag = flag_of(value);
    if (flag && !*flag) return {};
    Pick pick{std::string(key)};
    if (!flag) {
      LK_TRY(Request request, below(value, depth));
      pick.request = std::make_shared<Request const>(std::move(request));
    }
    out.picks.push_back(std::move(pick));
    return {};
  }

  Result<Request> below(json::value const& value, int depth) {
    if (auto const* const map = value.if_object()) return request(*map, depth + 1, true);
    json::object as;
    bool const is_select = value.is_array() || (value.is_string() && value == "?");
    if (!is_select && !value.is_string())
      return wrong("A key of \"select\" must be true, false, a query or a request");
    as[is_select ? "select" : "query"] = value;
    return request(as, depth + 1, true);
  }

  std::optional<bool> flag_of(json::value const& value) const {
    if (value.is_bool()) return value.get_bool();
    if (text_flags_ && value == "true") return true;
    if (text_flags_ && value == "false") return false;
    return std::nullopt;
  }

  bool const text_flags_;
  std::size_t keys_ = 0;
};

}  // namespace

Result<Requests> read_requests(json::object const& input, bool text_flags) {
  Requests out;
  Reader reader(text_flags);
  auto const* const named = find(input, "queries");
  if (!named) {
    LK_TRY(Request only, reader.request(input, 0, false));
    out.all.emplace_back("", std::move(only));
    return out;
  }
  json::object map;
  if (auto const* const list = named->if_array()) {
    out.form = Requests::Form::list;
    for (auto const& item : *list) map[std::to_string(map.size())] = item;
  } else if (named->is_object()) {
    out.form = Requests::Form::map;
    map = named->get_object();
  } else {
    return wrong("\"queries\" must be a map");
  }
  if (map.size() > most_queries) return wrong("There are too many queries");
  for (auto const& [name, value] : map) {
    auto const as = value.is_string()   ? json::object{{"query", value}}
                    : value.is_object() ? value.get_object()
                                        : json::object();
    if (!value.is_string() && !value.is_object())
      return wrong("Each of \"queries\" must be a query or a request");
    LK_TRY(Request one, reader.request(as, 0, false));
    out.all.emplace_back(std::string(name), std::move(one));
  }
  return out;
}

}  // namespace latchkey::kql
