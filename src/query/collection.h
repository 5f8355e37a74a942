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
  /// What filters and sorting look at; null for what is not there.
  Value attribute(std::string_view name) const;
};
using ItemPtr = std::shared_ptr<Item const>;
using Items = std::vector<ItemPtr>;

class Collection : public Object {
 public:
  explicit Collection(Items items) : items_(std::move(items)) {}
  Items const& items() const { return items_; }

  Result<Value> call(std::string_view name, Values const& arguments) const final;
  std::string text() const override;  ///< the keys, a line each
  json::value data() const override;  ///< the keys; those that are numbers as numbers
  bool is_true() const override { return true; }

  /// A collection of the same kind.
  virtual std::shared_ptr<Collection const> with(Items items) const = 0;
  /// Members of this kind only. Errors: error.invalidMethod.
  virtual Result<Value> more(std::string_view name, Values const& arguments) const = 0;
  /// The items whose key, id or uuid `key` is; null if there is none.
  virtual ItemPtr find_one(std::string_view key) const;

 private:
  Items const items_;
};

/// `filterBy(field, value)`, `(field, operator, value)`, each with a separator to split the field's
/// value at as one more argument. Unknown operators keep nothing.
Items filter_items(Items const& items, Values const& arguments);
/// `sortBy("date", "desc", "title")` or "date desc"; stable.
Items sort_items(Items const& items, Values const& arguments);

}  // namespace latchkey::query
