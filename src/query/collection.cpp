#include "query/collection.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "core/text.h"
#include "query/evaluate.h"
#include "query/guard.h"

namespace latchkey::query {
namespace {

Value collection_value(std::shared_ptr<Collection const> of) {
  return Value(ObjectPtr(std::move(of)));
}

Items cut_items(Items const& items, std::int64_t offset, std::int64_t limit) {
  auto const size = static_cast<std::int64_t>(items.size());
  if (offset < 0) offset = std::max<std::int64_t>(0, size + offset);
  offset = std::min(offset, size);
  if (limit < 0) limit = std::max<std::int64_t>(0, size - offset + limit);
  limit = std::min(limit, size - offset);
  return {items.begin() + offset, items.begin() + offset + limit};
}

bool recounts(std::string_view member) {
  constexpr std::string_view members[]{"sortBy", "sort", "limit", "offset", "slice", "paginate"};
  return std::ranges::find(members, member) != std::end(members);
}

/// Keys of arguments: texts, lists of them, items.
std::vector<std::string> keys_of(Values const& arguments) {
  std::vector<std::string> out;
  for (auto const& argument : arguments) {
    if (auto const* const item = dynamic_cast<Item const*>(argument.object())) {
      out.push_back(item->key());
    } else if (auto const* const list = dynamic_cast<Collection const*>(argument.object())) {
      for (auto const& one : list->items()) out.push_back(one->key());
    } else if (auto const* const plain = argument.plain(); plain && plain->is_array()) {
      for (auto const& one : plain->get_array()) out.push_back(text_of(one));
    } else {
      out.push_back(text_of(argument));
    }
  }
  return out;
}

class Operation {
 public:
  Operation(Collection const& of, Values const& arguments)
      : of_(of), items_(of.items()), arguments_(arguments) {}

  /// None where `name` is not common to all collections.
  std::optional<Result<Value>> run(std::string_view name) const {
    if (auto value = about(name)) return Result<Value>(std::move(*value));
    if (auto value = one(name)) return Result<Value>(std::move(*value));
    if (name == "filterBy" || name == "filter" || name == "findBy") return filtered(name);
    if (name == "sortBy" || name == "sort") return sorted();
    if (auto items = some(name))
      return Result<Value>(collection_value(of_.with(std::move(*items), recounts(name))));
    if (name == "find") return Result<Value>(find());
    if (name == "pluck") return pluck();
    if (name == "groupBy" || name == "group") return group();
    if (name == "chunk") return Result<Value>(chunk());
    return std::nullopt;
  }

 private:
  std::optional<Value> about(std::string_view name) const {
    auto const size = items_.size();
    if (name == "count") return Value(json::value(size));
    if (name == "isEmpty") return Value(json::value(size == 0));
    if (name == "isNotEmpty") return Value(json::value(size != 0));
    if (name == "isEven") return Value(json::value(size % 2 == 0));
    if (name == "isOdd") return Value(json::value(size % 2 != 0));
    if (name == "keys" || name == "toArray") return Value(of_.data());
    if (name == "has") {
      auto const keys = keys_of(arguments_);
      return Value(json::value(!keys.empty() && of_.find_one(keys.front()) != nullptr));
    }
    if (name == "indexOf") {
      auto const keys = keys_of(arguments_);
      auto const at = std::ranges::find_if(
          items_, [&](auto const& item) { return !keys.empty() && item->key() == keys.front(); });
      return at == items_.end() ? Value(json::value(false))
                                : Value(json::value(at - items_.begin()));
    }
    return std::nullopt;
  }

  std::optional<Value> one(std::string_view name) const {
    if (name == "first") return items_.empty() ? Value() : value_of(items_.front());
    if (name == "last") return items_.empty() ? Value() : value_of(items_.back());
    if (name == "nth") {
      auto const at = integer_argument(arguments_, 0, 0);
      bool const fits = at >= 0 && static_cast<std::size_t>(at) < items_.size();
      return fits ? value_of(items_[static_cast<std::size_t>(at)]) : Value();
    }
    if (name == "next") return items_.size() < 2 ? Value() : value_of(items_[1]);
    if (name == "prev" || name == "pagination") return Value();
    if (name == "findByKey" || name == "get") {
      auto const keys = keys_of(arguments_);
      return keys.empty() ? Value() : value_of(of_.find_one(keys.front()));
    }
    return std::nullopt;
  }

