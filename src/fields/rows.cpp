#include "fields/rows.h"

#include "core/text.h"
#include "fields/members.h"
#include "formats/content_text.h"

namespace latchkey::fields {
namespace {

using query::Value;
using query::Values;

constexpr ListKind structure_kind{"structure", true};

/// A row of a structure; its values are fields, lists and maps in them YAML again.
class StructureRow final : public RowItem {
 public:
  using RowItem::RowItem;
  std::string_view type() const override { return "structureItem"; }
  json::value data() const override {
    json::object out = row().values;
    out["id"] = json::text(row().id);
    return out;
  }

 private:
  ListPtr all() const override {
    return make_list(world(), structure_kind, items_of<StructureRow>(world(), model(), rows()));
  }
  Result<Value> own(std::string_view name, Values const&) const override {
    if (name == "content") return Value(make_content(world(), model(), row().values));
    auto const key = lower(name);
    for (auto const& [own_key, value] : row().values)
      if (iequals(own_key, key))
        return Value(make_field(world(), model(), key, formats::stored_value(value).value_or("")));
    return Value(make_field(world(), model(), key, {}));
  }
};

}  // namespace

Rows read_rows(json::array const& list) {
  std::vector<Row> out;
  for (std::size_t at = 0; at < list.size(); ++at) {
    auto const* const map = list[at].if_object();
    if (!map) continue;
    auto const* const id = map->if_contains("id");
    out.push_back({id ? query::text_of(*id) : std::to_string(at), *map});
  }
  return std::make_shared<std::vector<Row> const>(std::move(out));
}

Result<Value> RowItem::call(std::string_view name, Values const& arguments) const {
  if (name == "id") return fields::text(row().id);
  if (name == "parent") return object(make_object(world_, model_));
  auto const list = [this] { return all(); };
  if (auto value = sibling_member(world_, *this, list, name, arguments)) return std::move(*value);
  return own(name, arguments);
}

json::array RowItem::list(std::string_view name) const {
  auto const* const found = find(name);
  return found && found->is_array() ? found->get_array() : json::array();
}

json::object RowItem::map(std::string_view name) const {
  auto const* const found = find(name);
  return found && found->is_object() ? found->get_object() : json::object();
}

query::ObjectPtr make_structure(World const& world, Model const& model, json::array const& rows) {
  static json::array const none;
  auto const all = read_rows(world.spend(rows.size()) ? rows : none);
  return make_list(world, structure_kind, items_of<StructureRow>(world, model, all));
}

}  // namespace latchkey::fields
