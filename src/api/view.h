#pragma once
// JSON views as data: a model's fields are one table, each view picks from it, one function renders
// them all.

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/json.h"

namespace latchkey::api {

/// One member of a model: its name on the wire and how to make it. `view` is the wanted view of a
/// sub-model.
template <class Model, class Context>
struct Field {
  std::string_view name;
  json::value (*get)(Model const& model, Context const& context, std::string_view view);
};

/// A member that a view shows, and the view its sub-model is shown in.
struct Pick {
  std::string_view name;
  std::string_view view = "default";
};

/// Views whose name begins with '>' are for sub-models only; a client cannot name them.
struct View {
  std::string_view name;
  std::span<Pick const> picks;
};

/// What a client wants to see of a model (`view`, `select`); `view` wins. Source:
/// spec/content-api 8.
struct Selection {
  std::optional<std::string> view;
  std::optional<std::vector<std::string>> select;
};

/// All of a model's fields (sorted, as the wire has them) and its views; one of them is called
/// "default".
template <class Model, class Context>
struct Schema {
  std::span<Field<Model, Context> const> fields;
  std::span<View const> views;

  std::span<Pick const> view(std::string_view name) const {
    auto const at = std::ranges::find(views, name, &View::name);
    return at == views.end() ? std::span<Pick const>() : at->picks;
  }

  /// What `selection` asks for, `fallback` where it asks for nothing. Borrows from `selection`.
  std::vector<Pick> picks(Selection const& selection, std::string_view fallback) const {
    std::vector<Pick> out;
    if (selection.view == "any") {
      for (auto const& field : fields) out.push_back({field.name});
    } else if (!selection.view && selection.select) {
      for (auto const& name : *selection.select) out.push_back({name});
    } else {
      std::string_view const wanted = selection.view ? std::string_view(*selection.view) : fallback;
      bool const known = !wanted.starts_with('>') && !view(wanted).empty();
      auto const chosen = view(known ? wanted : "default");
      out.assign(chosen.begin(), chosen.end());
    }
    return out;
  }
};

/// Only the members `picks` names, in the order of the schema's fields; unknown names are skipped.
template <class Model, class Context>
json::object render(Model const& model, Context const& context,
                    Schema<Model, Context> const& schema, std::span<Pick const> picks) {
  json::object out;
  for (auto const& field : schema.fields)
    if (auto const pick = std::ranges::find(picks, field.name, &Pick::name); pick != picks.end())
      out.emplace(field.name, field.get(model, context, pick->view));
  return out;
}

/// In one of the schema's own views.
template <class Model, class Context>
json::object render(Model const& model, Context const& context,
                    Schema<Model, Context> const& schema, std::string_view view) {
  return render(model, context, schema, schema.view(schema.view(view).empty() ? "default" : view));
}

}  // namespace latchkey::api
