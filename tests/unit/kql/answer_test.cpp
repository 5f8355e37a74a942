#include "kql/answer.h"

#include <gtest/gtest.h>

#include "support/form_world.h"

namespace latchkey::kql {
namespace {

class KqlAnswer : public testing::Test, public test::FormWorld {
 protected:
  KqlAnswer() {
    files.put(
        "content/1_garden/1_roses/plant.txt",
        "Title: Roses\n\n----\n\nSelf: page.self.query\n\n----\n\nAgain: {{ page.again.replace }}"
        "{{ page.title }}\n\n----\n\nUuid: roses00000000001");
    files.put("content/1_garden/2_moss/plant.txt", "Title: Moss");
    clock.advance(std::chrono::seconds(2));
    snapshot = content.snapshot();
  }

  Result<json::value> ask(json::object const& input, Limits const& limits = {}) {
    LK_TRY(auto const requests, read_requests(input));
    Access const access(options);
    Warden warden(access, heavy, limits);
    auto all = world();
    all.guard = &warden;
    return answer(requests, all, warden);
  }
  json::value asked(std::string_view query, Limits const& limits = {}) {
    auto const out = ask({{"query", query}}, limits);
    return out ? *out : json::value(out.error().key);
  }

  config::QueryOptions options;
  HeavyWork heavy;
};

// Oracle: spec/content-api 18, "Rendering without select".
TEST_F(KqlAnswer, ShowsObjectsByTheirClass) {
  EXPECT_EQ(asked("page('garden').children"), (json::value{"garden/roses", "garden/moss"}));
  EXPECT_EQ(asked("page('garden').title"), "Garden");
  EXPECT_EQ(asked("kirby.user").at("role").at("name"), "admin");
  EXPECT_EQ(asked("page('none')"), nullptr);
  EXPECT_FALSE(asked("page('garden')").as_object().contains("parent"));
}

// Oracle: spec/content-api 18: "a blocked member that would be in the default rendering is left
// out".
TEST_F(KqlAnswer, LeavesOutWhatIsBlocked) {
  options.blocked_methods = {"Kirby\\Cms\\Page::title"};
  options.blocked_classes = {"Kirby\\Cms\\Role"};
  EXPECT_FALSE(asked("page('garden')").as_object().contains("title"));
  EXPECT_TRUE(asked("page('garden')").as_object().contains("slug"));
  EXPECT_FALSE(asked("kirby.user").as_object().contains("role"));
  EXPECT_EQ(asked("page('garden').title"), "error.permission");
}

// Oracle: spec/content-api 18, "pages are clamped", "without select pagination is ignored".
TEST_F(KqlAnswer, ClampsPages) {
  json::object input{{"query", "page('garden').children"},
                     {"select", json::array{"id"}},
                     {"pagination", {{"limit", 1}, {"page", 9}}}};
  EXPECT_EQ(*ask(input), *json::parse(R"({"data": [{"id": "garden/moss"}], "pagination":
                         {"page": 2, "pages": 2, "offset": 1, "limit": 1, "total": 2}})"));
  input.erase("select");
  EXPECT_TRUE(ask(input)->is_array());
}

// Oracle: spec/content-api 18: nested queries see the present object under its type name.
TEST_F(KqlAnswer, NamesThePresentObjectOnly) {
  json::object const select{{"select", {{"t", "page.title.upper"}, {"up", "page.parent.id"}}}};
  json::object input{{"query", "page('garden').children.limit(1)"},
                     {"select", select.at("select")}};
  EXPECT_EQ(*ask(input), *json::parse(R"([{"t": "ROSES", "up": "garden"}])"));
}

// Oracle: ADR 24: a stored text may not ask for stored queries, itself least of all.
TEST_F(KqlAnswer, EndsWhereStoredTextsAskForThemselves) {
  EXPECT_EQ(asked("page('garden/roses').self.query"), "error.invalidArgument");
  EXPECT_EQ(asked("page('garden/roses').again.replace"),
            "{{ page.again.replace }}{{ page.title }}Roses");
}

// Oracle: ADR 24: members that stored texts ask for are judged as those of the request.
TEST_F(KqlAnswer, GuardsQueriesOfStoredTexts_S15) {
  options.blocked_methods = {"Kirby\\Cms\\Page::title"};
  EXPECT_EQ(asked("page('garden/roses').again.replace"),
            "{{ page.again.replace }}{{ page.title }}");
}

// Oracle: ADR 24.
TEST_F(KqlAnswer, EndsWithItsWork) {
  Limits few;
  few.units = 50;
  EXPECT_EQ(asked("page('garden').children.count", few), 2);
  std::string list = "[";
  for (int i = 0; i < 40; ++i) list += "site.index,";
  EXPECT_EQ(asked(list + "1]", few), "error.invalidArgument");
  Limits small;
  small.result_bytes = 10;
  EXPECT_EQ(asked("page('garden').children", small), "error.invalidArgument");
  Limits late;
  late.time = std::chrono::milliseconds(-1);
  EXPECT_EQ(asked(list + "1]", late), "error.invalidArgument");
}

// Oracle: ADR 24: one at a time by default, the others are told to come again.
TEST_F(KqlAnswer, DoesHardWorkOneAfterTheOther) {
  Limits hard;
  hard.heavy_units = 1;
  ASSERT_TRUE(heavy.enter(1));
  auto const refused = ask({{"query", "site.index"}}, hard);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, Kind::unavailable);
  heavy.leave();
  EXPECT_TRUE(ask({{"query", "site.index"}}, hard));
  EXPECT_TRUE(heavy.enter(1)) << "its place is free again";
}

// Oracle: spec/content-api 18; security.md S15: filters look at members a request may ask.
TEST_F(KqlAnswer, LetsFiltersLookAtAdmittedMembersOnly_S15) {
  for (auto const* query :
       {"kirby.users.filterBy('password', '*=', 'a')", "kirby.users.sortBy('name', 'password')",
        "kirby.users.sortBy('name asc password desc')", "kirby.users.groupBy('secret')",
        "kirby.users.pluck('token')", "kirby.users.findBy('hash', 1)",
        "kirby.users.filterBy((u) => u.password)", "kirby.users.groupBy((u) => u.password)"})
    EXPECT_EQ(asked(query), "error.permission") << query;
  EXPECT_EQ(asked("kirby.users.filterBy('email', '*=', 'ada').count"), 1);
}

}  // namespace
}  // namespace latchkey::kql
