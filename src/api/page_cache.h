#pragma once
// Finished answers of page requests, kept until the page is another one: the second GET is a copy
// of bytes.

#include <array>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "accounts/permissions.h"
#include "http/compress.h"
#include "http/etag.h"

namespace latchkey::api {

/// A finished JSON text, and the state of the model it shows (api/state.h).
struct Rendered {
  std::string text, state;
  Rendered(std::string shown, std::string of = {}) : text(std::move(shown)), state(std::move(of)) {}
};

/// A finished JSON text, and the same in each coding once that is asked for. Safe from any thread.
class RenderedPage : public std::enable_shared_from_this<RenderedPage> {
 public:
  explicit RenderedPage(Rendered page)
      : text_(std::move(page.text)), etag_(http::etag_of(text_, page.state)) {}
  std::string const& text() const { return text_; }
  std::string const& etag() const { return etag_; }
  std::shared_ptr<std::string const> coded(http::Coding coding) const;

 private:
  std::string const text_, etag_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<std::string const> gzip_, br_;
};

/// Bounded; forgets a part of everything when it is full. Safe from any thread.
class PageCache {
 public:
  using Text = std::shared_ptr<RenderedPage const>;

  /// The text kept under `key` for `role`, or what `make` gives. Roles are compared by identity and
  /// kept alive here, so a role that changed is another one.
  Text get(std::string_view key, std::shared_ptr<accounts::Role const> const& role,
           std::function<Rendered()> const& make);

 private:
  struct Entry {
    std::shared_ptr<accounts::Role const> role;
    Text text;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  struct Shard {
    std::mutex mutex;
    std::unordered_map<std::string, Entry, Hash, std::equal_to<>> entries;
    std::size_t bytes = 0;
  };
  std::array<Shard, 16> shards_;
};

}  // namespace latchkey::api
