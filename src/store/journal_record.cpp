#include "store/journal_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace latchkey::store {
namespace {

constexpr std::string_view journal_magic = "latchkey-journal 1\n";
constexpr std::array<std::string_view, 3> state_names{"open", "done", "closed"};
constexpr std::array<std::string_view, 6> record_names{"moved",  "hidden", "made",
                                                       "folder", "tree",   "replaced"};
constexpr std::size_t max_number = 20;

/// FNV-1a: finds what is torn, not what is forged; nobody else may write in the folder.
std::uint64_t checksum_of(std::string_view text) {
  std::uint64_t sum = 0xcbf29ce484222325;
  for (unsigned char const byte : text) sum = (sum ^ byte) * 0x100000001b3;
  return sum;
}

/// "<length>:<text>"
std::string measured(std::string_view text) { return fmt::format("{}:{}", text.size(), text); }

/// Takes what it reads off its text; `failed` once something did not fit.
struct RecordText {
  std::string_view text;
  bool failed = false;

  std::string_view take(std::size_t count) {
    failed |= count > text.size();
    auto const out = text.substr(0, failed ? 0 : count);
    text.remove_prefix(out.size());
    return out;
  }
  template <class Number>
  Number number(char end, int base = 10) {
    Number out{};
    auto const at = text.substr(0, max_number + 1).find(end);
    auto const digits = take(at == text.npos ? text.size() + 1 : at);
    auto const [stop, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), out, base);
    failed |= digits.empty() || error != std::errc() || stop != digits.data() + digits.size();
    take(1);
    return out;
  }
  std::string_view measured_text() { return take(number<std::size_t>(':')); }
};

template <std::size_t size>
std::optional<std::size_t> name_index(std::array<std::string_view, size> const& names,
                                      std::string_view name) {
  for (std::size_t i = 0; i < size; ++i)
    if (names[i] == name) return i;
  return std::nullopt;
}

std::uint64_t sum_of_record(std::uint64_t change, std::uint64_t index, std::string_view payload) {
  return checksum_of(fmt::format("{} {} {}", change, index, payload));
}

std::optional<Record> parse_payload(std::string_view payload) {
  RecordText in{payload};
  auto const kind = name_index(record_names, in.measured_text());
  Record out;
  out.path = in.measured_text();
  out.other = in.measured_text();
  out.mtime_ns = in.number<std::int64_t>('\n');
  if (!kind || in.failed) return std::nullopt;
  out.kind = static_cast<Record::Kind>(*kind);
  return out;
}

}  // namespace

std::string print_head(JournalHead const& head) {
  auto const body = fmt::format("{}{} {} {}\n", journal_magic, head.change,
                                state_names[static_cast<std::size_t>(head.state)], head.limit);
  auto out = fmt::format("{}{:016x}\n", body, checksum_of(body));
  out.resize(journal_head_bytes, '\n');
  return out;
}

std::optional<JournalHead> parse_head(std::string_view file) {
  RecordText in{file.substr(0, journal_head_bytes)};
  auto const whole = in.text;
  if (in.take(journal_magic.size()) != journal_magic) return std::nullopt;
  JournalHead out;
  out.change = in.number<std::uint64_t>(' ');
  auto const state = name_index(state_names, in.take(in.text.find(' ')));
  in.take(1);
  out.limit = in.number<std::uint64_t>('\n');
  auto const body = whole.substr(0, whole.size() - in.text.size());
  auto const sum = in.number<std::uint64_t>('\n', 16);
  if (in.failed || !state || sum != checksum_of(body)) return std::nullopt;
  out.state = static_cast<JournalHead::State>(*state);
  return out;
}

std::string print_record(std::uint64_t change, std::uint64_t index, Record const& record) {
  auto const payload =
      fmt::format("{}{}{}{}\n", measured(record_names[static_cast<std::size_t>(record.kind)]),
                  measured(record.path), measured(record.other), record.mtime_ns);
  return fmt::format("{}{:016x}\n", measured(payload), sum_of_record(change, index, payload));
}

std::vector<Record> parse_records(std::uint64_t change, std::string_view file) {
  std::vector<Record> out;
  RecordText in{file.substr(std::min(file.size(), journal_head_bytes))};
  while (true) {
    auto const payload = in.measured_text();
    auto const sum = in.number<std::uint64_t>('\n', 16);
    if (in.failed || sum != sum_of_record(change, out.size(), payload)) return out;
    auto record = parse_payload(payload);
    if (!record) return out;
    out.push_back(std::move(*record));
  }
}

}  // namespace latchkey::store
