#pragma once
// Lists of pages, files, users: what all of them can do. Source: spec/content-api 18.

#include <string>
#include <string_view>
#include <vector>

#include "query/value.h"

namespace latchkey::query {

/// A member of a collection.
class Item : public Object {
 public:
  virtual std::string key() const = 0;
  /// What filters and sorting look at; null for what is not there. Errors: those of the watch.
  Result<Value> attribute(std::string_view name) const;
};
using ItemPtr = std::shared_ptr<Item const>;
using Items = std::vector<ItemPtr>;

/// What an item stands for: itself, or the group it is (`groupBy`, `chunk`). Null for null.
Value value_of(ItemPtr const& item);

class Collection : public Object {
 public:
  explicit Collection(Items items) : items_(std::move(items)) {}
  Items const& items() const { return items_; }

  Result<Value> call(std::string_view name, Values const& arguments) const final;
  std::string text() const override;  ///< the keys, a line each
  json::value data() const override;  ///< the keys; those that are numbers as numbers
  bool is_true() const override { return true; }
  std::size_t weight() const override { return 1 + items_.size(); }

  /// A collection of the same kind. `counted`: keys that are numbers are counted anew from 0, as
  /// PHP does with the keys of arrays that it sorts or cuts.
  std::shared_ptr<Collection const> with(Items items, bool counted = false) const;
  /// Members of this kind only. Errors: error.invalidMethod.
  virtual Result<Value> more(std::string_view name, Values const& arguments) const = 0;
  /// The items whose key, id or uuid `key` is; null if there is none.
  virtual ItemPtr find_one(std::string_view key) const;

 private:
  virtual std::shared_ptr<Collection> make(Items items) const = 0;

  Items const items_;
  bool counted_ = false;
};

/// `filterBy(field, value)`, `(field, operator, value)`, each with a separator to split the field's
/// value at as one more argument; or by a closure. Unknown operators keep nothing. Errors: those of
/// the closure.
Result<Items> filter_items(Items const& items, Values const& arguments);
/// `sortBy("date", "desc", "title")` or "date desc"; stable. Errors: those of the watch.
Result<Items> sort_items(Items const& items, Values const& arguments);
/// The names `sort_items` looks at.
std::vector<std::string> sort_names(Values const& arguments);

/// Collections under keys, in this order.
ObjectPtr make_groups(std::vector<std::pair<std::string, Value>> const& groups);

}  // namespace latchkey::query
