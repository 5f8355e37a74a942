#include "formats/date.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <span>
#include <vector>

#include "core/text.h"

namespace latchkey::formats {
namespace {

namespace chr = std::chrono;

constexpr std::size_t longest_date = 100;
constexpr std::array<std::string_view, 12> month_words{"jan", "feb", "mar", "apr", "may", "jun",
                                                       "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> weekday_words{"mon", "tue", "wed", "thu",
                                                        "fri", "sat", "sun"};
constexpr std::int64_t day_seconds = 86400;
constexpr std::int64_t furthest = 100'000;  // of a relative step
constexpr std::int64_t most_months = 100'000;

struct Token {
  enum class Kind { number, word, sign } kind;
  std::string_view text;
  std::int64_t value = 0;
};

std::optional<std::vector<Token>> tokens_of(std::string_view text) {
  std::vector<Token> out;
  while (!text.empty()) {
    if (is_space(text.front())) {
      text.remove_prefix(1);
      continue;
    }
    auto const run = [&](auto const& fits) {
      std::size_t size = 0;
      while (size < text.size() && fits(text[size])) ++size;
      return text.substr(0, size);
    };
    Token token{Token::Kind::sign, text.substr(0, 1), 0};
    if (is_digit(text.front())) {
      token.text = run(is_digit);
      token.kind = Token::Kind::number;
      auto const value = parse_unsigned(token.text);
      if (!value) return std::nullopt;
      token.value = *value;
    } else if (is_alpha(text.front())) {
      token.text = run(is_alpha);
      token.kind = Token::Kind::word;
    }
    text.remove_prefix(token.text.size());
    out.push_back(token);
  }
  return out;
}

std::size_t index_of(std::span<std::string_view const> words, std::string_view word) {
  if (word.size() < 3) return words.size();
  auto const short_word = lower(word.substr(0, 3));
  return static_cast<std::size_t>(std::ranges::find(words, short_word) - words.begin());
}

/// Reads tokens from the left; each step takes one date, time or word.
class DateReader {
 public:
  DateReader(std::vector<Token> tokens, std::int64_t now) : tokens_(std::move(tokens)), now_(now) {}

  std::optional<std::int64_t> read() {
    if (tokens_.empty()) return std::nullopt;
    while (at_ < tokens_.size())
      if (!step()) return std::nullopt;
    return result();
  }

 private:
  Token const* peek(std::size_t ahead = 0) const {
    return at_ + ahead < tokens_.size() ? &tokens_[at_ + ahead] : nullptr;
  }
  bool is_sign(std::size_t ahead, char c) const {
    auto const* const token = peek(ahead);
    return token && token->kind == Token::Kind::sign && token->text.front() == c;
  }
  Token const* number(std::size_t ahead) const {
    auto const* const token = peek(ahead);
    return token && token->kind == Token::Kind::number ? token : nullptr;
  }
  Token const* word(std::size_t ahead) const {
    auto const* const token = peek(ahead);
    return token && token->kind == Token::Kind::word ? token : nullptr;
  }

  bool step() {
    if (is_sign(0, ',')) return skip(1);
    if (is_sign(0, '@')) return unix_time();
    if (is_sign(0, '+') || is_sign(0, '-')) return relative() || (has_time_ && zone());
    if (number(0)) return time() || triple() || day_month() || compact();
    return word(0) != nullptr && (month_day() || named());
  }
  bool skip(std::size_t count) {
    at_ += count;
    return true;
  }

  bool unix_time() {
    bool const negative = is_sign(1, '-');
    auto const* const value = number(negative ? 2 : 1);
    if (!value || has_date_ || value->value > 10'000'000'000'000) return false;
    fixed_ = negative ? -value->value : value->value;
    return skip(negative ? 3 : 2);
  }

