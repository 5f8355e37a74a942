#include "api/page_search.h"

#include <algorithm>
#include <deque>
#include <string>
#include <tuple>
#include <vector>

#include "core/crew.h"

namespace latchkey::api {
namespace {

constexpr int title_weight = 64;

int weight_of(std::string_view field) { return field == "title" ? title_weight : 1; }

/// Scores pages one after the other: what it makes for one is used again for the next.
class Scorer {
 public:
  Scorer(Search const& search, std::string_view language) : search_(search), language_(language) {}

  /// As Page::id and Page::fields would give it, from the stored bytes. `id`: empty where no word
  /// can be in it.
  std::int64_t score(std::string_view id, content::Facts const& facts) {
    texts_.assign({{"id", id, title_weight}});
    if (content::is_laid_over(facts, language_)) return score_parsed(facts);
    auto const* const text = content::find_sole_text(facts, language_);
    if (!text) return search_.score(texts_);
    made_.clear();
    auto const fields = formats::scan_content(text->bytes);
    for (auto const& field : fields) {
      auto const value = text->escaped && field.is_escaped()
                             ? std::string_view(made_.emplace_back(field.plain_value()))
                             : field.value;
      texts_.push_back({field.name, value, weight_of(field.name), text->plain});
    }
    return search_.score(texts_);
  }

 private:
  std::int64_t score_parsed(content::Facts const& facts) {
    auto const all = content::parse_texts(facts);
    auto const& code = facts.languages->pick(language_).code;
    auto const shown = std::ranges::find(all, code, &content::Text::language);
    for (auto const& [name, text] : shown->fields) texts_.push_back({name, text, weight_of(name)});
    return search_.score(texts_);
  }

  Search const& search_;
  std::string_view language_;
  SearchTexts texts_;
  std::deque<std::string> made_;
};

struct Hit {
  std::int64_t score;
  std::size_t place;
  std::string id = {};  ///< where hits of equal score are sorted by it
};

/// Pages a thread takes at once.
constexpr std::size_t pages_at_once = 128;

std::vector<Hit> find_hits(content::Survey const& pages, Search const& search,
                           std::string_view language) {
  content::Sieve const sieve(search.needles(), std::string(language));
  auto const in_id = pages.ids_passing(sieve);
  std::vector<std::int64_t> scores(pages.size());
  Crew::of_cores().each_slice(scores.size(), pages_at_once, [&](std::size_t i, std::size_t end) {
    Scorer scorer(search, language);
    pages.fetch(i, end);
    for (; i < end; ++i)
      if (in_id[i] != 0 || sieve.may_hit(pages.facts(i)))
        scores[i] = scorer.score(in_id[i] != 0 ? pages.id(i) : "", pages.facts(i));
  });
  std::vector<Hit> out;
  for (std::size_t i = 0; i < scores.size(); ++i)
    if (scores[i] > 0) out.push_back({scores[i], i});
  return out;
}

bool comes_before(Hit const& a, Hit const& b) {
  if (a.score != b.score) return a.score > b.score;
  return std::tie(a.id, a.place) < std::tie(b.id, b.place);
}

/// The end of all that may be among the best `wanted`, which is greater than none.
auto end_of_best(std::vector<Hit>& hits, std::size_t wanted) {
  if (wanted >= hits.size()) return hits.end();
  auto const last = hits.begin() + static_cast<std::ptrdiff_t>(wanted) - 1;
  std::ranges::nth_element(hits, last, std::greater(), &Hit::score);
  return std::partition(last + 1, hits.end(),
                        [least = last->score](Hit const& hit) { return hit.score >= least; });
}

void sort_best(std::vector<Hit>& hits, std::size_t wanted, content::Survey const& pages,
               HitOrder order) {
  if (wanted == 0 || hits.empty()) return;
  auto const end = end_of_best(hits, wanted);
  if (order == HitOrder::by_id)
    for (auto hit = hits.begin(); hit != end; ++hit) hit->id = pages.id(hit->place);
  auto const sorted = hits.begin() + static_cast<std::ptrdiff_t>(std::min(wanted, hits.size()));
  std::partial_sort(hits.begin(), sorted, end, comes_before);
}

}  // namespace

std::int64_t score_page(Search const& search, content::Page const& page,
                        std::string_view language) {
  return Scorer(search, language).score(page.id, *page.own);
}

void keep_hits(content::Survey& pages, Search const& search, std::string_view language,
               HitOrder order, std::size_t wanted) {
  auto hits = find_hits(pages, search, language);
  sort_best(hits, wanted, pages, order);
  std::vector<std::size_t> places;
  places.reserve(hits.size());
  for (auto const& hit : hits) places.push_back(hit.place);
  pages.keep(places);
}

}  // namespace latchkey::api
