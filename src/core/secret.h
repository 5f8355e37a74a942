#pragma once
// Passwords, tokens and keys: wiped when done, never printed, never compared with ==.

#include <string>
#include <string_view>

namespace latchkey {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  Secret(Secret const&) = default;
  Secret(Secret&& other) noexcept : text_(std::move(other.text_)) { other.wipe(); }
  Secret& operator=(Secret other) noexcept {
    text_.swap(other.text_);
    return *this;
  }
  ~Secret() { wipe(); }

  bool operator==(Secret const&) const = delete;

  /// The bytes themselves; the caller must not copy them into anything that outlives its use.
  std::string_view expose() const { return text_; }
  bool empty() const { return text_.empty(); }
  std::size_t size() const { return text_.size(); }

 private:
  void wipe() noexcept;  // in secret.cpp, so that it is not optimised away
  std::string text_;
};

}  // namespace latchkey
