#pragma once
// Rows that the site, pages, users and the account have alike: written once, with a handler that
// finds whose turn it is by the row's pattern.

#include <deque>
#include <span>
#include <string>
#include <vector>

#include "api/route.h"

namespace latchkey::api {

/// One action of all owners. `rest` stands behind the owner: "/files/{name%}"; in `summary` a "{}"
/// becomes "the site", "a page", "a user", "the acting user".
struct OwnedRow {
  enum class Of { all, users, all_and_root };  ///< the root: "files/…" is "site/files/…", too
  http::Method method;
  std::string_view rest;
  Handler handler;
  std::string_view summary;
  Of of = Of::all;
  Admit admit = nullptr;
};

/// All behind the gate, all on the worker pool. Holds the texts of its rows.
class OwnedRoutes {
 public:
  explicit OwnedRoutes(std::span<OwnedRow const> rows);
  OwnedRoutes(OwnedRoutes const&) = delete;
  OwnedRoutes& operator=(OwnedRoutes const&) = delete;
  std::span<Route const> rows() const { return rows_; }

 private:
  void add(OwnedRow const& row, std::string_view base, std::string_view who);

  std::deque<std::string> texts_;
  std::vector<Route> rows_;
};

/// Whom a pattern means.
enum class OwnerKind { site, page, user, account };
OwnerKind owner_kind(std::string_view pattern);

}  // namespace latchkey::api
