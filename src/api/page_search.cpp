#include "api/page_search.h"

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

namespace latchkey::api {
namespace {

constexpr int title_weight = 64;

int weight_of(std::string_view field) { return field == "title" ? title_weight : 1; }

std::int64_t score_parsed(Search const& search, SearchTexts texts, content::Facts const& facts,
                          std::string_view language) {
  auto const all = content::parse_texts(facts);
  auto const& code = facts.languages->pick(language).code;
  auto const shown = std::ranges::find(all, code, &content::Text::language);
  for (auto const& [name, text] : shown->fields) texts.push_back({name, text, weight_of(name)});
  return search.score(texts);
}

/// As Page::id and Page::fields would give it, from the stored bytes.
std::int64_t score(Search const& search, std::string_view id, content::Facts const& facts,
                   std::string_view language) {
  SearchTexts texts{{"id", id, title_weight}};
  if (content::is_laid_over(facts, language))
    return score_parsed(search, std::move(texts), facts, language);
  auto const* const text = content::find_sole_text(facts, language);
  auto const fields =
      text ? formats::scan_content(text->bytes) : std::vector<formats::StoredField>();
  std::deque<std::string> made;
  for (auto const& field : fields) {
    auto const value =
        field.is_escaped() ? std::string_view(made.emplace_back(field.plain_value())) : field.value;
    texts.push_back({field.name, value, weight_of(field.name)});
  }
  return search.score(texts);
}

struct Hit {
  std::int64_t score;
  std::string id;
  std::size_t place;
};

}  // namespace

void keep_hits(content::Survey& pages, Search const& search, std::string_view language,
               HitOrder order) {
  pages.sift(content::Sieve(search.needles(), std::string(language)));
  std::vector<Hit> hits;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    auto id = pages.id(i);
    auto const points = score(search, id, pages.facts(i), language);
    if (points > 0) hits.push_back({points, std::move(id), i});
  }
  if (order == HitOrder::by_id) std::ranges::sort(hits, {}, &Hit::id);
  std::ranges::stable_sort(hits, std::greater(), &Hit::score);
  std::vector<std::size_t> places;
  places.reserve(hits.size());
  for (auto const& hit : hits) places.push_back(hit.place);
  pages.keep(places);
}

}  // namespace latchkey::api
