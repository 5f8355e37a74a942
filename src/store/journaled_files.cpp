#include "store/journaled_files.h"

#include "core/log.h"
#include "store/sweep.h"

namespace latchkey::store {
namespace {

constexpr std::string_view journal_path = "site/latchkey/journal";

void log_failure(std::string_view event, Error const& error) {
  log::error(event, {{"cause", error.cause.empty() ? error.message : error.cause}});
}

Failure not_undone() {
  return fail(Kind::unavailable, "error.disk.undo",
              "An earlier change failed half way and cannot be undone yet");
}

}  // namespace

JournaledFiles::JournaledFiles(Files& inner)
    : inner_(inner), journal_(inner, std::string(journal_path)) {}

JournaledFiles::~JournaledFiles() {
  bool const is_tidy = recovered_ && !stuck_ && leftovers_.empty();
  if (is_tidy) (void)journal_.write_head(State::closed, 0);
}

// Passing through

Result<std::string> JournaledFiles::read(std::string_view path, std::size_t limit) const {
  return inner_.read(path, limit);
}
Result<std::optional<Stamp>> JournaledFiles::stat(std::string_view path) const {
  return inner_.stat(path);
}
Result<bool> JournaledFiles::is_free(std::string_view path) const { return inner_.is_free(path); }
Result<std::optional<Stamp>> JournaledFiles::quick_stat(std::string const& path) const {
  return inner_.quick_stat(path);
}
Result<bool> JournaledFiles::holds(std::string_view path, Blob const& bytes) const {
  return inner_.holds(path, bytes);
}
Result<> JournaledFiles::copy_to(SpooledFile& out, std::string_view path) const {
  return inner_.copy_to(out, path);
}
bool JournaledFiles::writable(std::string_view path) const { return inner_.writable(path); }
Result<std::pair<int, Stamp>> JournaledFiles::open_for_sending(std::string_view path) const {
  return inner_.open_for_sending(path);
}

Result<std::vector<Entry>> JournaledFiles::list(std::string_view path) const {
  auto out = inner_.list(path);
  if (out)
    std::erase_if(*out, [](auto const& entry) { return entry.name.starts_with(hidden_prefix); });
  return out;
}

Result<> JournaledFiles::overwrite(std::string_view path, std::uint64_t offset,
                                   std::string_view bytes) {
  return inner_.overwrite(path, offset, bytes);
}

// Steps

Result<> JournaledFiles::replace(std::string_view path, std::string_view bytes,
                                 WriteOptions const& options) {
  LK_CHECK(settle());
  if (!in_change()) return inner_.replace(path, bytes, options);
  return do_step({Step::Kind::replace, std::string(path), {}, std::string(bytes), options});
}

Result<> JournaledFiles::place(std::string_view path, Blob const& bytes,
                               WriteOptions const& options) {
  LK_CHECK(settle());
  if (!in_change()) return inner_.place(path, bytes, options);
  return do_step({Step::Kind::place, std::string(path), {}, {}, options, &bytes});
}

Result<> JournaledFiles::make_directories(std::string_view path) {
  LK_CHECK(settle());
  if (!in_change()) return inner_.make_directories(path);
  return do_step({Step::Kind::make_directories, std::string(path)});
}

Result<> JournaledFiles::rename(std::string_view from, std::string_view to) {
  LK_CHECK(settle());
  if (!in_change()) return inner_.rename(from, to);
  return do_step({Step::Kind::rename, std::string(from), std::string(to)});
}

Result<> JournaledFiles::remove(std::string_view path) {
  LK_CHECK(settle());
  if (!in_change()) return inner_.remove(path);
  return do_step({Step::Kind::remove, std::string(path)});
}

/// Inside of a change its end decides what becomes of the steps that were done.
Result<> JournaledFiles::apply(std::span<Step const> steps) {
  LK_CHECK(settle());
  if (in_change()) return do_steps(steps);
  if (steps.size() == 1) return perform(inner_, steps.front());
  auto change = begin();
  LK_CHECK(do_steps(steps));
  return change.commit();
}

/// As many records as possible with one sync, then their steps.
Result<> JournaledFiles::do_steps(std::span<Step const> steps) {
  std::vector<Planned> plan;
  Independent together;
  for (auto const& step : steps) {
    LK_TRY(auto planned, plan_step(inner_, step, own_trees_, hidden_name()));
    if (!together.add(planned)) {
      LK_CHECK(perform_all(plan));
      plan.clear();
      together = {};
      LK_TRY(planned, plan_step(inner_, step, own_trees_, hidden_name()));
      together.add(planned);
    }
    plan.push_back(std::move(planned));
  }
  return perform_all(plan);
}

std::string JournaledFiles::hidden_name() {
  return std::string(hidden_prefix) + std::to_string(journal_.change()) + "-" +
         std::to_string(hidden_++);
}

Result<> JournaledFiles::write_down(std::vector<Record> const& records) {
  if (records.empty()) return {};
  LK_CHECK(journal_.add(records));
  for (auto const& record : records) {
    if (record.kind == Record::Kind::tree) own_trees_.push_back(record.path);
    records_.push_back(record);
  }
  return {};
}

Result<> JournaledFiles::perform_all(std::vector<Planned> const& plan) {
  std::vector<Record> records;
  for (auto const& planned : plan)
    records.insert(records.end(), planned.records.begin(), planned.records.end());
  LK_CHECK(write_down(records));
  for (auto const& planned : plan)
    for (auto const& step : planned.steps) LK_CHECK(perform(inner_, step));
  return {};
}

// Changes

FileChange JournaledFiles::begin() {
  turn().lock();
  if (depth_++ == 0) {
    owner_ = std::this_thread::get_id();
    given_up_ = false;
  }
  return FileChange(*this);
}

Result<> JournaledFiles::end(bool committed) {
  std::unique_lock const held(turn(), std::adopt_lock);
  given_up_ |= !committed;
  if (--depth_ > 0) return {};
  owner_ = std::thread::id();
  own_trees_.clear();
  if (stuck_) return committed ? not_undone() : Result<>();
  if (records_.empty()) return {};
  if (!given_up_) return keep_all();
  (void)undo_all();
  if (committed) return fail_internal("a part of the change was given up");
  return {};
}

Result<> JournaledFiles::keep_all() {
  auto kept = journal_.write_head(State::done);
  if (!kept) {
    (void)undo_all();
    return kept;
  }
  for (auto& record : records_)
    if (record.kind == Record::Kind::hidden) leftovers_.push_back(std::move(record.other));
  records_.clear();
  remove_hidden();
  return {};
}

/// What cannot be removed now is tried again after the next change, and at the next start.
void JournaledFiles::remove_hidden() {
  std::erase_if(leftovers_, [&](auto const& path) {
    auto const removed = inner_.remove(path);
    if (!removed) log_failure("journal.leftover", removed.error());
    return removed.has_value();
  });
}

Result<> JournaledFiles::undo_all() {
  bool const is_first = !stuck_.exchange(true);
  auto undone = undo_records();
  if (!undone && is_first) log_failure("journal.undo_failed", undone.error());
  if (undone) stuck_ = false;
  return undone;
}

/// Backwards; that a step is undone is on the disk before the one before it is touched.
Result<> JournaledFiles::undo_records() {
  if (records_.empty()) return {};
  LK_CHECK(journal_.write_head(State::open, records_.size()));
  while (!records_.empty()) {
    LK_CHECK(undo_step(inner_, records_.back()));
    auto const left = records_.size() - 1;
    LK_CHECK(journal_.write_head(left > 0 ? State::open : State::done, left));
    records_.pop_back();
  }
  return {};
}

Result<> JournaledFiles::settle() {
  if (!stuck_) return {};
  std::lock_guard const lock(turn());
  if (!stuck_ || (must_recover_ ? recover() : undo_all())) return {};
  return not_undone();
}

Result<> JournaledFiles::recover() {
  std::lock_guard const lock(turn());
  stuck_ = must_recover_ = true;
  LK_TRY(auto found, journal_.read());
  if (!found) LK_CHECK(journal_.make());
  auto const last = found ? found->head.state : State::done;
  if (found && last == State::open) {
    records_ = std::move(found->records);
    auto const count = std::to_string(records_.size());
    LK_CHECK(undo_all());
    log::warn("journal.undone", {{"steps", count}});
  } else if (found) {
    for (auto const& record : found->records)
      if (record.kind == Record::Kind::hidden) leftovers_.push_back(record.other);
    remove_hidden();
  }
  if (last != State::closed) sweep_leftovers(inner_);
  LK_CHECK(journal_.write_head(State::done, 0));
  stuck_ = must_recover_ = false;
  recovered_ = true;
  return {};
}

}  // namespace latchkey::store
