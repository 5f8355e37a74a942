#pragma once
// Substring search with scores over the texts of any model. Source: spec/content-api 8, "Search".

#include <string>
#include <string_view>
#include <vector>

#include "core/find_folded.h"
#include "core/result.h"
#include "formats/json.h"

namespace latchkey::api {

struct SearchRequest {
  std::string text;
  json::object options;  ///< fields, minlength, score, words, stopwords
};

/// From `search` of a body or query: text, or {query, options}. Errors: invalid
/// error.invalidArgument.
Result<SearchRequest> read_search(json::value const& node);

/// One searched text of a model. `weight` as the spec has it: 64 for id and title of pages, else 1.
struct SearchField {
  std::string_view name, text;
  int weight = 1;
  bool plain = false;  ///< `folds_plainly(text)` is known
};
using SearchTexts = std::vector<SearchField>;

/// A case-folded word or phrase, made ready to be found in many texts.
struct SearchWord {
  explicit SearchWord(std::string const& folded)
      : needle(folded), is_ascii(latchkey::is_ascii(folded)) {}
  std::string const& text() const { return needle.text(); }

  FoldedNeedle needle;
  bool is_ascii;
};

class Search {
 public:
  explicit Search(SearchRequest const& request);
  /// Case-folded; in every hit at least one of them occurs. None: nothing is a hit.
  std::vector<std::string> needles() const;
  /// Zero: no hit.
  std::int64_t score(SearchTexts const& texts) const;

 private:
  std::int64_t score(SearchField const& field) const;
  int weight(SearchField const& field) const;

  SearchWord phrase_{""};  ///< empty finds nothing
  std::vector<SearchWord> words_;
  std::vector<std::string> fields_;  ///< empty: all
  json::object weights_;
  bool whole_words_ = false;
};

}  // namespace latchkey::api
