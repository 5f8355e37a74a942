#pragma once
// The site's folder: every path beneath the root, every write replaced whole.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/blob.h"
#include "core/result.h"
#include "store/file_change.h"

namespace latchkey::store {

/// Identity of a file's present bytes, by stat.
struct Stamp {
  std::int64_t mtime_ns = 0;
  std::uint64_t size = 0, inode = 0;
  bool is_directory = false;
  std::int64_t mtime_seconds() const {
    return mtime_ns >= 0 ? mtime_ns / 1'000'000'000 : (mtime_ns - 999'999'999) / 1'000'000'000;
  }
  bool operator==(Stamp const&) const = default;
};

struct Entry {
  std::string name;
  bool is_directory = false;
  std::uint64_t inode = 0;  ///< of the entry itself, even where it is a link; 0: not known
};

struct WriteOptions {
  unsigned mode = 0644;  ///< of a new file; an existing file keeps its own mode
  std::optional<std::int64_t> mtime_ns = {};  ///< keep this modification time
};

/// One step of a plan: as the member of Files of that name.
struct Step {
  enum class Kind { rename, replace, place, remove, make_directories };
  Kind kind = Kind::rename;
  std::string path;
  std::string to{};     ///< of `rename`
  std::string bytes{};  ///< of `replace`
  WriteOptions options{};
  Blob const* blob = nullptr;  ///< of `place`; borrowed
};

/// What the rest of the program may do with the disk. All paths are relative to the root, with '/'
/// between parts; a path that leaves the root by "..", an absolute path, NUL, a link that leads
/// outside: not_found. Implementations are safe from any thread.
class Files {
 public:
  virtual ~Files() = default;
  /// Whole content; errors: not_found, too_large over `limit` bytes, internal.
  virtual Result<std::string> read(std::string_view path, std::size_t limit = 64 << 20) const = 0;
  /// None where nothing is there. Errors: internal when it cannot be known (no permission).
  virtual Result<std::optional<Stamp>> stat(std::string_view path) const = 0;
  /// Whether nothing at all has that name, not even a link that `stat` does not follow. Errors:
  /// internal.
  virtual Result<bool> is_free(std::string_view path) const;
  /// As `stat`, in one system call where the path names a plain file or folder. Folders on the way
  /// may be links to anywhere: for asking whether something changed, never for what is read. `path`
  /// must be made of checked names.
  virtual Result<std::optional<Stamp>> quick_stat(std::string const& path) const {
    return stat(path);
  }
  /// Entries in byte order of their names, without "." and ".."; links are followed within the
  /// root, others left out.
  virtual Result<std::vector<Entry>> list(std::string_view path) const = 0;
  /// Temporary file in the same folder, fsync, rename, fsync of the folder; makes missing folders.
  virtual Result<> replace(std::string_view path, std::string_view bytes,
                           WriteOptions const& options = {}) = 0;
  /// As `replace`. A spooled file is moved into place and stays, or copied where it can't be moved.
  virtual Result<> place(std::string_view path, Blob const& bytes,
                         WriteOptions const& options = {});
  /// Whether the file holds exactly these bytes. Errors: not_found, internal.
  virtual Result<bool> holds(std::string_view path, Blob const& bytes) const;
  /// Appends the whole file to `out`. Errors: not_found, internal.
  virtual Result<> copy_to(SpooledFile& out, std::string_view path) const;
  virtual Result<> make_directories(std::string_view path) = 0;
  virtual Result<> rename(std::string_view from, std::string_view to) = 0;
  /// A file, or a folder with all it holds; missing is fine.
  virtual Result<> remove(std::string_view path) = 0;
  /// Writes into the file at `offset` as it stands, not whole or not at all, and syncs it; a
  /// missing one is made for us alone. For what guards itself by checksums.
  virtual Result<> overwrite(std::string_view path, std::uint64_t offset,
                             std::string_view bytes) = 0;
  virtual bool writable(std::string_view path) const = 0;  ///< exists and writable, or can be made
  /// An open read-only descriptor and its stamp, for sending. The caller owns the descriptor.
  virtual Result<std::pair<int, Stamp>> open_for_sending(std::string_view path) const = 0;

  /// Held by who changes the site: one writer at a time, whose actions may consist of others.
  virtual std::recursive_mutex& turn() const { return turn_; }
  /// Undoes what failed half way and could not be undone then, before a writer looks at what it is
  /// going to change. Errors: unavailable error.disk.undo as long as it cannot be undone; so do all
  /// writes then.
  virtual Result<> settle() { return {}; }
  /// Until its end what this thread changes is done as a whole or undone, where a journal is kept
  /// (JournaledFiles); here nothing is ever undone. Takes the turn.
  virtual FileChange begin() { return {}; }
  /// Whether this thread is between `begin` and the end of its change.
  virtual bool in_change() const { return false; }
  /// The steps in their order; as a whole, where a journal is kept. Stops at the first that fails.
  virtual Result<> apply(std::span<Step const> steps);

 private:
  mutable std::recursive_mutex turn_;
};

/// Does one step by the member it names.
Result<> perform(Files& files, Step const& step);

/// The real disk. Errors: not_found when `root` is no folder, internal when it may not be opened.
Result<std::unique_ptr<Files>> open_files(std::filesystem::path const& root);

}  // namespace latchkey::store
