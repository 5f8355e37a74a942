#pragma once
// The journal on the disk: written in place, so that it needs no room when the disk is full.

#include <string>

#include "store/files.h"
#include "store/journal_record.h"

namespace latchkey::store {

/// One change at a time; for one thread.
class JournalFile {
 public:
  JournalFile(Files& files, std::string path) : files_(files), path_(std::move(path)) {}

  struct Found {
    JournalHead head;
    std::vector<Record> records;  ///< those in force
  };
  /// What stands there; none for a missing file. One that cannot be read is set aside as
  /// `<path>.broken-<n>`, with a line in the log, and counts as missing. Errors: those of the disk.
  Result<std::optional<Found>> read();
  /// A file with room for the changes to come. Errors: those of the disk.
  Result<> make();

  std::uint64_t change() const { return head_.change; }  ///< the present or the last one
  /// The next change with its first records, or more of them: on the disk when it returns. Errors:
  /// those of the disk.
  Result<> add(std::vector<Record> const& records);
  /// Where the present change stands, with only the first `limit` of its records in force.
  Result<> write_head(JournalHead::State state, std::uint64_t limit = JournalHead::everything);

 private:
  Result<> set_aside();

  Files& files_;
  std::string path_;
  JournalHead head_;
  std::uint64_t end_ = 0, count_ = 0;  ///< of what the present change has written: bytes, records
};

}  // namespace latchkey::store