  std::optional<Items> some(std::string_view name) const {
    if (name == "flip") return Items(items_.rbegin(), items_.rend());
    if (name == "limit") return cut_items(items_, 0, integer_argument(arguments_, 0, 0));
    if (name == "offset") return cut_items(items_, integer_argument(arguments_, 0, 0), most);
    if (name == "slice")
      return cut_items(items_, integer_argument(arguments_, 0, 0),
                       integer_argument(arguments_, 1, most));
    if (name == "not" || name == "without") return without();
    if (name == "paginate") return page();
    if (name == "values" || name == "clone") return items_;
    if (name == "add" || name == "merge") return joined();
    return std::nullopt;
  }

  Result<Value> sorted() const {
    LK_TRY(Items items, sort_items(items_, arguments_));
    return collection_value(of_.with(std::move(items), true));
  }

  /// Of the items for `findBy`, the first; else all that the filter keeps.
  Result<Value> filtered(std::string_view name) const {
    LK_TRY(Items found, filter_items(items_, arguments_));
    if (name != "findBy") return collection_value(of_.with(std::move(found)));
    return found.empty() ? Value() : value_of(found.front());
  }

  Items without() const {
    std::unordered_set<std::string> known, removed;
    for (auto const& item : items_) known.insert(item->key());
    for (auto& key : keys_of(arguments_)) {
      if (!known.contains(key)) {
        auto const item = of_.find_one(key);
        if (!item) continue;
        key = item->key();
      }
      removed.insert(std::move(key));
    }
    Items out;
    for (auto const& item : items_)
      if (!removed.contains(item->key())) out.push_back(item);
    return out;
  }

  Items page() const {
    auto const limit = std::max<std::int64_t>(1, integer_argument(arguments_, 0, 20));
    auto const number = std::max<std::int64_t>(1, integer_argument(arguments_, 1, 1));
    if (number > static_cast<std::int64_t>(items_.size()) + 1) return {};
    return cut_items(items_, (number - 1) * std::min<std::int64_t>(limit, most), limit);
  }

  Items joined() const {
    Items out = items_;
    std::unordered_set<std::string> keys;
    for (auto const& item : out) keys.insert(item->key());
    auto const add = [&](ItemPtr const& item) {
      if (keys.insert(item->key()).second) out.push_back(item);
    };
    for (auto const& argument : arguments_) {
      if (auto const* const list = dynamic_cast<Collection const*>(argument.object()))
        for (auto const& item : list->items()) add(item);
      if (auto item = std::dynamic_pointer_cast<Item const>(argument.object_ptr())) add(item);
    }
    return out;
  }

  Value find() const {
    auto const keys = keys_of(arguments_);
    bool const many = arguments_.size() > 1 || (arguments_.size() == 1 && arguments_[0].plain() &&
                                                arguments_[0].plain()->is_array());
    if (!many) return keys.empty() ? Value() : value_of(of_.find_one(keys.front()));
    Items out;
    for (auto const& key : keys)
      if (auto item = of_.find_one(key)) out.push_back(item);
    return collection_value(of_.with(std::move(out)));
  }

  /// `pluck(field, separator, unique)`.
  Result<Value> pluck() const {
    auto const name = text_argument(arguments_, 0), separator = text_argument(arguments_, 1);
    bool const unique = arguments_.size() > 2 && is_true(arguments_[2]);
    json::array out;
    std::set<std::string> seen;
    auto const add = [&](json::value one) {
      if (!unique || seen.insert(json::print(one)).second) out.push_back(std::move(one));
    };
    for (auto const& item : items_) {
      LK_TRY(auto const value, item->attribute(name));
      if (separator.empty()) {
        add(value.object() ? json::object{{"value", json::text(text_of(value))}} : data_of(value));
        continue;
      }
      auto const text = text_of(value);
      for (auto const piece : split(text, separator.front()))
        if (!trim(piece).empty()) add(json::text(trim(piece)));
    }
    return Value(json::value(std::move(out)));
  }

