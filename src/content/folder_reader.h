#pragma once
// What the disk says of one folder of content, as far as it is not known yet.

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "content/node.h"
#include "core/clock.h"
#include "store/files.h"

namespace latchkey::content {

/// What it means that an `unfinished` text is not there: an editor is between removing it and
/// writing it anew, or it is gone.
enum class Absence { held, final };

/// A text that may have been read half: as it was, since when it is that, and the first and last of
/// the looks one after the other that doubted it.
struct Doubt {
  std::optional<store::Stamp> stamp;
  Instant since, first, last;
};
/// What nobody doubted for so long is forgotten.
inline constexpr std::chrono::milliseconds doubts_last{200};
using Doubts = std::map<std::string, Doubt, std::less<>>;

/// One look at the disk: what it may ask, and what came of it. Safe from any thread.
class FolderReader {
 public:
  struct Look {
    store::Files const& files;
    Settings const& settings;
    std::shared_ptr<Languages const> languages;
    Instant now{};
    std::atomic<std::uint64_t>& last_serial;  ///< of Facts::serial
    std::atomic<std::size_t>& texts_read;     ///< counts
    /// Called before a folder is looked at; empty: nobody watches.
    std::function<void(std::string const& folder)> watch = {};
    /// Files that somebody is still writing: what was known of them stays.
    std::set<std::string, std::less<>> unfinished = {};
    Absence absence = Absence::held;
    /// As in store::DiskChanges; without a time every text is believed.
    std::set<std::string, std::less<>> placed = {};
    std::optional<std::int64_t> hot_since_ns = {};
    Doubts doubts = {};  ///< of the looks before
  };
  explicit FolderReader(Look look) : look_(std::move(look)) {}

  /// Facts of the folder at `path`: `old` itself where nothing is new, with its serial where
  /// nothing that counts is. Null: there is no such folder. What cannot be asked now stays as it
  /// was, an empty folder where nothing was known, and is `failed`. `old` may have been read
  /// elsewhere.
  FactsPtr read(std::string const& path, FactsPtr const& old);

  std::uint64_t next_serial() { return ++look_.last_serial; }
  std::vector<std::string> const& failed() const { return failed_; }
  Doubts const& doubts() const { return doubts_; }

 private:
  FactsPtr unknown(std::string const& path, FactsPtr const& old);
  void watch(std::string const& folder) const;
  bool is_as_before(std::string const& path, store::Stamp const& folder, Facts const& old) const;
  bool is_text_as_before(std::string const& inside, StoredText const& text) const;
  bool list(std::string const& path, Facts const* old, Facts& next);
  void drop_unfinished(std::string const& path, Facts const* old,
                       std::vector<store::Entry>& entries, Facts& next) const;
  void hold_vanished(std::string const& path, Facts const& old, std::vector<store::Entry>& entries,
                     Facts& next) const;
  void read_files(std::string const& path, Facts const* old, Facts& next);
  StoredText read_text(std::string const& path, std::string name, std::string language,
                       StoredText const* old);
  bool is_hot(store::Stamp const& stamp) const;
  Doubt const* find_doubt(std::string const& path) const;
  bool was_emptied_just_now(Doubt const* known, StoredText const& read) const;
  bool may_be_half(std::string const& path, StoredText const& read, StoredText const* old) const;
  void note_doubt(std::string const& path, std::optional<store::Stamp> const& stamp);
  void fail(std::string const& path);

  Look const look_;
  std::mutex mutex_;  ///< guards all below
  std::vector<std::string> failed_;
  Doubts doubts_;
};

}  // namespace latchkey::content
