#pragma once
// The bytes of one file, few or many: in memory, or in a spooled file that is read by pieces.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/spooled_file.h"

namespace latchkey {

/// A value: copies share the bytes. Those of `text` are borrowed.
class Blob {
 public:
  Blob() = default;
  Blob(std::string_view text) : bytes_(text) {}  // NOLINT: text is the usual case
  Blob(std::string const& text) : bytes_(std::string_view(text)) {}  // NOLINT
  Blob(char const* text) : bytes_(std::string_view(text)) {}         // NOLINT
  explicit Blob(std::shared_ptr<SpooledFile> file) : bytes_(std::move(file)) {}
  /// Bytes that live as long as the blob.
  static Blob owning(std::string bytes);

  std::uint64_t size() const;
  /// All bytes where they are in memory; none for a file.
  std::optional<std::string_view> text() const;
  /// Null where the bytes are in memory.
  std::shared_ptr<SpooledFile> file() const;
  /// Up to `size` bytes from `offset`, fewer only at the end. Errors: internal.
  Result<std::string> read(std::uint64_t offset, std::size_t size) const;

  /// Sees a stretch of the bytes; false ends the walk.
  using Look = std::function<bool(std::string_view stretch)>;
  /// Shows everything in order, a megabyte at a time; each stretch begins with the last `overlap`
  /// bytes of the one before, so that nothing of that length is cut in two. Errors: internal.
  Result<> walk(std::size_t overlap, Look const& look) const;

 private:
  using Shared = std::shared_ptr<std::string const>;
  std::variant<std::string_view, Shared, std::shared_ptr<SpooledFile>> bytes_;
};

}  // namespace latchkey
