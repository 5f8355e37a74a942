#include "blueprint/normalise.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "blueprint/field_list.h"

namespace latchkey::blueprint {
namespace {

Load const nothing = [](std::string const&) -> Result<std::optional<json::object>> {
  return std::nullopt;
};

/// Any value, built from the words blueprints are made of.
json::value any_node(int depth) {
  static std::vector<std::string> const words{
      "fields", "sections",  "columns", "tabs",    "type",    "text",  "group", "structure",
      "blocks", "fieldsets", "extends", "preset",  "page",    "pages", "when",  "label",
      "width",  "status",    "draft",   "options", "entries", "field", "x"};
  auto const kind = *rc::gen::inRange(0, depth <= 0 ? 4 : 7);
  if (kind == 0) return *rc::gen::arbitrary<bool>();
  if (kind == 1) return nullptr;
  if (kind <= 3) return json::value(*rc::gen::elementOf(words));
  auto const size = *rc::gen::inRange(0, 4);
  if (kind == 4) {
    json::array out;
    for (int i = 0; i < size; ++i) out.push_back(any_node(depth - 1));
    return out;
  }
  json::object out;
  for (int i = 0; i < size; ++i) out[*rc::gen::elementOf(words)] = any_node(depth - 1);
  return out;
}

void expect_complete(FieldList const& fields) {
  for (auto const& field : fields) {
    RC_ASSERT(is_field_type(field.type));
    RC_ASSERT(field.type != "group");
    for (auto const* const key : {"name", "type", "label", "width"})
      RC_ASSERT(field.props.contains(key));
    expect_complete(field.fields);
  }
}

TEST(Normalise, MakesACompleteBlueprintOfAnything) {  // law: total, every field complete
  EXPECT_TRUE(rc::check([] {
    auto const node = any_node(6);
    auto const made =
        normalise("pages/x", node.is_object() ? node.get_object() : json::object(), nothing);
    RC_ASSERT(made.has_value());
    expect_complete(made->fields);
    for (auto const& tab : made->tabs)
      for (auto const* const key : {"name", "label", "icon", "columns"})
        RC_ASSERT(tab.as_object().contains(key));
    for (auto const& section : made->sections)
      RC_ASSERT(section.props.at("name") == json::value(section.name));
  }));
}

TEST(Normalise, ExtendsByMergingMapsAndReplacingLists) {  // spec/content-api 6
  Load const one = [](std::string const& name) -> Result<std::optional<json::object>> {
    if (name != "base") return std::nullopt;
    return json::object{{"a", {{"x", 1}, {"y", 2}}}, {"list", {1, 2, 3}}};
  };
  auto const made =
      extend({{"extends", {"base", "missing"}}, {"a", {{"y", 3}}}, {"list", {9}}}, one);
  EXPECT_EQ(*made, (json::object{{"a", {{"x", 1}, {"y", 3}}}, {"list", {9}}}));
  EXPECT_EQ(*extend("base", one), (json::object{{"a", {{"x", 1}, {"y", 2}}}, {"list", {1, 2, 3}}}));
}

TEST(Normalise, PassesOnWhatCannotBeRead) {  // a broken mixin breaks the blueprint, never silently
  Load const broken = [](std::string const&) -> Result<std::optional<json::object>> {
    return fail(Kind::invalid, "", "line 1");
  };
  EXPECT_FALSE(normalise("pages/x", {{"extends", "base"}}, broken));
}

TEST(Translate, PrefersTheLanguageThenEnglishThenTheFirst) {  // spec/content-api 6
  json::value const texts{{"fr", "Titre"}, {"en", "Title"}, {"de", "Titel"}};
  EXPECT_EQ(translate(texts, "de"), "Titel");
  EXPECT_EQ(translate(texts, "it"), "Title");
  EXPECT_EQ(translate({{"fr", "Titre"}}, "it"), "Titre");
  EXPECT_EQ(translate("plain", "it"), "plain");
  EXPECT_TRUE(translate(3, "it").is_null());
}

}  // namespace
}  // namespace latchkey::blueprint
