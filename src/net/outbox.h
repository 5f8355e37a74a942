#pragma once
// Bytes on their way out: copied text (heads and small bodies), then at most one large body as it
// is.

#include <string>
#include <string_view>

#include "http/message.h"
#include "net/transport.h"

namespace latchkey::net {

class Outbox {
 public:
  /// Text to append heads and small bodies to; only while no large body waits.
  std::string& text() { return text_; }
  void add_body(http::Body body);
  bool empty() const { return sent_ == text_.size() && tail_sent_ == tail_size_; }
  bool has_large_body() const { return tail_size_ > 0; }

  /// One step of output; `done` with the bytes gone. Not when empty.
  Step send(Transport& transport, std::span<char> scratch);
  void clear();

 private:
  void advance(std::size_t bytes);
  std::string_view tail_text() const;

  std::string text_;
  std::size_t sent_ = 0;
  http::Body tail_;
  std::uint64_t tail_size_ = 0, tail_sent_ = 0;
};

}  // namespace latchkey::net
