#pragma once
// Files whose changes of several steps are done as a whole or not at all, whenever the program or
// the machine stops. Docs: docs/adr/0019-undo-journal.md, docs/formats/journal.md.

#include <atomic>
#include <thread>

#include "store/journal_file.h"
#include "store/undo.h"

namespace latchkey::store {

/// Passes everything to `inner`. Between begin() and commit() what the thread changes is written
/// down in `site/latchkey/journal` first. Where undoing fails, writes try it again first, and are
/// refused as long as it fails (unavailable error.disk.undo); reads go on. Safe from any thread;
/// `inner` must live as long.
class JournaledFiles final : public Files, private FileChange::Keeper {
 public:
  explicit JournaledFiles(Files& inner);
  ~JournaledFiles() override;  ///< notes the end of the program, if nothing is left to do

  /// Undoes what a killed program left half done, and removes its leftovers. To be called once,
  /// before anything is read. Errors: internal where the disk does not let it; writes are refused
  /// then.
  Result<> recover();

  Result<std::string> read(std::string_view path, std::size_t limit) const override;
  Result<std::optional<Stamp>> stat(std::string_view path) const override;
  Result<bool> is_free(std::string_view path) const override;
  Result<std::optional<Stamp>> quick_stat(std::string const& path) const override;
  Result<std::vector<Entry>> list(std::string_view path) const override;
  Result<> replace(std::string_view path, std::string_view bytes,
                   WriteOptions const& options) override;
  Result<> place(std::string_view path, Blob const& bytes, WriteOptions const& options) override;
  Result<bool> holds(std::string_view path, Blob const& bytes) const override;
  Result<> copy_to(SpooledFile& out, std::string_view path) const override;
  Result<> make_directories(std::string_view path) override;
  Result<> rename(std::string_view from, std::string_view to) override;
  Result<> remove(std::string_view path) override;
  Result<> overwrite(std::string_view path, std::uint64_t offset, std::string_view bytes) override;
  bool writable(std::string_view path) const override;
  Result<std::pair<int, Stamp>> open_for_sending(std::string_view path) const override;
  std::recursive_mutex& turn() const override { return inner_.turn(); }
  Result<> settle() override;
  FileChange begin() override;
  bool in_change() const override { return owner_.load() == std::this_thread::get_id(); }
  Result<> apply(std::span<Step const> steps) override;

 private:
  using State = JournalHead::State;

  Result<> end(bool committed) override;
  Result<> do_step(Step const& step) { return do_steps({&step, 1}); }
  Result<> do_steps(std::span<Step const> steps);
  std::string hidden_name();
  Result<> write_down(std::vector<Record> const& records);
  Result<> perform_all(std::vector<Planned> const& plan);
  Result<> keep_all();
  Result<> undo_all();
  Result<> undo_records();
  void remove_hidden();

  Files& inner_;
  JournalFile journal_;
  std::atomic<std::thread::id> owner_{};  ///< of the change under way
  std::atomic<bool> stuck_ = false;       ///< what failed is not undone yet
  // Of the change under way, guarded by the turn:
  int depth_ = 0;
  bool given_up_ = false;
  std::vector<Record> records_;
  std::vector<std::string> own_trees_;
  std::vector<std::string> leftovers_;  ///< hidden files of committed changes, to be removed
  std::uint64_t hidden_ = 0;
  bool must_recover_ = false, recovered_ = false;
};

}  // namespace latchkey::store
