#include "api/search.h"

#include <algorithm>

#include "accounts/names.h"
#include "core/find_folded.h"
#include "core/text.h"

namespace latchkey::api {
namespace {

using accounts::fold_case;

bool is_word_byte(char c) {
  return is_alnum(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool stands_alone(std::string_view text, std::size_t at, std::size_t size) {
  bool const before = at > 0 && is_word_byte(text[at - 1]);
  bool const after = at + size < text.size() && is_word_byte(text[at + size]);
  return !before && !after;
}

/// What is found of a word in a text.
struct Found {
  std::int64_t count = 0;
  bool in_front = false, whole = false;  ///< at the start; nothing else is there
};

/// Text that words are looked for in. It is folded only for those who need that.
class Folded {
 public:
  explicit Folded(SearchField const& field)
      : text_(field.text), plain_(field.plain || folds_plainly(field.text)) {}
  Folded(Folded const&) = delete;
  Folded& operator=(Folded const&) = delete;

  Found find(SearchWord const& word, bool whole_words) {
    bool const as_it_is = word.is_ascii && plain_;
    auto const text = as_it_is ? text_ : folded();
    auto const next = [&](std::size_t from) {
      return as_it_is ? word.needle.find_in(text, from) : text.find(word.text(), from);
    };
    auto const size = word.text().size();
    auto at = next(0);
    Found out;
    out.in_front = at == 0;
    out.whole = out.in_front && text.size() == size;
    for (; at != text.npos; at = next(at + size))
      if (!whole_words || stands_alone(text, at, size)) ++out.count;
    return out;
  }

 private:
  std::string_view folded() {
    if (!made_) made_ = fold_case(text_);
    return *made_;
  }

  std::string_view text_;
  bool plain_;
  std::optional<std::string> made_;
};

/// The words between white space, at least `least` characters long.
std::vector<std::string> words_of(std::string_view text, std::size_t least) {
  std::vector<std::string> out;
  while (!(text = trim_left(text)).empty()) {
    auto const end = std::ranges::find_if(text, is_space) - text.begin();
    auto const word = text.substr(0, static_cast<std::size_t>(end));
    if (count_characters(word) >= least) out.emplace_back(word);
    text.remove_prefix(word.size());
  }
  return out;
}

/// The texts of a list, or of a text with commas.
std::vector<std::string> texts(json::value const* node) {
  std::vector<std::string> out;
  if (node == nullptr) return out;
  auto const add = [&](json::value const& v) {
    if (v.is_string()) out.push_back(fold_case(trim(v.get_string())));
  };
  if (auto const* list = node->if_array()) std::ranges::for_each(*list, add);
  if (auto const* map = node->if_object())
    for (auto const& member : *map) add(member.value());
  if (node->is_string())
    for (auto const part : split(node->get_string(), ',')) out.push_back(fold_case(trim(part)));
  return out;
}

bool truthy(json::value const* v) {
  if (v == nullptr) return false;
  if (v->is_bool()) return v->get_bool();
  if (v->is_int64()) return v->get_int64() != 0;
  return v->is_string() && !v->get_string().empty() && v->get_string() != "0";
}

std::optional<std::int64_t> number(json::value const* v) {
  if (v == nullptr) return std::nullopt;
  if (v->is_int64() && v->get_int64() >= 0) return v->get_int64();
  return v->is_string() ? parse_unsigned(v->get_string()) : std::nullopt;
}

}  // namespace

Result<SearchRequest> read_search(json::value const& node) {
  SearchRequest out;
  json::value const* text = &node;
  if (auto const* map = node.if_object()) {
    text = map->if_contains("query");
    if (auto const* options = map->if_contains("options");
        options != nullptr && options->is_object())
      out.options = options->get_object();
  }
  if (text == nullptr || text->is_null()) return out;
  if (text->is_int64()) return out.text = std::to_string(text->get_int64()), out;
  if (!text->is_string())
    return fail(Kind::invalid, "error.invalidArgument", "The search must be a text");
  out.text = std::string_view(text->get_string());
  return out;
}

Search::Search(SearchRequest const& request) {
  auto const least =
      static_cast<std::size_t>(number(request.options.if_contains("minlength")).value_or(2));
  std::string const phrase = fold_case(trim(request.text));
  if (phrase.empty() || count_characters(phrase) < least) return;
  phrase_ = SearchWord(phrase);
  auto const stopwords = texts(request.options.if_contains("stopwords"));
  for (auto const& word : words_of(phrase, least))
    if (std::ranges::find(stopwords, word) == stopwords.end()) words_.emplace_back(word);
  fields_ = texts(request.options.if_contains("fields"));
  if (auto const* score = request.options.if_contains("score");
      score != nullptr && score->is_object())
    weights_ = score->get_object();
  whole_words_ = truthy(request.options.if_contains("words"));
}

/// Each word is a part of the phrase, so a hit of the phrase is one of each word.
std::vector<std::string> Search::needles() const {
  if (phrase_.text().empty()) return {};
  if (words_.empty()) return {phrase_.text()};
  std::vector<std::string> out;
  out.reserve(words_.size());
  for (auto const& word : words_) out.push_back(word.text());
  return out;
}

int Search::weight(SearchField const& field) const {
  auto const own = number(weights_.if_contains(field.name));
  return own ? static_cast<int>(std::min<std::int64_t>(*own, 1'000'000)) : field.weight;
}

std::int64_t Search::score(SearchField const& field) const {
  if (!fields_.empty() && std::ranges::find(fields_, field.name) == fields_.end()) return 0;
  Folded value(field);
  auto const phrase = value.find(phrase_, whole_words_);
  std::int64_t points = 0;
  if (phrase.count > 0) points = phrase.whole ? 16 : phrase.in_front ? 8 : 2;
  for (auto const& word : words_)
    points += word.text() == phrase_.text() ? phrase.count : value.find(word, whole_words_).count;
  return points == 0 ? 0 : points * weight(field);
}

std::int64_t Search::score(SearchTexts const& texts_of_model) const {
  if (phrase_.text().empty()) return 0;
  std::int64_t sum = 0;
  for (auto const& field : texts_of_model) sum += score(field);
  return sum;
}

}  // namespace latchkey::api
