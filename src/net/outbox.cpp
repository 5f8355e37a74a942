#include "net/outbox.h"

namespace latchkey::net {
namespace {

constexpr std::size_t copied_body = 8 * 1024;
constexpr std::size_t kept_capacity = 32 * 1024;

std::string_view text_of(http::Body const& body) {
  if (auto const* own = std::get_if<std::string>(&body)) return *own;
  if (auto const* shared = std::get_if<std::shared_ptr<std::string const>>(&body);
      shared && *shared)
    return **shared;
  return {};
}

}  // namespace

void Outbox::add_body(http::Body body) {
  if (auto const* file = std::get_if<http::FileBody>(&body)) {
    tail_size_ = file->size();
  } else if (auto const text = text_of(body); text.size() <= copied_body) {
    text_ += text;
    return;
  } else {
    tail_size_ = text.size();
  }
  tail_ = std::move(body);
}

Step Outbox::send(Transport& transport, std::span<char> scratch) {
  auto const text = std::string_view(text_).substr(sent_);
  auto const* file = std::get_if<http::FileBody>(&tail_);
  Step step;
  if (!text.empty() || file == nullptr) {
    step = transport.write(text, tail_text());
  } else {
    step = transport.send_file(file->fd(), file->offset() + tail_sent_, tail_size_ - tail_sent_,
                               scratch);
  }
  if (step.io == Io::done) advance(step.bytes);
  return step;
}

std::string_view Outbox::tail_text() const {
  return tail_size_ == 0 ? std::string_view() : text_of(tail_).substr(tail_sent_);
}

void Outbox::advance(std::size_t bytes) {
  auto const of_text = std::min(bytes, text_.size() - sent_);
  sent_ += of_text;
  tail_sent_ += bytes - of_text;
}

void Outbox::clear() {
  if (text_.capacity() > kept_capacity) std::string().swap(text_);
  text_.clear();
  if (tail_size_ > 0) tail_ = std::string();
  sent_ = 0;
  tail_size_ = tail_sent_ = 0;
}

}  // namespace latchkey::net
