#include "api/collection.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace latchkey::api {
namespace {

std::string pages(std::size_t total, Paging paging) {
  auto const page = paginate(total, paging);
  if (!page) return page.error().key;
  return std::to_string(page->page) + " " + std::to_string(page->total) + " " +
         std::to_string(page->offset) + " " + std::to_string(page->limit);
}

// Oracle: spec/content-api 8 and recorded cases children-pagination, children-limit-zero,
// perm-reader (empty).
TEST(Paginate, KnowsItsPages) {
  EXPECT_EQ(pages(5, {}), "1 5 0 100");
  EXPECT_EQ(pages(5, {3, 2}), "3 5 4 2");
  EXPECT_EQ(pages(5, {1, 0}), "1 5 0 20");
  EXPECT_EQ(pages(5, {0, 2}), "1 5 0 2");
  EXPECT_EQ(pages(5, {4, 2}), "error.errorPage");
  EXPECT_EQ(pages(4, {3, 2}), "error.errorPage");
  EXPECT_EQ(pages(0, {}), "0 0 0 100");
  EXPECT_EQ(pages(0, {2, 100}), "error.errorPage");
  EXPECT_EQ(pages(5, {999'999'999'999'999'999, 999'999'999'999'999'999}), "error.errorPage");
}

// Oracle: spec/content-api 20: not a number or negative is 400 error.invalidArgument.
TEST(ReadPaging, RefusesWhatIsNoNumber) {
  for (auto const* text : {"page=abc", "page=-1", "limit=-1", "limit=x", "page[]=1", "page=1.5",
                           "limit[a]=2", "page=1e3", "page=99999999999999999999"}) {
    auto const paging = read_paging(http::Query(text));
    ASSERT_FALSE(paging) << text;
    EXPECT_EQ(paging.error().key, "error.invalidArgument");
  }
  EXPECT_EQ(read_paging(http::Query("PAGE=2&limit="))->page, 2);
}

TEST(ReadSelection, TakesTextsAndLists) {
  auto const both = read_selection(http::Query("select=id,%20email&view=auth")).value();
  EXPECT_EQ(both.view, "auth");
  EXPECT_EQ(both.select, (std::vector<std::string>{"id", "email"}));
  EXPECT_EQ(read_selection(http::Query("select[]=id&select[]=name"))->select,
            (std::vector<std::string>{"id", "name"}));
  EXPECT_FALSE(read_selection(http::Query("select="))->select);
  EXPECT_FALSE(read_selection(http::Query("view[]=auth")));
  EXPECT_FALSE(read_selection(http::Query("select[a][b]=id")));
}

std::vector<int> numbers(int n) {
  std::vector<int> out;
  for (int i = 0; i < n; ++i) out.push_back(i);
  return out;
}

// Oracle: spec/content-api 8: offset, limit, search, paginate, in this order; recorded case
// search-site-post.
TEST(ListItems, AppliesOffsetLimitSearchAndPageInOrder) {
  auto const names = [](int n) { return SearchTexts{{"id", n % 2 == 0 ? "even" : "odd"}}; };
  auto const list = [&](std::string const& query) {
    return list_items(*read_list_request(http::Query(query)), numbers(10), names);
  };
  EXPECT_EQ(list("query[offset]=2&query[limit]=5")->items, (std::vector<int>{2, 3, 4, 5, 6}));
  EXPECT_EQ(list("query[limit]=5")->page.total, 5);
  EXPECT_EQ(list("query[limit]=3&query[search]=even")->items, (std::vector<int>{0, 2}));
  EXPECT_EQ(list("query[paginate][limit]=4&query[paginate][page]=3")->items,
            (std::vector<int>{8, 9}));
  EXPECT_EQ(list("query[paginate][limit]=4&query[paginate][page]=3")->page.total, 10);
  EXPECT_EQ(list("query[offset]=99")->page.page, 0);
  json::object const body =
      json::parse(
          R"({"search": {"query": "odd"}, "limit": 4, "paginate": {"limit": 1, "page": 2}})")
          ->as_object();
  EXPECT_EQ(list_items(*read_list_request(http::Query(""), &body), numbers(10), names)->items,
            (std::vector<int>{3}));
}

TEST(ListItems, SearchWithoutAQuestionFindsNothing) {
  auto const request = read_search_request(http::Query(""), nullptr).value();
  EXPECT_TRUE(list_items(request, numbers(3), [](int) {
                return SearchTexts{{"id", "abc"}};
              })->items.empty());
}

// Oracle: law. The pages of a collection are its items, each once, in order.
TEST(Paginate, PagesPutTogetherAreTheWhole) {
  EXPECT_TRUE(rc::check([] {
    int const total = *rc::gen::inRange(1, 60);
    std::int64_t const limit = *rc::gen::inRange(1, 20);
    std::vector<int> all;
    for (std::int64_t page = 1;; ++page) {
      auto const p = paginate(static_cast<std::size_t>(total), {page, limit});
      if (!p) break;
      for (int i : slice(numbers(total), p->offset, p->limit)) all.push_back(i);
    }
    RC_ASSERT(all == numbers(total));
  }));
}

}  // namespace
}  // namespace latchkey::api
