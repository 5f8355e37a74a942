// Blocks and layouts. Source: spec/content-api 11, 18, "block", "layout", "layoutColumn".

#include "core/text.h"
#include "fields/members.h"
#include "fields/rich_text.h"
#include "fields/rows.h"
#include "fields/text_forms.h"
#include "formats/content_text.h"
#include "formats/markdown.h"

namespace latchkey::fields {
namespace {

using query::Value;
using query::Values;

json::value list_if_empty(json::object map) {
  return map.empty() ? json::value(json::array()) : json::value(std::move(map));
}

std::string text_in(json::object const& content, std::string_view name) {
  auto const* const found = content.if_contains(name);
  return found ? formats::stored_value(*found).value_or("") : std::string();
}

/// HTML of a block of one of the usual kinds; empty for all others, whose look is a template's.
/// Source: spec/content-api 22: not recorded, so ours.
std::string html_of(std::string_view type, json::object const& content) {
  auto const said = [&](std::string_view name) { return text_in(content, name); };
  if (type == "heading") {
    auto const level = said("level");
    bool const known = level.size() == 2 && level[0] == 'h' && level[1] >= '1' && level[1] <= '6';
    auto const tag = known ? level : "h2";
    return "<" + tag + ">" + clean_rich_text(said("text")) + "</" + tag + ">";
  }
  if (type == "text" || type == "list") return clean_rich_text(said("text"));
  if (type == "markdown") return formats::kirbytext(said("text"));
  if (type == "line") return "<hr>";
  if (type == "code") return "<pre><code>" + escape_html(said("code")) + "</code></pre>";
  if (type == "quote") {
    auto const by = said("citation");
    return "<blockquote>" + clean_rich_text(said("text")) +
           (by.empty() ? "" : "<footer>" + clean_rich_text(by) + "</footer>") + "</blockquote>";
  }
  return {};
}

std::optional<Value> blocks_member(query::Collection const& of, std::string_view name,
                                   Values const& arguments);
constexpr ListKind blocks_kind{"blocks", true, blocks_member};
constexpr ListKind layouts_kind{"layouts", true};
constexpr ListKind columns_kind{"layoutColumns", true};

class BlockItem final : public RowItem {
 public:
  using RowItem::RowItem;
  std::string_view type() const override { return "block"; }
  json::value data() const override {
    return {{"content", list_if_empty(content())},
            {"id", json::text(row().id)},
            {"isHidden", is_hidden()},
            {"type", json::text(kind())}};
  }

 private:
  ListPtr all() const override {
    return make_list(world(), blocks_kind, items_of<BlockItem>(world(), model(), rows()));
  }
  json::object content() const { return map("content"); }
  std::string kind() const {
    auto const* const said = find("type");
    return said && said->is_string() ? std::string(said->get_string()) : "text";
  }
  bool is_hidden() const {
    auto const* const said = find("isHidden");
    return said && blueprint::is_truthy(*said);
  }
  bool is_empty() const {
    for (auto const& [name, value] : content())
      if (!formats::stored_value(value).value_or("").empty()) return false;
    return true;
  }

  Result<Value> own(std::string_view name, Values const&) const override {
    if (name == "content") return Value(make_content(world(), model(), content()));
    if (name == "type") return fields::text(kind());
    if (name == "isHidden") return flag(is_hidden());
    if (name == "isEmpty") return flag(is_empty());
    if (name == "isNotEmpty") return flag(!is_empty());
    if (name == "toHtml") return fields::text(html_of(kind(), content()));
    if (name == "toField")
      return Value(make_field(world(), model(), row().id, html_of(kind(), content())));
    return make_content(world(), model(), content())->call("get", {fields::text(name)});
  }
};

std::string html_of_all(query::Collection const& of) {
  std::string out;
  for (auto const& item : of.items()) {
    auto const html = item->call("toHtml", {});
    if (html) out += (out.empty() ? "" : "\n") + query::text_of(*html);
  }
  return out;
}

std::optional<Value> blocks_member(query::Collection const& of, std::string_view name,
                                   Values const& arguments) {
  if (name == "toHtml") return fields::text(html_of_all(of));
  if (name != "excerpt") return std::nullopt;
  return fields::text(excerpt(html_of_all(of), query::integer_argument(arguments, 0, 140),
                              query::text_argument(arguments, 2, " …")));
}

class ColumnItem final : public RowItem {
 public:
  using RowItem::RowItem;
  std::string_view type() const override { return "layoutColumn"; }
  json::value data() const override {
    return {{"blocks", blocks()->data()}, {"id", json::text(row().id)}, {"width", width()}};
  }

