// A multipart body that comes in pieces.

#include "http/multipart_grammar.h"

namespace latchkey::http {
namespace {

constexpr std::string_view header_end = "\r\n\r\n";

/// A delimiter in a text that may go on.
struct Boundary {
  enum class Kind {
    absent,     ///< none begins before `at`, the end of what may be used
    undecided,  ///< what begins at `at` may be one, if the right bytes follow
    part,
    last
  } kind = Kind::absent;
  std::size_t at = 0, end = 0;  ///< `end`: behind the mark
};

/// Whether more bytes could make a mark of `text`, which holds none.
bool may_become_mark(std::string_view text) {
  auto const padding = std::min(text.find_first_not_of(" \t"), text.size());
  auto const rest = text.substr(padding);
  return (text == "-" || line_end.starts_with(rest)) && padding <= max_padding;
}

/// Where a tail of `text` begins that could grow into `delimiter`.
std::size_t possible_start(std::string_view text, std::string_view delimiter) {
  auto at = text.size() - std::min(text.size(), delimiter.size() - 1);
  while (at < text.size() && !delimiter.starts_with(text.substr(at))) ++at;
  return at;
}

Boundary find_delimiter(std::string_view text, std::string_view delimiter) {
  for (std::size_t at = 0; (at = text.find(delimiter, at)) != text.npos; ++at) {
    auto const behind = text.substr(at + delimiter.size());
    auto const [mark, size] = read_mark(behind);
    auto const end = at + delimiter.size() + size;
    if (mark != Mark::none)
      return {mark == Mark::last ? Boundary::Kind::last : Boundary::Kind::part, at, end};
    if (may_become_mark(behind)) return {Boundary::Kind::undecided, at, at};
  }
  auto const start = possible_start(text, delimiter);
  return {start < text.size() ? Boundary::Kind::undecided : Boundary::Kind::absent, start, start};
}

bool is_decided(Boundary const& found) {
  return found.kind == Boundary::Kind::part || found.kind == Boundary::Kind::last;
}

}  // namespace

MultipartReader::MultipartReader(std::string_view boundary, Events events, MultipartLimits limits)
    : delimiter_("\r\n--" + std::string(boundary)), events_(std::move(events)), limits_(limits) {}

Result<> MultipartReader::feed(std::string_view bytes) {
  if (is_over()) return {};
  kept_ += bytes;
  for (bool moved = true; moved && !is_over();) {
    auto stepped = step();
    if (!stepped) state_ = State::broken;
    LK_TRY(moved, std::move(stepped));
  }
  kept_.erase(0, is_over() ? kept_.size() : used_);
  used_ = 0;
  return {};
}

/// Whether there is more to do with what is at hand.
Result<bool> MultipartReader::step() {
  switch (state_) {
    case State::preamble: return read_preamble();
    case State::headers: return read_headers();
    case State::content: return read_content();
    default: return false;
  }
}

void MultipartReader::enter(bool is_last) { state_ = is_last ? State::done : State::headers; }

bool MultipartReader::read_preamble() {
  auto const found = find_delimiter(rest(), delimiter_);
  used_ += is_decided(found) ? found.end : found.at;
  if (is_decided(found)) enter(found.kind == Boundary::Kind::last);
  return is_decided(found);
}

/// The part ends at the first delimiter, wherever that is: one before the end of the headers leaves
/// a part without content, which is malformed.
bool MultipartReader::read_headers() {
  auto const most = limits_.header_bytes + header_end.size();
  auto const end = rest().substr(0, most).find(header_end);
  auto const found = find_delimiter(rest(), delimiter_);
  bool const has_end = end != std::string_view::npos;
  if (has_end && found.at >= end + header_end.size()) {
    read_part(end);
    return true;
  }
  bool const is_late = !has_end && rest().size() >= most;
  if (is_decided(found) || is_late) state_ = State::broken;
  return false;
}

void MultipartReader::read_part(std::size_t end) {
  Part part;
  bool const is_good = read_part_headers(part, rest().substr(0, end + line_end.size()));
  state_ = is_good && parts_ < limits_.parts ? State::content : State::broken;
  used_ += end + header_end.size();
  head_ = std::move(part);
}

Result<bool> MultipartReader::read_content() {
  auto const found = find_delimiter(rest(), delimiter_);
  auto const fresh = rest().substr(0, found.at);
  used_ += is_decided(found) ? found.end : found.at;
  if (!fresh.empty()) {
    LK_CHECK(announce());
    LK_CHECK(events_.content(fresh));
  }
  if (!is_decided(found)) return false;
  enter(found.kind == Boundary::Kind::last);
  LK_CHECK(end_part());
  return true;
}

Result<> MultipartReader::announce() {
  if (!head_) return {};
  ++parts_;
  return events_.begin(*std::exchange(head_, std::nullopt));
}

Result<> MultipartReader::end_part() {
  bool const no_file = head_ && head_->filename && head_->filename->empty();
  if (no_file) return {};
  LK_CHECK(announce());
  return events_.end();
}

}  // namespace latchkey::http
