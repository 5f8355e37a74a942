#include "fields/lists.h"

#include <algorithm>

#include "fields/members.h"
#include "fields/views.h"

namespace latchkey::fields {
namespace {

using query::Items;
using query::Value;
using query::Values;

Items shuffled(Items items, Random& random) {
  for (auto left = items.size(); left > 1; --left)
    std::swap(items[left - 1], items[random.below(static_cast<std::uint32_t>(left))]);
  return items;
}

class KindList final : public SiteList {
 public:
  KindList(World const& in, ListKind kind, Items items)
      : SiteList(in, std::move(items)), kind_(kind) {}

  std::string_view type() const override { return kind_.type; }
  json::value data() const override {
    if (!kind_.whole) return Collection::data();
    json::array out;
    for (auto const& item : items()) out.push_back(item->data());
    return out;
  }
  Result<Value> more(std::string_view name, Values const& arguments) const override {
    if (kind_.own)
      if (auto value = kind_.own(*this, name, arguments)) return std::move(*value);
    return SiteList::more(name, arguments);
  }

 private:
  std::shared_ptr<Collection> make(Items items) const override {
    return std::make_shared<KindList>(world(), kind_, std::move(items));
  }
  ListKind const kind_;
};

/// The place of an item in a list, and what is around it.
class Place {
 public:
  Place(query::Item const& self, ListPtr all) : all_(std::move(all)) {
    auto const key = self.key();
    at_ = std::ranges::find_if(items(), [&](auto const& one) { return one->key() == key; }) -
          items().begin();
  }

  Items const& items() const { return all_->items(); }
  bool is_known() const { return at_ < size(); }
  bool has(std::ptrdiff_t step) const {
    return is_known() && at_ + step >= 0 && at_ + step < size();
  }
  Value neighbour(std::ptrdiff_t step) const {
    return has(step) ? query::value_of(items()[static_cast<std::size_t>(at_ + step)]) : Value();
  }
  Value part(bool behind) const {
    if (!is_known()) return object(all_->with({}));
    return object(all_->with(behind ? Items(items().begin() + at_ + 1, items().end())
                                    : Items(items().begin(), items().begin() + at_)));
  }
  Value others(bool with_self) const {
    auto out = items();
    if (!with_self && is_known()) out.erase(out.begin() + at_);
    return object(all_->with(std::move(out)));
  }
  std::ptrdiff_t index() const { return is_known() ? at_ : -1; }
  std::ptrdiff_t size() const { return static_cast<std::ptrdiff_t>(items().size()); }

 private:
  ListPtr all_;
  std::ptrdiff_t at_ = 0;
};

using SiblingMembers = std::unordered_map<std::string_view, Value (*)(Place const&, Values const&)>;

SiblingMembers const& sibling_members() {
  static SiblingMembers const table{
      {"hasNext", [](Place const& p, Values const&) { return flag(p.has(1)); }},
      {"hasPrev", [](Place const& p, Values const&) { return flag(p.has(-1)); }},
      {"indexOf", [](Place const& p,
                     Values const&) { return p.is_known() ? number(p.index()) : flag(false); }},
      {"isFirst", [](Place const& p, Values const&) { return flag(p.index() == 0); }},
      {"isLast", [](Place const& p, Values const&) { return flag(p.is_known() && !p.has(1)); }},
      {"isNth",
       [](Place const& p, Values const& a) {
         return flag(p.is_known() && p.index() == query::integer_argument(a, 0, -1));
       }},
      {"next", [](Place const& p, Values const&) { return p.neighbour(1); }},
      {"nextAll", [](Place const& p, Values const&) { return p.part(true); }},
      {"prev", [](Place const& p, Values const&) { return p.neighbour(-1); }},
      {"prevAll", [](Place const& p, Values const&) { return p.part(false); }},
      {"siblings",
       [](Place const& p, Values const& a) {
         return p.others(a.empty() || query::is_true(a.front()));
       }},
  };
  return table;
}

}  // namespace

std::vector<std::string> names_in(Values const& arguments) {
  std::vector<std::string> out;
  for (auto const& argument : arguments) {
    auto const plain = query::data_of(argument);
    if (plain.is_array()) {
      for (auto const& item : plain.get_array()) out.push_back(query::text_of(item));
    } else {
      out.push_back(query::text_of(argument));
    }
  }
  return out;
}

Result<Value> SiteList::more(std::string_view name, Values const& arguments) const {
  if (name == "shuffle") return object(with(shuffled(items(), world_.random)));
  if (name == "search" && searches())
    return object(with(world_.views ? world_.views->search(items(), arguments) : Items()));
  return query::no_member(type(), name);
}

ListPtr make_list(World const& world, ListKind const& kind, Items items) {
  return std::make_shared<KindList const>(world, kind, std::move(items));
}

std::optional<Value> sibling_member(World const& world, query::Item const& self,
                                    std::function<ListPtr()> const& all, std::string_view name,
                                    Values const& arguments) {
  auto const found = sibling_members().find(name);
  if (found == sibling_members().end()) return std::nullopt;
  auto given =
      arguments.empty()
          ? nullptr
          : std::dynamic_pointer_cast<query::Collection const>(arguments.front().object_ptr());
  if (!world.spend(1)) return Value();
  auto list = given ? std::move(given) : all();
  if (!world.spend(list->items().size())) return Value();
  return found->second(Place(self, std::move(list)), arguments);
}

}  // namespace latchkey::fields
