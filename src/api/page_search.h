#pragma once
// Searching pages without making them.

#include <string_view>

#include "api/search.h"
#include "content/survey.h"

namespace latchkey::api {

/// Of hits of equal score.
enum class HitOrder { of_tree, by_id };

/// Leaves the hits in `pages` as `search_items` would find them among all: the first `wanted` of
/// them best first, the others as they come.
void keep_hits(content::Survey& pages, Search const& search, std::string_view language,
               HitOrder order, std::size_t wanted);

/// What one page is worth to the search; zero: no hit.
std::int64_t score_page(Search const& search, content::Page const& page, std::string_view language);

}  // namespace latchkey::api
