#include "store/journal_file.h"

#include "core/log.h"

namespace latchkey::store {
namespace {

/// Room for a few hundred steps; a journal beyond the second size is made anew at the next start.
constexpr std::size_t journal_room = 64 << 10, largest_kept = 1 << 20;
constexpr std::size_t largest_journal = std::size_t(4) << 30;

}  // namespace

Result<std::optional<JournalFile::Found>> JournalFile::read() {
  auto const bytes = files_.read(path_, largest_journal);
  if (!bytes && bytes.error().kind == Kind::not_found) return std::optional<Found>();
  if (!bytes) return tl::make_unexpected(bytes.error());
  auto const head = parse_head(*bytes);
  if (!head) {
    LK_CHECK(set_aside());
    return std::optional<Found>();
  }
  head_ = *head;
  Found out{*head, parse_records(head->change, *bytes)};
  count_ = out.records.size();
  if (head->limit < out.records.size()) out.records.resize(head->limit);
  bool const is_open = head->state == JournalHead::State::open;
  if (!is_open && out.records.empty() && bytes->size() > largest_kept) LK_CHECK(make());
  return std::optional(std::move(out));
}

Result<> JournalFile::set_aside() {
  for (int n = 1;; ++n) {
    auto const aside = path_ + ".broken-" + std::to_string(n);
    LK_TRY(auto const taken, files_.stat(aside));
    if (taken) continue;
    log::error("journal.broken", {{"file", path_}, {"kept", aside}});
    return files_.rename(path_, aside);
  }
}

Result<> JournalFile::make() {
  LK_CHECK(files_.remove(path_));
  head_.state = JournalHead::State::done;
  head_.limit = 0;
  auto bytes = print_head(head_);
  bytes.resize(journal_room, '\0');
  return files_.overwrite(path_, 0, bytes);
}

Result<> JournalFile::add(std::vector<Record> const& records) {
  bool const begins = head_.state != JournalHead::State::open;
  JournalHead const head{begins ? head_.change + 1 : head_.change, JournalHead::State::open};
  auto index = begins ? 0 : count_;
  std::string bytes = begins ? print_head(head) : std::string();
  for (auto const& record : records) bytes += print_record(head.change, index++, record);
  std::uint64_t const at = begins ? 0 : end_;
  LK_CHECK(files_.overwrite(path_, at, bytes));
  head_ = head;
  end_ = at + bytes.size();
  count_ = index;
  return {};
}

Result<> JournalFile::write_head(JournalHead::State state, std::uint64_t limit) {
  JournalHead const head{head_.change, state, limit};
  LK_CHECK(files_.overwrite(path_, 0, print_head(head)));
  head_ = head;
  return {};
}

}  // namespace latchkey::store
