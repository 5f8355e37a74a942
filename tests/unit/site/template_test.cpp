#include "site/template.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>

#include "core/text.h"

namespace latchkey::site {
namespace {

/// Names from a table; counts how often each is asked for.
class TableScope final : public Scope {
 public:
  explicit TableScope(std::map<std::string, Value, std::less<>> values)
      : values_(std::move(values)) {}
  std::optional<Value> member(std::string_view name) override {
    ++asked[std::string(name)];
    auto const found = values_.find(name);
    return found == values_.end() ? std::nullopt : std::optional(found->second);
  }
  std::map<std::string, int> asked;

 private:
  std::map<std::string, Value, std::less<>> values_;
};

std::shared_ptr<TableScope> scope(std::map<std::string, Value, std::less<>> values) {
  return std::make_shared<TableScope>(std::move(values));
}
Value text(std::string value) { return Value(std::move(value)); }

std::optional<std::string> no_snippets(std::string_view) { return std::nullopt; }

std::string render(std::string_view source, ScopePtr const& root,
                   SnippetLoader const& snippets = no_snippets) {
  auto const compiled = Template::compile("t.mustache", source, snippets);
  return compiled ? compiled->render(root) : compiled.error().message;
}

// Oracle: the Mustache manual, mustache(5).
TEST(Template, FillsInNamesEscaped) {
  auto const root = scope({{"title", text("<b>\"Tom\" & 'Ann'</b>")}});
  EXPECT_EQ(render("{{title}}", root), "&lt;b&gt;&quot;Tom&quot; &amp; &#39;Ann&#39;&lt;/b&gt;");
  EXPECT_EQ(render("{{{title}}}", root), "<b>\"Tom\" & 'Ann'</b>");
  EXPECT_EQ(render("[{{missing}}]", root), "[]");
}

TEST(Template, LooksUpNamesInsideOut) {
  std::vector<ScopePtr> const children{scope({{"name", text("a")}}), scope({{"name", text("b")}})};
  auto const root = scope({{"list", Value(children)}, {"name", text("top")}, {"x", text("!")}});
  EXPECT_EQ(render("{{#list}}{{name}}{{x}} {{/list}}{{name}}", root), "a! b! top");
}

TEST(Template, WalksDottedNames) {
  auto const user = scope({{"name", text("Ada")}});
  auto const root = scope({{"kirby", Value(scope({{"user", Value(ScopePtr(user))}}))},
                           {"text", Value("*hi*", scope({{"html", text("<em>hi</em>")}}))}});
  EXPECT_EQ(render("{{kirby.user.name}}", root), "Ada");
  EXPECT_EQ(render("{{#kirby.user}}{{name}}{{/kirby.user}}", root), "Ada");
  EXPECT_EQ(render("{{text}} {{{text.html}}}", root), "*hi* <em>hi</em>");
  EXPECT_EQ(render("[{{text.none.deeper}}]", root), "[]");
}

TEST(Template, TreatsEmptyTextAsFalse) {
  auto const root = scope({{"empty", text("")}, {"no", Value(false)}, {"yes", Value(true)}});
  EXPECT_EQ(render("{{^empty}}none{{/empty}}{{#empty}}some{{/empty}}", root), "none");
  EXPECT_EQ(render("{{#yes}}y{{/yes}}{{^no}}n{{/no}}", root), "yn");
}

// This is why a page without {{csrf}} sets no cookie.
TEST(Template, AsksOnlyForNamesItUses_S27) {
  auto const root = scope({{"csrf", text("secret")}, {"title", text("x")}});
  render("{{title}} {{title}}", root);
  EXPECT_EQ(root->asked["csrf"], 0);
  EXPECT_EQ(root->asked["title"], 1);
}

TEST(Template, PutsSnippetsInPlace) {
  auto const snippets = [](std::string_view name) -> std::optional<std::string> {
    if (name == "head") return "<h1>{{title}}</h1>";
    return std::nullopt;
  };
  auto const root = scope({{"title", text("x")}});
  EXPECT_EQ(render("{{> head}}{{>missing}}{{>../evil}}.", root, snippets), "<h1>x</h1>.");
  EXPECT_EQ(render("{{! {{> head }}", root, snippets), "");
}

TEST(Template, NamesFileAndLineOfMistakes) {
  auto const root = scope({});
  EXPECT_EQ(render("one\ntwo {{#open}}\nthree", root).substr(0, 18), "t.mustache, line 2");
  EXPECT_EQ(render("one\n{{broken", root).substr(0, 18), "t.mustache, line 2");
  EXPECT_EQ(render("one\n{{=<% %>=}}", root).substr(0, 18), "t.mustache, line 2");
  auto const broken = [](std::string_view) -> std::optional<std::string> {
    return "fine\n{{/never}}";
  };
  EXPECT_EQ(render("one\ntwo\n{{> b }}", root, broken).substr(0, 33),
            "site/snippets/b.mustache, line 2:");
}

TEST(Template, RefusesSnippetsThatIncludeThemselves) {
  auto const circle = [](std::string_view) -> std::optional<std::string> { return "{{> a}}"; };
  auto const compiled = Template::compile("t.mustache", "{{> a}}", circle);
  ASSERT_FALSE(compiled);
  EXPECT_NE(compiled.error().message.find("includes itself"), std::string::npos);
}

TEST(Template, RefusesSnippetsThatGrowWithoutEnd) {
  auto const bomb = [](std::string_view name) -> std::optional<std::string> {
    std::string const next = "{{> " + std::string(name) + "x}}";
    return next + next + next + next + "some text";
  };
  EXPECT_FALSE(Template::compile("t.mustache", "{{> a}}", bomb));
}

// Oracle: the escaping function itself.
TEST(Template, NeverPrintsAnEscapedValueRaw_S20) {
  EXPECT_TRUE(rc::check([](std::string const& value) {
    RC_PRE(!value.empty());
    RC_ASSERT(render("{{v}}", scope({{"v", text(value)}})) == escape_html(value));
  }));
}

}  // namespace
}  // namespace latchkey::site
