#include "query/collection.h"

#include <algorithm>
#include <set>

#include "core/text.h"

namespace latchkey::query {
namespace {

Value item_value(ItemPtr const& item) { return item ? Value(ObjectPtr(item)) : Value(); }
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
    if (auto items = some(name))
      return Result<Value>(collection_value(of_.with(std::move(*items))));
    if (name == "find") return Result<Value>(find());
    if (name == "pluck") return Result<Value>(pluck());
    if (name == "groupBy" || name == "group") return Result<Value>(group());
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
    if (name == "first") return items_.empty() ? Value() : item_value(items_.front());
    if (name == "last") return items_.empty() ? Value() : item_value(items_.back());
    if (name == "nth") {
      auto const at = integer_argument(arguments_, 0, 0);
      bool const fits = at >= 0 && static_cast<std::size_t>(at) < items_.size();
      return fits ? item_value(items_[static_cast<std::size_t>(at)]) : Value();
    }
    if (name == "findBy") {
      auto const found = filter_items(items_, arguments_);
      return found.empty() ? Value() : item_value(found.front());
    }
    if (name == "findByKey" || name == "get") {
      auto const keys = keys_of(arguments_);
      return keys.empty() ? Value() : item_value(of_.find_one(keys.front()));
    }
    return std::nullopt;
  }

  std::optional<Items> some(std::string_view name) const {
    if (name == "filterBy" || name == "filter") return filter_items(items_, arguments_);
    if (name == "sortBy" || name == "sort") return sort_items(items_, arguments_);
    if (name == "flip") return Items(items_.rbegin(), items_.rend());
    if (name == "limit") return cut_items(items_, 0, integer_argument(arguments_, 0, 0));
    if (name == "offset") return cut_items(items_, integer_argument(arguments_, 0, 0), most);
    if (name == "slice")
      return cut_items(items_, integer_argument(arguments_, 0, 0),
                       integer_argument(arguments_, 1, most));
    if (name == "not" || name == "without") return without();
    if (name == "paginate") return page();
    if (name == "shuffle" || name == "values" || name == "clone") return items_;
    if (name == "add" || name == "merge") return joined();
    return std::nullopt;
  }

  Items without() const {
    auto const keys = keys_of(arguments_);
    Items removed, out;
    for (auto const& key : keys)
      if (auto item = of_.find_one(key)) removed.push_back(item);
    for (auto const& item : items_)
      if (std::ranges::none_of(removed, [&](auto const& one) { return one->key() == item->key(); }))
        out.push_back(item);
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
    auto const add = [&](ItemPtr const& item) {
      if (std::ranges::none_of(out, [&](auto const& one) { return one->key() == item->key(); }))
        out.push_back(item);
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
    if (!many) return keys.empty() ? Value() : item_value(of_.find_one(keys.front()));
    Items out;
    for (auto const& key : keys)
      if (auto item = of_.find_one(key)) out.push_back(item);
    return collection_value(of_.with(std::move(out)));
  }

  /// `pluck(field, separator, unique)`.
  Value pluck() const {
    auto const name = text_argument(arguments_, 0), separator = text_argument(arguments_, 1);
    bool const unique = arguments_.size() > 2 && is_true(arguments_[2]);
    json::array out;
    std::set<std::string> seen;
    auto const add = [&](json::value one) {
      if (!unique || seen.insert(json::print(one)).second) out.push_back(std::move(one));
    };
    for (auto const& item : items_) {
      auto const value = item->attribute(name);
      if (separator.empty()) {
        add(value.object() ? json::object{{"value", json::text(text_of(value))}} : data_of(value));
        continue;
      }
      auto const text = text_of(value);
      for (auto const piece : split(text, separator.front()))
        if (!trim(piece).empty()) add(json::text(trim(piece)));
    }
    return json::value(std::move(out));
  }

  Value group() const {
    json::object out;
    auto const name = text_argument(arguments_, 0);
    for (auto const& item : items_) {
      auto& group = out[text_of(item->attribute(name))];
      if (!group.is_array()) group = json::array();
      group.get_array().push_back(json::text(item->key()));
    }
    return json::value(std::move(out));
  }

  Value chunk() const {
    auto const size = std::max<std::int64_t>(1, integer_argument(arguments_, 0, 1));
    Values out;
    for (std::int64_t at = 0; at < static_cast<std::int64_t>(items_.size()); at += size)
      out.push_back(collection_value(of_.with(cut_items(items_, at, size))));
    return Value::list(std::move(out));
  }

  static constexpr std::int64_t most = 1'000'000'000;
  Collection const& of_;
  Items const& items_;
  Values const& arguments_;
};

}  // namespace

Value Item::attribute(std::string_view name) const {
  auto value = call(name, {});
  return value ? std::move(*value) : Value();
}

Result<Value> Collection::call(std::string_view name, Values const& arguments) const {
  if (auto done = Operation(*this, arguments).run(name)) return std::move(*done);
  return more(name, arguments);
}

std::string Collection::text() const {
  std::string out;
  for (auto const& item : items_) out += (out.empty() ? "" : "<br />") + item->key();
  return out;
}

json::value Collection::data() const {
  json::array out;
  for (auto const& item : items_) {
    auto const key = item->key();
    auto const number = parse_unsigned(key);
    out.push_back(number && std::to_string(*number) == key ? json::value(*number)
                                                           : json::text(key));
  }
  return out;
}

ItemPtr Collection::find_one(std::string_view key) const {
  auto const at =
      std::ranges::find_if(items_, [&](auto const& item) { return item->key() == key; });
  return at == items_.end() ? nullptr : *at;
}

}  // namespace latchkey::query
