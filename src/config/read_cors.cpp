// cors.* and headers: all that ends up in answer headers. Source: spec/auth 14; security 6, S19.
#include <algorithm>
#include <array>

#include "config/table.h"
#include "core/text.h"

namespace latchkey::config {
namespace {

/// Names from one text with commas, or a list; what is no name is left out with a warning.
std::optional<std::vector<std::string>> read_names(OptionReader& in) {
  auto const found = in.list();
  if (!found) return std::nullopt;
  std::vector<std::string> out;
  for (auto const& item : *found) {
    for (auto const part : split(item, ',')) {
      auto const name = trim(part);
      if (is_token(name))
        out.emplace_back(name);
      else if (!name.empty())
        in.warn("has an item that is no header or method name; it is left out");
    }
  }
  return out;
}

bool looks_like_origin(std::string_view origin) {
  auto const host = origin.find("://");
  return host != origin.npos && host > 0 && origin.find_first_of("/@?# ", host + 3) == origin.npos;
}

/// Fields that frame or belong to the connection: a second one would split answers behind a proxy.
bool is_servers_own(std::string_view name) {
  constexpr std::array<std::string_view, 7> own{"content-length", "transfer-encoding", "connection",
                                                "date",           "keep-alive",        "upgrade",
                                                "set-cookie"};
  return std::ranges::any_of(own, [&](auto const& one) { return iequals(one, name); });
}

}  // namespace

/// What is no origin never opens anything: a wrong type allows nobody.
void read_allow_origin(OptionReader& in, Options& out) {
  if (!in.is_set()) return;
  auto const found = in.list();
  out.cors.any_origin = false;
  if (!found) return in.warn("allows no origin now");
  for (auto const& item : *found) {
    if (item == "*")
      out.cors.any_origin = true;
    else if (looks_like_origin(item))
      out.cors.origins.push_back(lower(item));
    else
      in.warn(
          "has an item that is no origin like https://example.com (no path, no slash at the end); "
          "it is left out");
  }
  if (out.cors.any_origin) out.cors.origins.clear();
}

void read_allow_headers(OptionReader& in, Options& out) {
  auto const* value = in.own();
  auto const* truth = value != nullptr ? value->as<bool>() : nullptr;
  if (truth != nullptr)
    out.cors.echo_headers = *truth;
  else if (auto names = read_names(in))
    out.cors.allow_headers = std::move(*names);
}

void read_expose_headers(OptionReader& in, Options& out) {
  if (auto names = read_names(in)) out.cors.expose_headers = std::move(*names);
}

void read_allow_methods(OptionReader& in, Options& out) {
  if (auto names = read_names(in)) out.cors.allow_methods = std::move(*names);
}

void read_max_age(OptionReader& in, Options& out) {
  std::size_t age = 0;
  if (!in.is_set()) return;
  in.count(age, 0, 1'000'000'000);
  if (in.accepted()) out.cors.max_age = static_cast<std::int64_t>(age);
}

void read_headers(OptionReader& in, Options& out) {
  if (!in.is_set()) return;
  auto const& tree = *in.tree();
  bool const empty = tree.own && tree.own->is_empty_list();
  if (tree.children.empty()) return empty ? void() : in.wrong("a map of names to texts");
  for (auto const& [name, value] : tree.children) {
    auto const* text = value.own && value.children.empty() ? value.own->as<std::string>() : nullptr;
    bool const printable =
        text != nullptr && std::ranges::none_of(*text, [](char c) {
          return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
        });
    if (is_servers_own(name))
      in.warn("has the header " + name + ", which the server sets itself; it is left out");
    else if (is_token(name) && printable)
      out.headers[name] = *text;
    else
      in.warn("has an item that is no header with a text of one line; it is left out");
  }
}

}  // namespace latchkey::config
