#include "formats/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "core/text.h"

namespace latchkey::formats {
namespace {

constexpr std::uint32_t max_steps = 1'000'000, max_heap_kib = 65'536;

struct Free {
  void operator()(pcre2_code* p) const { pcre2_code_free(p); }
  void operator()(pcre2_match_data* p) const { pcre2_match_data_free(p); }
  void operator()(pcre2_match_context* p) const { pcre2_match_context_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

PCRE2_SPTR units(std::string_view text) { return reinterpret_cast<PCRE2_SPTR>(text.data()); }

char closing(char opening) {
  constexpr std::string_view pairs = "()[]{}<>";
  auto const at = pairs.find(opening);
  return at == pairs.npos || at % 2 == 1 ? opening : pairs[at + 1];
}

/// None for a letter that is no modifier.
std::optional<unsigned> option_of(char modifier) {
  switch (modifier) {
    case 'i': return PCRE2_CASELESS;
    case 'm': return PCRE2_MULTILINE;
    case 's': return PCRE2_DOTALL;
    case 'x': return PCRE2_EXTENDED;
    case 'A': return PCRE2_ANCHORED;
    case 'D': return PCRE2_DOLLAR_ENDONLY;
    case 'U': return PCRE2_UNGREEDY;
    case 'J': return PCRE2_DUPNAMES;
    case 'u':
    case 'S':
    case ' ':
    case '\n': return 0;
    default: return std::nullopt;
  }
}

}  // namespace

struct Pattern::Code {
  Owned<pcre2_code> compiled;
};

std::optional<Pattern> Pattern::compile(std::string_view expression, unsigned options) {
  int error = 0;
  PCRE2_SIZE at = 0;
  Owned<pcre2_code> compiled(pcre2_compile(
      units(expression), expression.size(),
      options | PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C, &error,
      &at, nullptr));
  if (!compiled) return std::nullopt;
  return Pattern(std::make_shared<Code const>(Code{std::move(compiled)}));
}

std::optional<Pattern> Pattern::read(std::string_view expression) {
  return compile(expression, PCRE2_CASELESS);
}

std::optional<Pattern> Pattern::read_delimited(std::string_view text) {
  text = trim_left(text);
  if (text.empty() || is_alnum(text.front()) || text.front() == '\\') return std::nullopt;
  auto const end = text.rfind(closing(text.front()));
  if (end == 0 || end == text.npos) return std::nullopt;
  unsigned options = 0;
  for (char const c : text.substr(end + 1)) {
    auto const option = option_of(c);
    if (!option) return std::nullopt;
    options |= *option;
  }
  return compile(text.substr(1, end - 1), options);
}

bool Pattern::matches(std::string_view text, unsigned options) const {
  Owned<pcre2_match_data> const data(
      pcre2_match_data_create_from_pattern(code_->compiled.get(), nullptr));
  Owned<pcre2_match_context> const limits(pcre2_match_context_create(nullptr));
  if (!data || !limits) throw std::bad_alloc();
  pcre2_set_match_limit(limits.get(), max_steps);
  pcre2_set_depth_limit(limits.get(), max_steps);
  pcre2_set_heap_limit(limits.get(), max_heap_kib);
  return pcre2_match(code_->compiled.get(), units(text), text.size(), 0, options, data.get(),
                     limits.get()) >= 0;
}

bool Pattern::matches_part(std::string_view text) const { return matches(text, 0); }

bool Pattern::matches_whole(std::string_view text) const {
  return matches(text, PCRE2_ANCHORED | PCRE2_ENDANCHORED);
}

}  // namespace latchkey::formats
