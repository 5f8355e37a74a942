#include "api/owned_routes.h"

#include <array>

#include "core/text.h"

namespace latchkey::api {
namespace {

struct OwnerWords {
  std::string_view base, who;
};
constexpr std::array<OwnerWords, 4> owner_words{{{"site", "the site"},
                                                 {"pages/{id}", "a page"},
                                                 {"users/{id%}", "a user"},
                                                 {"account", "the acting user"}}};

}  // namespace

OwnedRoutes::OwnedRoutes(std::span<OwnedRow const> rows) {
  for (auto const& row : rows)
    for (auto const& [base, who] : owner_words) {
      bool const of_users = base.starts_with("users") || base == "account";
      if (row.of == OwnedRow::Of::users && !of_users) continue;
      add(row, base, who);
      if (row.of == OwnedRow::Of::all_and_root && base == "site") add(row, "", who);
    }
}

void OwnedRoutes::add(OwnedRow const& row, std::string_view base, std::string_view who) {
  auto const rest = base.empty() ? row.rest.substr(1) : row.rest;
  auto const& pattern = texts_.emplace_back(std::string(base) + std::string(rest));
  auto const& summary = texts_.emplace_back(replace_all(row.summary, "{}", who));
  rows_.push_back(
      {row.method, pattern, Access::panel, Work::disk, row.handler, summary, row.admit});
}

OwnerKind owner_kind(std::string_view pattern) {
  auto const first = pattern.substr(0, pattern.find('/'));
  if (first == "pages") return OwnerKind::page;
  if (first == "users") return OwnerKind::user;
  return first == "account" ? OwnerKind::account : OwnerKind::site;
}

}  // namespace latchkey::api
