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
    bool const takes_rest = parts.items[parts.size - 1].ends_with("...}");
    if (takes_rest ? path.size < parts.size || path.size > max_parts : path.size != parts.size)
      return std::nullopt;
    for (std::size_t i = parts.size; i < path.size; ++i)
      if (!is_argument(path.items[i])) return std::nullopt;
    for (std::size_t i = 0; i < parts.size; ++i) {
      bool const open = parts.items[i].starts_with('{');
      if (open ? !is_argument(path.items[i]) : parts.items[i] != path.items[i]) return std::nullopt;
    }
    Args args;
    for (std::size_t i = 0; i < parts.size; ++i) {
      auto name = parts.items[i];
      if (!name.starts_with('{')) continue;
      name = name.substr(1, name.size() - 2);
      if (name.ends_with("...")) {
        auto const& last = path.items[path.size - 1];
        auto const* const begin = path.items[i].data();
        args.values.emplace_back(name.substr(0, name.size() - 3),
                                 std::string(begin, last.data() + last.size()));
        continue;
      }
      bool const decode = name.ends_with('%');
      if (decode) name.remove_suffix(1);
      args.values.emplace_back(
          name, decode ? http::percent_decode(path.items[i]) : std::string(path.items[i]));
    }
    return args;
  }
};

/// All rows, by their first part, in table order (the first match wins).
class Index {
 public:
  Index() {
    for (auto const table :
         {auth_routes(), system_routes(), user_routes(), role_routes(), page_routes(),
          page_write_routes(), page_move_routes(), file_routes(), file_change_routes(),
          upload_routes(), blueprint_routes(), section_routes(), field_routes(), language_routes(),
          openapi_routes(), translation_routes()})
      for (auto const& row : table) {
        Compiled compiled(row);
        by_first_[compiled.parts.items[0]].push_back(compiled);
      }
  }

  std::optional<Match> find(http::Method method, Parts const& path) const {
    auto const rows = by_first_.find(path.items[0]);
    if (rows == by_first_.end()) return std::nullopt;
    for (auto const& row : rows->second) {
      if (row.route->method != method) continue;
      if (auto args = row.match(path)) return Match{row.route, std::move(*args)};
    }
    return std::nullopt;
  }

 private:
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
  for (auto const table :
       {auth_routes(), system_routes(), user_routes(), role_routes(), page_routes(),
        page_write_routes(), page_move_routes(), file_routes(), file_change_routes(),
        upload_routes(), blueprint_routes(), section_routes(), field_routes(), language_routes(),
        openapi_routes(), translation_routes()})
    for (auto const& row : table) out.push_back(&row);
  return out;
}

http::Method effective_method(http::Request const& request) {
  auto const header = request.headers.find("X-HTTP-Method-Override");
  if (!header || request.method == http::Method::other) return request.method;
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