 private:
  ListPtr all() const override {
    return make_list(world(), columns_kind, items_of<ColumnItem>(world(), model(), rows()));
  }
  query::ObjectPtr blocks() const { return make_blocks(world(), model(), list("blocks")); }
  json::value width() const {
    auto const* const said = find("width");
    return said && said->is_string() ? *said : json::value("1/1");
  }
  /// Of `columns` parts of the whole.
  std::int64_t span(std::int64_t columns) const {
    auto const said = query::text_of(width());
    auto const [part, whole] = cut(said, '/');
    auto const over = std::max<std::int64_t>(1, query::cast_integer(whole));
    auto const small = [](std::int64_t number) {
      constexpr std::int64_t most = 1'000'000;
      return std::clamp(number, -most, most);
    };
    return small(columns) * small(query::cast_integer(part)) / over;
  }
  Result<Value> own(std::string_view name, Values const& arguments) const override {
    if (name == "blocks") return Value(blocks());
    if (name == "width") return Value(width());
    if (name == "span") return number(span(query::integer_argument(arguments, 0, 12)));
    auto const shown = blocks();
    bool const is_empty = dynamic_cast<query::Collection const&>(*shown).items().empty();
    if (name == "isEmpty") return flag(is_empty);
    if (name == "isNotEmpty") return flag(!is_empty);
    return query::no_member(type(), name);
  }
};

class LayoutItem final : public RowItem {
 public:
  using RowItem::RowItem;
  std::string_view type() const override { return "layout"; }
  json::value data() const override {
    return {{"attrs", list_if_empty(map("attrs"))},
            {"columns", columns()->data()},
            {"id", json::text(row().id)}};
  }

 private:
  ListPtr all() const override {
    return make_list(world(), layouts_kind, items_of<LayoutItem>(world(), model(), rows()));
  }
  ListPtr columns() const {
    return make_list(world(), columns_kind,
                     items_of<ColumnItem>(world(), model(), read_rows(list("columns"))));
  }
  bool is_empty() const {
    for (auto const& column : columns()->items()) {
      auto const empty = column->call("isEmpty", {});
      if (empty && !query::is_true(*empty)) return false;
    }
    return true;
  }
  Result<Value> own(std::string_view name, Values const&) const override {
    if (name == "attrs" || name == "content")
      return Value(make_content(world(), model(), map("attrs")));
    if (name == "columns") return object(columns());
    if (name == "isEmpty") return flag(is_empty());
    if (name == "isNotEmpty") return flag(!is_empty());
    return query::no_member(type(), name);
  }
};

bool hides(json::value const& block) {
  auto const* const map = block.if_object();
  auto const* const hidden = map ? map->if_contains("isHidden") : nullptr;
  return hidden && blueprint::is_truthy(*hidden);
}

}  // namespace

query::ObjectPtr make_blocks(World const& world, Model const& model, json::array const& blocks) {
  json::array shown;
  for (auto const& block : blocks)
    if (!hides(block)) shown.push_back(block);
  if (!world.spend(shown.size())) shown.clear();
  return make_list(world, blocks_kind, items_of<BlockItem>(world, model, read_rows(shown)));
}

query::ObjectPtr make_layouts(World const& world, Model const& model, json::array const& layouts) {
  static json::array const none;
  auto const rows = read_rows(world.spend(layouts.size()) ? layouts : none);
  return make_list(world, layouts_kind, items_of<LayoutItem>(world, model, rows));
}

}  // namespace latchkey::fields
