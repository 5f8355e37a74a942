#pragma once
// Collections of things of the site, and what their items know of their neighbours. For the objects
// only. Source: spec/content-api 18, "collections", "siblings".

#include <functional>
#include <optional>

#include "fields/objects.h"

namespace latchkey::fields {

/// A collection that borrows the world.
class SiteList : public query::Collection {
 public:
  SiteList(World const& in, query::Items items) : Collection(std::move(items)), world_(in) {}
  /// `shuffle`, and `search` where `searches`; else that there is no such member.
  Result<query::Value> more(std::string_view name, query::Values const& arguments) const override;

 protected:
  World const& world() const { return world_; }
  virtual bool searches() const { return false; }

 private:
  World const& world_;
};

using ListPtr = std::shared_ptr<query::Collection const>;

/// Roles, languages, rows, …: nothing but items. `whole`: shown as its items, not as their keys.
struct ListKind {
  std::string_view type;
  bool whole = false;
  /// Members of its own; null for none.
  std::optional<query::Value> (*own)(query::Collection const& of, std::string_view name,
                                     query::Values const& arguments) = nullptr;
};
ListPtr make_list(World const& world, ListKind const& kind, query::Items items);

/// hasNext, hasPrev, indexOf, isFirst, isLast, isNth, next, nextAll, prev, prevAll, siblings of the
/// item `self` among `all`, or among the collection that is an argument. None for other names.
std::optional<query::Value> sibling_member(World const& world, query::Item const& self,
                                           std::function<ListPtr()> const& all,
                                           std::string_view name, query::Values const& arguments);

/// The texts among arguments, those of lists one by one.
std::vector<std::string> names_in(query::Values const& arguments);

}  // namespace latchkey::fields
