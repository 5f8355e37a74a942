// Bodies of requests: into the memory of the request, or by pieces to an intake.

#include "net/connection.h"

namespace latchkey::net {
namespace {

constexpr std::size_t first_reserve = 1024 * 1024;
constexpr std::size_t piece_bytes = 256 * 1024;

}  // namespace

/// Who is asked first whether the body may come at all hears of no byte of it.
void Connection::begin_body(bool some_here) {
  received_ = 0;
  if (auto const lane = engine_.service.judging_lane(request_)) return judge(*lane);
  if (head_.content_length > engine_.limits.body_bytes)
    return refuse({413, "The request body is too large"});
  expect_body(some_here);
}

void Connection::judge(Lane lane) {
  begin_request();
  unread_body_ = true;
  phase_ = Phase::busy;
  deadline_ = SteadyTime::max();
  auto job = [self = shared_from_this()]() mutable {
    auto judged = net::judge(self->engine_.service, self->request_);
    auto& loop = self->loop_;
    std::visit([&](auto& news) { loop.deliver(std::move(self), std::move(news)); }, judged);
  };
  auto& pool = lane == Lane::hashing ? engine_.hashing : engine_.worker;
  if (!pool.submit(std::move(job))) queue(busy(engine_.service, request_));
}

void Connection::take(std::shared_ptr<http::Intake> intake) {
  request_.intake = std::move(intake);
  expect_body(!in_.empty());
}

void Connection::expect_body(bool some_here) {
  phase_ = Phase::body;
  slow_since_ = coarse_now();
  slow_bytes_ = 0;
  expect_within(engine_.limits.body_idle_timeout);
  if (head_.chunked) {
    chunks_.emplace(request_.intake ? engine_.limits.upload_bytes : engine_.limits.body_bytes);
  } else {
    request_.body.reserve(std::min<std::size_t>(head_.content_length, first_reserve));
  }
  if (head_.expects_continue && !some_here) out_.text() += "HTTP/1.1 100 Continue\r\n\r\n";
}

std::size_t Connection::eat_body(std::string_view bytes) {
  auto const missing = head_.content_length - received_;
  auto const part = bytes.substr(0, missing);
  request_.body += part;
  received_ += part.size();
  take_body(part.size(), part.size() == missing);
  return phase_ == Phase::ending ? bytes.size() : part.size();
}

/// What to do after `fresh` bytes.
void Connection::take_body(std::size_t fresh, bool is_whole) {
  slow_bytes_ += fresh;
  if (fresh > 0) expect_within(engine_.limits.body_idle_timeout);
  if (!pay_for_body()) return;
  if (is_whole) {
    chunks_.reset();
    unread_body_ = false;
  }
  bool const has_piece = request_.intake && (is_whole || request_.body.size() >= piece_bytes);
  if (has_piece) return keep_piece();
  if (is_whole) dispatch();
}

/// On a worker, for the disk may be slow; nothing is read meanwhile.
void Connection::keep_piece() {
  phase_ = Phase::busy;
  deadline_ = SteadyTime::max();
  auto job = [self = shared_from_this()]() mutable {
    bool const goes_on = keep(*self->request_.intake, self->request_.body);
    auto& loop = self->loop_;
    loop.deliver(std::move(self), goes_on ? Wanted::yes : Wanted::no);
  };
  if (engine_.worker.submit(std::move(job))) return;
  unread_body_ = true;
  queue(busy(engine_.service, request_));
}

void Connection::take(Wanted wanted) {
  bool const is_whole = !unread_body_;
  request_.body.clear();
  give_back_body();
  if (is_whole || wanted == Wanted::no) {
    chunks_.reset();
    return dispatch();
  }
  phase_ = Phase::body;
  slow_since_ = coarse_now();
  slow_bytes_ = 0;
  expect_within(engine_.limits.body_idle_timeout);
}

std::size_t Connection::eat_chunks(std::string_view bytes) {
  auto const used = chunks_->feed(bytes, request_.body);
  if (!used) {
    refuse(used.error());
    return bytes.size();
  }
  take_body(*used, chunks_->done());
  return phase_ == Phase::ending ? bytes.size() : *used;
}

/// False where the request was refused, for there is no memory for what it sends.
bool Connection::pay_for_body() {
  auto const fresh = request_.body.size() - paid_bytes_;
  if (engine_.bodies.take(fresh)) {
    paid_bytes_ += fresh;
    return true;
  }
  engine_.refusals.write(request_.peer, 503, "Too many bodies at a time");
  chunks_.reset();
  auto reply = busy(engine_.service, request_);
  reply.close = true;
  queue(std::move(reply));
  return false;
}

void Connection::give_back_body() { engine_.bodies.give_back(std::exchange(paid_bytes_, 0)); }

/// Removing a large file takes its time: a worker does it.
void Connection::drop_intake() {
  if (!request_.intake) return;
  engine_.worker.submit([intake = std::exchange(request_.intake, nullptr)] {});
}

}  // namespace latchkey::net