  /// By what the field is as text, in the order in which the groups begin; ASCII letters in lower
  /// case unless the second argument is false.
  Result<Value> group() const {
    std::vector<std::pair<std::string, Items>> groups;
    std::map<std::string, std::size_t> places;
    auto const name = text_argument(arguments_, 0);
    auto const* const closure = arguments_.empty() ? nullptr : arguments_[0].closure();
    bool const as_written = arguments_.size() > 1 && !is_true(arguments_[1]);
    for (auto const& item : items_) {
      Value by;
      if (closure) {
        LK_TRY(by, call_closure(*closure, {value_of(item)}));
      } else {
        LK_TRY(by, item->attribute(name));
      }
      auto key = as_written ? text_of(by) : lower(text_of(by));
      auto const [place, is_new] = places.emplace(key, groups.size());
      if (is_new) groups.emplace_back(std::move(key), Items());
      groups[place->second].second.push_back(item);
    }
    std::vector<std::pair<std::string, Value>> out;
    out.reserve(groups.size());
    for (auto& [key, items] : groups)
      out.emplace_back(key, collection_value(of_.with(std::move(items))));
    return Value(make_groups(out));
  }

  Value chunk() const {
    auto const size = std::max<std::int64_t>(1, integer_argument(arguments_, 0, 1));
    std::vector<std::pair<std::string, Value>> out;
    for (std::int64_t at = 0; at < static_cast<std::int64_t>(items_.size()); at += size)
      out.emplace_back(std::to_string(out.size()),
                       collection_value(of_.with(cut_items(items_, at, size))));
    return Value(make_groups(out));
  }

  static constexpr std::int64_t most = 1'000'000'000;
  Collection const& of_;
  Items const& items_;
  Values const& arguments_;
};

/// A group as an item; asked for a member, the group answers.
class Group final : public Item {
 public:
  Group(std::string key, Value of) : key_(std::move(key)), of_(std::move(of)) {}
  std::string_view type() const override { return of_.object()->type(); }
  std::string key() const override { return key_; }
  std::string text() const override { return key_; }
  json::value data() const override { return data_of(of_); }
  Result<Value> call(std::string_view name, Values const& arguments) const override {
    return member(of_, name, arguments);
  }
  Value const& value() const { return of_; }

 private:
  std::string key_;
  Value of_;  ///< an object
};

class Groups final : public Collection {
 public:
  using Collection::Collection;
  std::string_view type() const override { return "collection"; }
  Result<Value> more(std::string_view name, Values const&) const override {
    auto const found = find_one(name);
    return found ? Result<Value>(value_of(found)) : no_member(type(), name);
  }

 private:
  std::shared_ptr<Collection> make(Items items) const override {
    return std::make_shared<Groups>(std::move(items));
  }
};

}  // namespace

Value value_of(ItemPtr const& item) {
  if (auto const* const group = dynamic_cast<Group const*>(item.get())) return group->value();
  return item ? Value(ObjectPtr(item)) : Value();
}

ObjectPtr make_groups(std::vector<std::pair<std::string, Value>> const& groups) {
  Items items;
  items.reserve(groups.size());
  for (auto const& [key, value] : groups)
    items.push_back(std::make_shared<Group const>(key, value));
  return std::make_shared<Groups const>(std::move(items));
}

Result<Value> Item::attribute(std::string_view name) const {
  LK_CHECK(Watch::spend(1));
  auto value = call(name, {});
  if (!value) return Value();
  LK_CHECK(Watch::spend(weight_of(*value)));
  return value;
}

Result<Value> Collection::call(std::string_view name, Values const& arguments) const {
  if (auto done = Operation(*this, arguments).run(name)) return std::move(*done);
  return more(name, arguments);
}

std::shared_ptr<Collection const> Collection::with(Items items, bool counted) const {
  auto out = make(std::move(items));
  out->counted_ = counted || counted_;
  return out;
}

std::string Collection::text() const {
  std::string out;
  for (auto const& item : items_) out += (out.empty() ? "" : "<br />") + item->key();
  return out;
}

json::value Collection::data() const {
  json::array out;
  std::int64_t count = 0;
  for (auto const& item : items_) {
    auto const key = item->key();
    auto const number = parse_unsigned(key);
    bool const is_number = number && std::to_string(*number) == key;
    if (is_number)
      out.push_back(counted_ ? count++ : *number);
    else
      out.push_back(json::text(key));
  }
  return out;
}

ItemPtr Collection::find_one(std::string_view key) const {
  auto const at =
      std::ranges::find_if(items_, [&](auto const& item) { return item->key() == key; });
  return at == items_.end() ? nullptr : *at;
}

}  // namespace latchkey::query
