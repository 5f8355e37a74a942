// Fields taken together: the content of a model, the rows of a structure. Source:
// spec/content-api 18, "content", "structureItem".

#include "core/text.h"
#include "fields/members.h"
#include "fields/objects.h"
#include "formats/content_text.h"

namespace latchkey::fields {
namespace {

using query::Value;
using query::Values;

class ContentObject final : public query::Object {
 public:
  ContentObject(World const& in, Model of) : world_(in), model_(std::move(of)) {}

  std::string_view type() const override { return "content"; }
  std::string text() const override { return {}; }
  json::value data() const override {
    json::object out;
    for (auto const& [name, value] : stored())
      out[json::text(name).get_string()] = json::text(value);
    return out;
  }
  Result<Value> call(std::string_view name, Values const& arguments) const override {
    auto const wanted = query::text_argument(arguments, 0);
    if (name == "data" || name == "toArray" || (name == "get" && wanted.empty()))
      return Value(data());
    if (name == "keys") return Value(json::value(keys()));
    if (name == "has") return flag(stored().find(lower(wanted)) != nullptr);
    return Value(field(lower(name == "get" ? wanted : std::string(name))));
  }

 private:
  formats::Fields const& stored() const { return model_.stored(world_.language); }
  json::array keys() const {
    json::array out;
    for (auto const& [name, value] : stored()) out.push_back(json::text(name));
    return out;
  }
  query::ObjectPtr field(std::string const& name) const {
    auto const* const value = stored().find(name);
    return make_field(world_, model_, name, value ? *value : std::string());
  }

  World const& world_;
  Model model_;
};

/// A row of a structure; its values are fields, lists and maps in them YAML again.
class RowObject final : public query::Item {
 public:
  RowObject(World const& in, Model of, std::string id, json::object row)
      : world_(in), model_(std::move(of)), id_(std::move(id)), row_(std::move(row)) {}

  std::string_view type() const override { return "structureItem"; }
  std::string key() const override { return id_; }
  std::string text() const override { return id_; }
  json::value data() const override {
    json::object out = row_;
    out["id"] = json::text(id_);
    return out;
  }
  Result<Value> call(std::string_view name, Values const&) const override {
    if (name == "id") return fields::text(id_);
    if (name == "content") return Value(data());
    if (name == "parent") return object(make_object(world_, model_));
    auto const key = lower(name);
    for (auto const& [own, value] : row_)
      if (iequals(own, key))
        return Value(make_field(world_, model_, key, formats::stored_value(value).value_or("")));
    return Value(make_field(world_, model_, key, {}));
  }

 private:
  World const& world_;
  Model model_;
  std::string id_;
  json::object row_;
};

class StructureObject final : public query::Collection {
 public:
  using Collection::Collection;
  std::string_view type() const override { return "structure"; }
  json::value data() const override {
    json::array out;
    for (auto const& item : items()) out.push_back(item->data());
    return out;
  }
  std::shared_ptr<Collection const> with(query::Items items) const override {
    return std::make_shared<StructureObject const>(std::move(items));
  }
  Result<Value> more(std::string_view name, Values const&) const override {
    return query::no_member("structure", name);
  }
};

}  // namespace

query::ObjectPtr make_content(World const& world, Model const& model) {
  return std::make_shared<ContentObject const>(world, model);
}

query::ObjectPtr make_structure(World const& world, Model const& model, json::array const& rows) {
  query::Items items;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto const* const row = rows[i].if_object();
    if (!row) continue;
    auto const* const own = row->if_contains("id");
    auto id = own ? query::text_of(*own) : std::to_string(i);
    items.push_back(std::make_shared<RowObject const>(world, model, std::move(id), *row));
  }
  return std::make_shared<StructureObject const>(std::move(items));
}

}  // namespace latchkey::fields
