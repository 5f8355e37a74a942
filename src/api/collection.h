#pragma once
// Lists on the wire: what a client may ask of any collection, applied in the order of
// spec/content-api 8.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "api/search.h"
#include "api/view.h"
#include "core/result.h"
#include "formats/json.h"
#include "http/query.h"

namespace latchkey::api {

/// Whole numbers as a client sent them; `limit` 0 means 20.
struct Paging {
  std::int64_t page = 1, limit = 100;
};

/// One page of `total` items. An empty collection is page 0 of total 0.
struct Page {
  std::int64_t page = 1, total = 0, offset = 0, limit = 100;
};

/// Errors: not_found error.errorPage beyond the last page.
Result<Page> paginate(std::size_t total, Paging const& paging);

/// `page` and `limit` of the query string. Errors: invalid error.invalidArgument unless whole
/// numbers.
Result<Paging> read_paging(http::Query const& query);

/// A text of the query string, empty where it is missing. Errors: invalid error.invalidArgument for
/// lists and maps. Source: spec/content-api 21.4.
Result<std::string> read_text(http::Query const& query, std::string_view name);

/// `view` and `select` of the query string. Errors: invalid error.invalidArgument for nested lists.
Result<Selection> read_selection(http::Query const& query);

struct ListRequest {
  std::int64_t offset = 0;
  std::optional<std::int64_t> limit;
  std::optional<SearchRequest> search;
  std::optional<Paging> paginate;  ///< wins over `paging`
  Paging paging;
};

/// offset, limit, search and paginate of `query[…]` or, for searches by POST, of `body`; `q` is a
/// search too.
Result<ListRequest> read_list_request(http::Query const& query, json::object const* body = nullptr);

/// For GET searches: as `read_list_request`; `q` missing finds nothing. Errors: also for a `q` that
/// is no text.
Result<ListRequest> read_search_request(http::Query const& query, json::object const* body);

template <class Item>
struct Listing {
  std::vector<Item> items;
  Page page;
};

/// Hits only, best first; equal scores keep their order. `describe(item)` gives its SearchTexts.
template <class Item, class Describe>
std::vector<Item> search_items(SearchRequest const& request, std::vector<Item> items,
                               Describe describe) {
  Search const search(request);
  std::vector<std::pair<std::int64_t, Item>> scored;
  for (auto& item : items)
    if (auto const score = search.score(describe(item)); score > 0)
      scored.emplace_back(score, std::move(item));
  std::ranges::stable_sort(scored, std::greater(), [](auto const& pair) { return pair.first; });
  items.clear();
  for (auto& pair : scored) items.push_back(std::move(pair.second));
  return items;
}

template <class Item>
std::vector<Item> slice(std::vector<Item> items, std::int64_t offset, std::int64_t limit) {
  auto const size = static_cast<std::int64_t>(items.size());
  auto const first = std::min(offset, size);
  auto const count = std::min(limit, size - first);
  return {std::make_move_iterator(items.begin() + first),
          std::make_move_iterator(items.begin() + first + count)};
}

/// Offset, limit, search, then one page. Errors: not_found error.errorPage.
template <class Item, class Describe>
Result<Listing<Item>> list_items(ListRequest const& request, std::vector<Item> items,
                                 Describe describe) {
  auto const size = static_cast<std::int64_t>(items.size());
  items = slice(std::move(items), request.offset, request.limit.value_or(size));
  if (request.search) items = search_items(*request.search, std::move(items), describe);
  LK_TRY(Page const page, paginate(items.size(), request.paginate.value_or(request.paging)));
  return Listing<Item>{slice(std::move(items), page.offset, page.limit), page};
}

}  // namespace latchkey::api
