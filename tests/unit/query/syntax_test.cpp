#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "core/text.h"
#include "query/collection.h"
#include "query/evaluate.h"

namespace latchkey::query {
namespace {

Scope small_scope() {
  Scope scope;
  scope.set("page", json::value{{"title", "Roses & more"}, {"num", 3}, {"none", nullptr}});
  return scope;
}

json::value run(std::string_view query) {
  auto const value = evaluate(query, small_scope());
  return value ? data_of(*value) : json::value(json::object{{"error", value.error().key}});
}

json::value error(std::string_view key) { return json::object{{"error", key}}; }

TEST(Query, ReadsEveryWholeNumberAsItself) {  // law: inverse of printing
  EXPECT_TRUE(
      rc::check([](std::int32_t n) { RC_ASSERT(run(std::to_string(n)) == json::value(n)); }));
}

TEST(Query, ReadsEveryQuotedTextAsItself) {  // law: inverse of quoting
  EXPECT_TRUE(rc::check([] {
    auto const text = *rc::gen::container<std::string>(rc::gen::inRange('\x20', '\x7f'));
    auto const quoted = "\"" + replace_all(replace_all(text, "\\", "\\\\"), "\"", "\\\"") + "\"";
    RC_ASSERT(run(quoted) == json::value(text));
  }));
}

TEST(Query, RefusesOrReadsAnything) {  // law: total
  EXPECT_TRUE(rc::check([](std::string const& text) {
    auto const parsed = parse(text);
    RC_ASSERT(parsed.has_value() || parsed.error().kind == Kind::invalid);
  }));
}

TEST(Query, ChoosesAndFallsBack) {  // recorded case kql-coalesce
  EXPECT_EQ(run("page.none ?? \"x\""), "x");
  EXPECT_EQ(run("page.num ? 'yes' : 'no'"), "yes");
  EXPECT_EQ(run("page.none ? 1 : 2"), 2);
  EXPECT_EQ(run("page.num ?: 9"), 3);
  EXPECT_EQ(run("page.none?.title"), nullptr);
}

TEST(Query, NamesWhatIsMissing) {  // recorded cases kql-missing, kql-errors
  EXPECT_EQ(run("page.none.title"), error("error.invalidMethod"));
  EXPECT_EQ(run("unknownThing"), error("error.invalidMethod"));
  EXPECT_EQ(run("page.title("), error("error.invalidArgument"));
}

TEST(Query, EndsAtItsBounds) {  // limits of query/syntax.h
  EXPECT_EQ(run(std::string(200, '(') + "1" + std::string(200, ')')),
            error("error.invalidArgument"));
  EXPECT_EQ(run(std::string(20'000, ' ')), error("error.invalidArgument"));
}

TEST(FillTemplate, LeavesTextWithoutBracesAlone) {  // law
  EXPECT_TRUE(rc::check([](std::string const& text) {
    RC_PRE(text.find('{') == text.npos);
    RC_ASSERT(fill_template(text, small_scope()) == text);
  }));
}

TEST(FillTemplate, EscapesOnlyWhatQueriesGive) {  // spec/content-api 6, template strings
  auto const scope = small_scope();
  EXPECT_EQ(fill_template("<b>{{ page.title }}</b> & {{page.num}}", scope, Escape::html),
            "<b>Roses &amp; more</b> & 3");
  EXPECT_EQ(fill_template("{< page.title >}", scope, Escape::html), "Roses & more");
  EXPECT_EQ(fill_template("a{{ nope.x }}b{{ open", scope), "ab{{ open");
}

TEST(LooselyEqual, IsSymmetric) {  // law
  EXPECT_TRUE(rc::check([] {
    auto const any = [] {
      return *rc::gen::element(json::value(nullptr), json::value(true), json::value(0),
                               json::value("0"), json::value(""), json::value("1.0"),
                               json::value(1), json::value("abc"));
    };
    Value const a(any()), b(any());
    RC_ASSERT(loosely_equal(a, b) == loosely_equal(b, a));
    RC_ASSERT(loosely_equal(a, a));
  }));
}

TEST(Compare, OrdersTextsNaturallyAndNumbersByValue) {  // spec/content-api 3, natural order
  EXPECT_LT(compare(Value::text("img2"), Value::text("img10")), 0);
  EXPECT_GT(compare(Value::text("10"), Value::text("9")), 0);
  EXPECT_EQ(compare(Value::text("Abc"), Value::text("abc")), 0);
}

/// Something with a name and fields.
class Thing final : public Item {
 public:
  explicit Thing(json::object fields) : fields_(std::move(fields)) {}
  std::string_view type() const override { return "thing"; }
  std::string key() const override { return text_of(Value(fields_.at("id"))); }
  std::string text() const override { return key(); }
  json::value data() const override { return json::text(key()); }
  Result<Value> call(std::string_view name, Values const&) const override {
    auto const* const found = fields_.if_contains(name);
    if (!found) return no_member(type(), name);
    return Value(*found);
  }

 private:
  json::object fields_;
};

class Things final : public Collection {
 public:
  using Collection::Collection;
  std::string_view type() const override { return "things"; }
  Result<Value> more(std::string_view name, Values const&) const override {
    return no_member(type(), name);
  }

 private:
  std::shared_ptr<Collection> make(Items items) const override {
    return std::make_shared<Things>(std::move(items));
  }
};

json::value ask(std::string_view query) {
  Items items;
  for (auto const& [id, tags, size] : {std::tuple("a", "x, y", 10), {"b", "y", 9}, {"c", "", 100}})
    items.push_back(
        std::make_shared<Thing const>(json::object{{"id", id}, {"tags", tags}, {"size", size}}));
  Scope scope;
  scope.set("all", Value(ObjectPtr(std::make_shared<Things const>(std::move(items)))));
  auto const value = evaluate(query, scope);
  return value ? data_of(*value) : json::value(json::object{{"error", value.error().key}});
}

TEST(CollectionMembers, FilterSortAndCut) {  // recorded cases kql-filter, kql-collections
  EXPECT_EQ(ask("all"), (json::value{"a", "b", "c"}));
  EXPECT_EQ(ask("all.filterBy('size', '>', 9)"), (json::value{"a", "c"}));
  EXPECT_EQ(ask("all.filterBy('tags', 'y', ',')"), (json::value{"a", "b"}));
  EXPECT_EQ(ask("all.filterBy('id', 'in', ['b', 'c'])"), (json::value{"b", "c"}));
  EXPECT_EQ(ask("all.filterBy('tags', '*', '/^y|,/')"), (json::value{"a", "b"}));
  EXPECT_EQ(ask("all.filterBy('tags', '!*', '/Y/i')"), json::value(json::array{"c"}));
  EXPECT_EQ(ask("all.filterBy('tags', '*', 'y')"), json::value(json::array{}));
  EXPECT_EQ(ask("all.sortBy('size desc').limit(2)"), (json::value{"c", "a"}));
  EXPECT_EQ(ask("all.flip.offset(1)"), (json::value{"b", "a"}));
  EXPECT_EQ(ask("all.not('b').count"), 2);
  EXPECT_EQ(ask("all.find('b').size"), 9);
  EXPECT_EQ(ask("all.find('a', 'c')"), (json::value{"a", "c"}));
  EXPECT_EQ(ask("all.nth(1)"), "b");
  EXPECT_EQ(ask("all.nope"), error("error.invalidMethod"));
}

TEST(CollectionMembers, GroupAndChunk) {  // recorded case kql-collections-more
  EXPECT_EQ(ask("all.groupBy('tags')"), (json::value{"x, y", "y", ""}));
  EXPECT_EQ(ask("all.groupBy('tags').first"), json::value(json::array{"a"}));
  EXPECT_EQ(ask("all.groupBy((thing) => thing.size ?: 0).count"), 3);
  EXPECT_EQ(ask("all.chunk(2)"), (json::value{0, 1}));
  EXPECT_EQ(ask("all.chunk(2).last"), json::value(json::array{"c"}));
}

// Recorded case kql-collections: what PHP sorts or cuts counts its number keys anew.
TEST(CollectionMembers, CountNumberKeysAnew) {
  auto const numbered = [](std::string_view query) {
    Items items;
    for (auto const* const id : {"a", "7", "b", "5"})
      items.push_back(std::make_shared<Thing const>(json::object{{"id", id}}));
    Scope scope;
    scope.set("all", Value(ObjectPtr(std::make_shared<Things const>(std::move(items)))));
    return data_of(*evaluate(query, scope));
  };
  EXPECT_EQ(numbered("all"), (json::value{"a", 7, "b", 5}));
  EXPECT_EQ(numbered("all.not('b')"), (json::value{"a", 7, 5}));
  EXPECT_EQ(numbered("all.limit(3)"), (json::value{"a", 0, "b"}));
  EXPECT_EQ(numbered("all.sortBy('id')"), (json::value{0, 1, "a", "b"}));
  EXPECT_EQ(numbered("all.limit(3).last.id"), "b");
}

TEST(Closures, SeeTheScopeTheyWereWrittenIn) {  // spec/content-api 18, "closures"
  EXPECT_EQ(ask("all.filterBy((thing) => thing.tags)"), (json::value{"a", "b"}));
  EXPECT_EQ(ask("all.filterBy((thing) => all.first.tags)"), (json::value{"a", "b", "c"}));
  EXPECT_EQ(ask("all.filterBy((thing) => thing.nope)"), error("error.invalidMethod"));
}

TEST(CollectionMembers, SliceAsAListDoes) {  // slow twin: a vector of the same keys
  EXPECT_TRUE(rc::check([] {
    auto const offset = *rc::gen::inRange(0, 5), limit = *rc::gen::inRange(0, 5);
    std::vector<std::string> const keys{"a", "b", "c"};
    json::array expected;
    for (int i = offset; i < 3 && i < offset + limit; ++i)
      expected.push_back(json::text(keys[static_cast<std::size_t>(i)]));
    auto const query = "all.slice(" + std::to_string(offset) + ", " + std::to_string(limit) + ")";
    RC_ASSERT(ask(query) == json::value(expected));
  }));
}

}  // namespace
}  // namespace latchkey::query