  bool set_date(std::int64_t year, std::int64_t month, std::int64_t day) {
    if (has_date_ || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return false;
    if (year < 70) year += 2000;
    if (year < 100) year += 1900;
    // As PHP: 31 June is 1 July.
    auto const first = chr::sys_days(chr::year(static_cast<int>(year)) /
                                     chr::month(static_cast<unsigned>(month)) / 1);
    day_ = first.time_since_epoch().count() + day - 1;
    return has_date_ = true;
  }

  /// 2024-06-30, 2024/6/30, 30.6.2024, 30-6-2024, 6/30/2024, 2024-06.
  bool triple() {
    char const mark = is_sign(1, '-') ? '-' : is_sign(1, '/') ? '/' : is_sign(1, '.') ? '.' : '\0';
    auto const *const a = number(0), *const b = number(2);
    if (mark == '\0' || !b) return false;
    auto const* const c = is_sign(3, mark) ? number(4) : nullptr;
    if (!c) return mark == '-' && a->text.size() == 4 && set_date(a->value, b->value, 1) && skip(3);
    bool const year_first = a->text.size() == 4;
    bool fits = false;
    if (year_first)
      fits = set_date(a->value, b->value, c->value);
    else if (mark == '/')
      fits = set_date(c->value, a->value, b->value);
    else
      fits = set_date(c->value, b->value, a->value);
    return fits && skip(5);
  }

  /// 30 June 2024, 30-Jun-2024, 30 June.
  bool day_month() {
    std::size_t const ahead = word(1) ? 1 : is_sign(1, '-') || is_sign(1, '.') ? 2 : 0;
    if (ahead == 0) return false;
    std::size_t month_at = ahead;
    auto const* name = word(month_at);
    if (name && ahead == 1 && is_suffix(name->text)) name = word(++month_at);
    auto const month = name ? index_of(month_words, name->text) : 12;
    if (month == 12) return false;
    std::size_t next = month_at + 1;
    if (is_sign(next, '-') || is_sign(next, ',') || is_sign(next, '.')) ++next;
    auto const* const year = number(next);
    bool const has_year = year && year->text.size() == 4 && !is_sign(next + 1, ':');
    auto const day = number(0)->value;
    return set_date(has_year ? year->value : this_year(), static_cast<std::int64_t>(month) + 1,
                    day) &&
           skip(has_year ? next + 1 : month_at + 1);
  }

  /// June 30, 2024; June 2024.
  bool month_day() {
    auto const month = index_of(month_words, word(0)->text);
    if (month == 12) return false;
    auto const index = static_cast<std::int64_t>(month) + 1;
    std::size_t next = is_sign(1, '.') ? 2 : 1;
    auto const* const first = number(next);
    if (!first) return set_date(this_year(), index, 1) && skip(1);
    if (first->text.size() == 4) return set_date(first->value, index, 1) && skip(next + 1);
    if (auto const* const after = word(next + 1); after && is_suffix(after->text)) ++next;
    if (is_sign(next + 1, ',')) ++next;
    auto const* const year = number(next + 1);
    bool const has_year = year && year->text.size() == 4 && !is_sign(next + 2, ':');
    return set_date(has_year ? year->value : this_year(), index, first->value) &&
           skip(has_year ? next + 2 : next + 1);
  }

  static bool is_suffix(std::string_view text) {
    auto const small = lower(text);
    return small == "st" || small == "nd" || small == "rd" || small == "th";
  }

  /// 20240630, 20240630T143500.
  bool compact() {
    auto const* const token = number(0);
    if (token->text.size() != 8) return false;
    return set_date(token->value / 10000, token->value / 100 % 100, token->value % 100) && skip(1);
  }

  /// 14:35, 14:35:00.123, 2pm, 2:35 pm.
  bool time() {
    auto const* const hour = number(0);
    if (hour->text.size() > 2 || has_time_) return false;
    std::size_t used = 1;
    std::int64_t minute = 0, second = 0;
    if (is_sign(1, ':') && number(2)) {
      minute = number(2)->value;
      used = 3;
      if (is_sign(3, ':') && number(4)) {
        second = number(4)->value;
        used = is_sign(5, '.') && number(6) ? 7 : 5;
      }
    }
    std::int64_t value = hour->value;
    auto const half = word(used) ? lower(word(used)->text) : std::string();
    bool const has_half = half == "am" || half == "pm";
    if (used == 1 && !has_half) return false;
    if (has_half) {
      if (value < 1 || value > 12) return false;
      value = value % 12 + (half == "pm" ? 12 : 0);
      ++used;
    }
    if (value > 24 || minute > 59 || second > 60) return false;
    time_ = value * 3600 + minute * 60 + second;
    has_time_ = true;
    return skip(used);
  }

  bool zone() {
    bool const west = is_sign(0, '-');
    auto const* const hours = number(1);
    if (!hours || hours->text.size() > 4) return false;
    std::int64_t offset = hours->value * 3600;
    std::size_t used = 2;
    if (hours->text.size() > 2) offset = hours->value / 100 * 3600 + hours->value % 100 * 60;
    if (is_sign(2, ':') && number(3)) {
      offset += number(3)->value * 60;
      used = 4;
    }
    shift_ += west ? offset : -offset;
    return skip(used);
  }

  bool relative() {
    auto const* const count = number(1);
    auto const* const unit = word(2);
    if (!count || !unit || count->value > furthest) return false;
    auto const steps = is_sign(0, '-') ? -count->value : count->value;
    auto name = lower(unit->text);
    if (name.size() > 3 && name.back() == 's') name.pop_back();
    if (name == "day")
      days_ += steps;
    else if (name == "week")
      days_ += steps * 7;
    else if (name == "month")
      months_ += steps;
    else if (name == "year")
      months_ += steps * 12;
    else if (name == "hour")
      shift_ += steps * 3600;
    else if (name == "minute" || name == "min")
      shift_ += steps * 60;
    else if (name == "second" || name == "sec")
      shift_ += steps;
    else
      return false;
    is_relative_ = true;
    return skip(3);
  }

  bool named() {
    auto const name = lower(word(0)->text);
    if (name == "now") return is_relative_ = skip(1);
    if (name == "today" || name == "midnight") return at_midnight(0);
    if (name == "tomorrow") return at_midnight(1);
    if (name == "yesterday") return at_midnight(-1);
    if (name == "t" || name == "z" || name == "utc" || name == "gmt") return skip(1);
    return index_of(weekday_words, name) < 7 && skip(1);
  }
  bool at_midnight(std::int64_t step) {
    days_ += step;
    at_midnight_ = true;
    return skip(1);
  }

  std::int64_t today() const {
    return now_ >= 0 ? now_ / day_seconds : (now_ + 1) / day_seconds - 1;
  }
  std::int64_t this_year() const {
    chr::year_month_day const date{chr::sys_days{chr::days{today()}}};
    return static_cast<int>(date.year());
  }

  std::optional<std::int64_t> result() const {
    if (fixed_) return *fixed_ + days_ * day_seconds + shift_;
    if (!has_date_ && !has_time_ && !is_relative_ && !at_midnight_) return std::nullopt;
    std::int64_t day = has_date_ ? day_ : today();
    if (months_ > most_months || months_ < -most_months) return std::nullopt;
    if (months_ != 0) {
      chr::year_month_day const date{chr::sys_days{chr::days{day}}};
      auto const moved =
          chr::year_month(date.year(), date.month()) + chr::months(static_cast<int>(months_));
      auto const first = chr::sys_days(moved / 1);
      day = first.time_since_epoch().count() + static_cast<int>(static_cast<unsigned>(date.day())) -
            1;
    }
    bool const keeps_time = !has_date_ && !has_time_ && !at_midnight_;
    auto const time = has_time_ ? time_ : keeps_time ? now_ - today() * day_seconds : 0;
    return (day + days_) * day_seconds + time + shift_;
  }

  std::vector<Token> tokens_;
  std::int64_t now_;
  std::size_t at_ = 0;
  bool has_date_ = false, has_time_ = false, is_relative_ = false, at_midnight_ = false;
  std::int64_t day_ = 0, time_ = 0, days_ = 0, months_ = 0, shift_ = 0;
  std::optional<std::int64_t> fixed_;
};

}  // namespace

std::optional<std::int64_t> parse_date(std::string_view text, std::int64_t now) {
  if (text.size() > longest_date) return std::nullopt;
  auto tokens = tokens_of(text);
  if (!tokens) return std::nullopt;
  return DateReader(std::move(*tokens), now).read();
}

}  // namespace latchkey::formats
