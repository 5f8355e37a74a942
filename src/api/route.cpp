#include "api/route.h"

#include <array>
#include <unordered_map>

#include "core/text.h"

namespace latchkey::api {
namespace {

constexpr std::size_t max_parts = 12;

/// Parts of a path or pattern; too many are cut off, which no pattern matches.
struct Parts {
  std::array<std::string_view, max_parts + 1> items;
  std::size_t size = 0;

  explicit Parts(std::string_view path) {
    while (size <= max_parts) {
      auto const slash = path.find('/');
      items[size++] = path.substr(0, slash);
      if (slash == path.npos) return;
      path.remove_prefix(slash + 1);
    }
  }
};

bool is_path_character(char c) {
  return is_alnum(c) || std::string_view(".-_%=+@()").find(c) != std::string_view::npos;
}

bool is_argument(std::string_view part) {
  return !part.empty() && std::ranges::all_of(part, is_path_character);
}

struct Compiled {
  Route const* route;
  Parts parts;

  explicit Compiled(Route const& row) : route(&row), parts(row.pattern) {}

  /// The arguments if `path` fits.
  std::optional<Args> match(Parts const& path) const {
    auto const rest = rest_of(path);
    if (!rest) return std::nullopt;
    Args args;
    for (std::size_t i = 0, at = 0; i < parts.size; at += i == rest->part ? rest->size : 1, ++i) {
      auto const pattern = parts.items[i];
      if (!pattern.starts_with('{')) {
        if (pattern != path.items[at]) return std::nullopt;
        continue;
      }
      auto const sent = joined(path, at, i == rest->part ? rest->size : 1);
      if (!sent) return std::nullopt;
      args.values.push_back(named(pattern, *sent));
    }
    return args;
  }

 private:
  /// The part of the pattern that takes several of the path, and how many.
  struct Rest {
    std::size_t part, size;
  };

  /// None where the numbers of parts don't fit.
  std::optional<Rest> rest_of(Parts const& path) const {
    for (std::size_t const part : {std::size_t(0), parts.size - 1})
      if (parts.items[part].ends_with("...}")) {
        if (path.size < parts.size || path.size > max_parts) return std::nullopt;
        return Rest{part, path.size - parts.size + 1};
      }
    if (path.size != parts.size) return std::nullopt;
    return Rest{0, 1};
  }

  /// `count` parts of a path from `first` on as one text; none where one of them is no argument.
  static std::optional<std::string_view> joined(Parts const& path, std::size_t first,
                                                std::size_t count) {
    auto const last = first + count - 1;
    for (auto i = first; i <= last; ++i)
      if (!is_argument(path.items[i])) return std::nullopt;
    auto const* const begin = path.items[first].data();
    auto const* const end = path.items[last].data() + path.items[last].size();
    return std::string_view(begin, static_cast<std::size_t>(end - begin));
  }

  static std::pair<std::string_view, std::string> named(std::string_view pattern,
                                                        std::string_view sent) {
    auto name = pattern.substr(1, pattern.size() - 2);
    bool const decode = name.ends_with('%');
    if (decode) name.remove_suffix(1);
    if (name.ends_with("...")) name.remove_suffix(3);
    return {name, decode ? http::percent_decode(sent) : std::string(sent)};
  }
};

/// Every table, in the order of matching.
auto all_tables() {
  return std::array{
      auth_routes(),        system_routes(),      user_routes(),      role_routes(),
      page_routes(),        page_write_routes(),  page_move_routes(), file_routes(),
      file_change_routes(), upload_routes(),      change_routes(),    refused_change_routes(),
      blueprint_routes(),   section_routes(),     field_routes(),     language_routes(),
      openapi_routes(),     translation_routes(), query_routes()};
}

/// All rows, by their first part, in table order (the first match wins).
class Index {
 public:
  Index() {
    for (auto const table : all_tables())
      for (auto const& row : table) {
        Compiled compiled(row);
        auto const first = compiled.parts.items[0];
        by_first_[first.starts_with('{') ? any_first : first].push_back(compiled);
      }
  }

  std::optional<Match> find(http::Method method, Parts const& path) const {
    auto found = find_below(path.items[0], method, path);
    return found ? found : find_below(any_first, method, path);
  }

 private:
  /// Key of the rows that begin with a rest.
  static constexpr std::string_view any_first = "{...}";

  std::optional<Match> find_below(std::string_view first, http::Method method,
                                  Parts const& path) const {
    auto const rows = by_first_.find(first);
    if (rows == by_first_.end()) return std::nullopt;
    for (auto const& row : rows->second) {
      if (row.route->method != method) continue;
      if (auto args = row.match(path)) return Match{row.route, std::move(*args)};
    }
    return std::nullopt;
  }

  std::unordered_map<std::string_view, std::vector<Compiled>> by_first_;
};

}  // namespace

std::string const& Args::get(std::string_view name) const {
  auto const found =
      std::ranges::find_if(values, [&](auto const& argument) { return argument.first == name; });
  LK_ASSERT(found != values.end());
  return found->second;
}

std::optional<Match> match_route(http::Method method, std::string_view path) {
  static Index const index;
  if (method == http::Method::head) method = http::Method::get;
  return index.find(method, Parts(path));
}

std::vector<Route const*> all_routes() {
  std::vector<Route const*> out;
  for (auto const table : all_tables())
    for (auto const& row : table) out.push_back(&row);
  return out;
}

http::Method effective_method(http::Request const& request) {
  auto const header = request.headers.find("X-HTTP-Method-Override");
  if (!header) return request.method;
  std::string upper(*header);
  std::ranges::transform(upper, upper.begin(), to_upper);
  auto const wanted = http::parse_method(upper);
  return wanted == http::Method::other ? request.method : wanted;
}

json::value const* Call::input(std::string_view key) const {
  json::value const* found = nullptr;
  for (auto const& [name, value] : body)
    if (iequals(name, key)) found = &value;
  return found;
}

Result<std::optional<std::string>> as_text(json::value const* value, std::string_view key) {
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (auto const* text = value->if_string()) return std::string(*text);
  if (auto const* flag = value->if_bool()) return std::string(*flag ? "1" : "");
  if (value->is_number()) return json::print(*value);
  return fail(Kind::invalid, "error.invalidArgument",
              "The value of \"" + std::string(key) + "\" must be text");
}

Result<std::optional<std::string>> Call::text_input(std::string_view key) const {
  return as_text(input(key), key);
}

}  // namespace latchkey::api
