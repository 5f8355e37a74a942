#pragma once
// Maps in a list that a model stores, as items that know their neighbours. For the objects only.

#include <memory>
#include <string>
#include <vector>

#include "fields/lists.h"

namespace latchkey::fields {

/// A map and its id: its own, else its place.
struct Row {
  std::string id;
  json::object values;
};
using Rows = std::shared_ptr<std::vector<Row> const>;

/// The maps in `list`; what is no map is left out.
Rows read_rows(json::array const& list);

/// One of `rows`. What follows may keep it.
class RowItem : public query::Item {
 public:
  RowItem(World const& in, Model of, Rows rows, std::size_t at)
      : world_(in), model_(std::move(of)), rows_(std::move(rows)), at_(at) {}

  std::string key() const override { return row().id; }
  std::string text() const override { return row().id; }
  std::size_t weight() const override { return 1 + row().values.size(); }
  Result<query::Value> call(std::string_view name, query::Values const& arguments) const final;

 protected:
  World const& world() const { return world_; }
  Model const& model() const { return model_; }
  Row const& row() const { return (*rows_)[at_]; }
  Rows const& rows() const { return rows_; }
  /// The value of the map's key; null where it has none.
  json::value const* find(std::string_view name) const { return row().values.if_contains(name); }
  /// A list in the map; empty where there is none.
  json::array list(std::string_view name) const;
  json::object map(std::string_view name) const;

 private:
  /// Members of its own, without `id` and `parent`.
  virtual Result<query::Value> own(std::string_view name, query::Values const& arguments) const = 0;
  virtual ListPtr all() const = 0;

  World const& world_;
  Model model_;
  Rows rows_;
  std::size_t at_;
};

/// The items of all rows.
template <class ItemType>
query::Items items_of(World const& world, Model const& model, Rows const& rows) {
  query::Items out;
  for (std::size_t at = 0; at < rows->size(); ++at)
    out.push_back(std::make_shared<ItemType const>(world, model, rows, at));
  return out;
}

}  // namespace latchkey::fields
