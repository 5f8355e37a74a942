#include "net/connection.h"

#include "core/log.h"
#include "net/output.h"

namespace latchkey::net {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr seconds rate_grace{10};
constexpr seconds linger_time{2};
constexpr std::size_t kept_capacity = 64 * 1024;
constexpr int reads_in_a_row = 16;
constexpr unsigned requests_in_a_row = 64;
constexpr std::uint64_t sent_in_a_row = 4 * 1024 * 1024;

}  // namespace

Connection::Connection(Engine& engine, Loop& loop, Transport transport, Origin origin)
    : engine_(engine),
      loop_(loop),
      transport_(std::move(transport)),
      network_(std::move(origin.network)) {
  request_.peer = std::move(origin.peer);
}

void Connection::start() {
  expect_within(engine_.limits.head_timeout);
  if (!transport_.is_tls()) phase_ = Phase::head;
}

void Connection::on_event(bool readable, bool ended, bool failed) {
  if (failed) return close();
  unread_ = unread_ || readable;
  ended_ = ended_ || ended;
  go_on();
}

void Connection::go_on() {
  requests_in_turn_ = 0;
  switch (phase_) {
    case Phase::handshake: return handshake();
    case Phase::lingering: return linger();
    case Phase::closed: return;
    default: return send_then_resume();
  }
}

void Connection::handshake() {
  auto const io = transport_.handshake().io;
  if (io == Io::want_read || io == Io::want_write) return;
  if (io != Io::done) return close();
  phase_ = Phase::head;
  expect_within(engine_.limits.head_timeout);
  pump();
}

// Input

bool Connection::wants_bytes() const {
  return (phase_ == Phase::head || phase_ == Phase::body) && out_.empty();
}

void Connection::pump() {
  auto const scratch = loop_.read_scratch();
  for (int i = 0; wants_bytes(); ++i) {
    if (i >= reads_in_a_row && !transport_.has_buffered()) return loop_.again(*this);
    auto const [io, bytes] = transport_.read(scratch);
    if (io == Io::want_read || io == Io::want_write) {
      unread_ = io == Io::want_write;  // TLS has to send before it can read on
      return;
    }
    if (io != Io::done) return close();  // an unfinished request has no answer
    bool const drained = !transport_.is_tls() && bytes < scratch.size() && !ended_;
    unread_ = !drained;
    consume({scratch.data(), bytes});
    if (drained || requests_in_turn_ >= requests_in_a_row) return;
  }
}

void Connection::consume(std::string_view fresh) {
  if (in_.empty()) {
    in_ = fresh.substr(eat(fresh));
  } else {
    in_ += fresh;
    in_.erase(0, eat(in_));
    if (in_.empty() && in_.capacity() > kept_capacity) std::string().swap(in_);
  }
  if (!out_.empty()) flush();
}

std::size_t Connection::eat(std::string_view bytes) {
  std::size_t used = 0;
  while (used < bytes.size()) {
    auto const rest = bytes.substr(used);
    std::size_t step = 0;
    if (phase_ == Phase::head) {
      if (requests_in_turn_ >= requests_in_a_row) {  // the others have their turn first
        loop_.again(*this);
        break;
      }
      if (gathered_ >= engine_.limits.pipeline || out_.has_large_body())
        if (!flush()) break;
      if (phase_ == Phase::head) step = eat_head(rest);
    } else if (phase_ == Phase::body) {
      step = chunks_ ? eat_chunks(rest) : eat_body(rest);
    } else if (phase_ != Phase::busy) {
      return bytes.size();  // nothing behind the last request counts
    }
    if (step == 0) break;
    used += step;
  }
  return used;
}

std::size_t Connection::eat_head(std::string_view bytes) {
  bool const first_part = scanned_ == 0;
  auto const head = parse_head(bytes, scanned_, engine_.limits, request_);
  if (!head) {
    refuse(head.error());
    return bytes.size();
  }
  if (!*head) {
    if (first_part) expect_within(engine_.limits.head_timeout);
    return 0;
  }
  scanned_ = 0;
  head_ = **head;
  if (head_.has_body()) {
    begin_body(bytes.size() > head_.size);
  } else {
    dispatch();
  }
  return phase_ == Phase::ending ? bytes.size() : head_.size;
}

// Requests and answers

void Connection::begin_request() {
  ++requests_in_turn_;
  loop_.own_counters().requests.add();
  request_.id = loop_.next_id();
}

void Connection::dispatch() {
  if (!request_.intake) begin_request();  // else it was judged
  phase_ = Phase::busy;
  deadline_ = SteadyTime::max();
  auto started = net::start(engine_.service, request_);
  switch (started.lane) {
    case Lane::loop: return take(std::move(started.reply));
    case Lane::worker: return submit(engine_.worker);
    case Lane::hashing: return submit(engine_.hashing);
  }
}

void Connection::submit(Pool& pool) {
  // The request stays here: nobody touches it while the connection is busy.
  auto job = [self = shared_from_this()]() mutable {
    auto reply = answer(self->engine_.service, self->request_);
    auto& loop = self->loop_;
    loop.deliver(std::move(self), std::move(reply));
  };
  if (!pool.submit(std::move(job))) queue(busy(engine_.service, request_));
}

void Connection::deliver(News news) {
  if (phase_ == Phase::closed) return drop_intake();
  std::visit([&](auto& what) { take(std::move(what)); }, news);
  send_then_resume();
}

void Connection::take(http::Reply reply) {
  if (reply.not_before == SteadyTime{} || reply.not_before <= steady_clock::now())
    return queue(std::move(reply));
  if (!loop_.hold(*this, reply)) queue(busy(engine_.service, request_));
}

void Connection::release(http::Reply reply) {
  queue(std::move(reply));
  send_then_resume();
}

void Connection::queue(http::Reply reply) {
  if (!is_sendable(reply)) {
    log::error("reply.unsendable", {{"id", std::to_string(request_.id)}});
    reply = http::refusal(500, "The server could not complete the request", false);
  }
  last_ = reply.close || !head_.keep_alive || loop_.draining() || unread_body_;
  append_head(out_.text(), reply,
              {.close = last_,
               .http_10 = !head_.http_11,
               .tls = transport_.is_tls(),
               .date = loop_.date()});
  if (request_.method != http::Method::head && has_body(reply.status))
    out_.add_body(std::move(reply.body));
  ++gathered_;
  next_request();
}

void Connection::next_request() {
  phase_ = last_ ? Phase::ending : Phase::head;
  request_.method = http::Method::get;
  request_.body.clear();
  unread_body_ = false;
  drop_intake();
  give_back_body();
  if (request_.body.capacity() > kept_capacity) std::string().swap(request_.body);
}

void Connection::refuse(Refusal refusal) {
  loop_.own_counters().refused.add();
  engine_.refusals.write(request_.peer, refusal.status, refusal.reason);
  chunks_.reset();
  queue(http::refusal(refusal.status, refusal.reason, true));
}

// Output

bool Connection::flush() {
  std::uint64_t sent = 0;
  while (!out_.empty()) {
    if (sent > sent_in_a_row) {
      loop_.again(*this);
      return false;
    }
    auto const [io, bytes] = out_.send(transport_, loop_.file_scratch());
    if (io == Io::want_read || io == Io::want_write) {
      if (!std::exchange(blocked_, true)) {
        expect_within(engine_.limits.write_timeout);
        slow_since_ = coarse_now();
        slow_bytes_ = 0;
      }
      return false;
    }
    if (io != Io::done) {
      close();
      return false;
    }
    sent += bytes;
    slow_bytes_ += bytes;
    if (blocked_) expect_within(engine_.limits.write_timeout);
  }
  out_.clear();
  blocked_ = false;
  gathered_ = 0;
  finish();
  return phase_ != Phase::closed;
}

void Connection::finish() {
  if (phase_ == Phase::head) {
    expect_within(in_.empty() ? engine_.limits.idle_timeout : engine_.limits.head_timeout);
  } else if (phase_ == Phase::busy) {
    deadline_ = SteadyTime::max();
  } else if (phase_ == Phase::ending) {
    phase_ = Phase::lingering;
    transport_.end_output();
    expect_within(linger_time);
    linger();
  }
}

void Connection::send_then_resume() {
  if (!out_.empty() && !flush()) return;
  if (!wants_bytes()) return;
  if (!in_.empty()) consume({});
  if (wants_bytes() && (unread_ || transport_.has_buffered())) pump();
}

void Connection::linger() {
  auto const scratch = loop_.read_scratch();
  for (int i = 0; i < reads_in_a_row; ++i) {
    auto const io = transport_.read_raw(scratch).io;
    if (io == Io::want_read) return;
    if (io != Io::done) return close();
  }
  loop_.again(*this);
}

// Time

void Connection::expect_within(seconds time) { deadline_ = coarse_now() + time; }

/// Judged in stretches, so that a fast start does not pay for a slow rest.
bool Connection::too_slow(SteadyTime now) {
  if (!blocked_ && phase_ != Phase::body) return false;
  auto const elapsed = std::chrono::duration_cast<seconds>(now - slow_since_);
  if (elapsed <= rate_grace) return false;
  auto const moved = std::exchange(slow_bytes_, 0);
  slow_since_ = now;
  return moved < engine_.limits.body_rate * static_cast<std::uint64_t>(elapsed.count());
}

void Connection::check_time(SteadyTime now) {
  if (now >= deadline_ || too_slow(now)) return on_overdue();
  if (loop_.draining()) drain();  // what was busy when the drain began
}

void Connection::on_overdue() {
  bool const begun = phase_ == Phase::body || (phase_ == Phase::head && !in_.empty());
  if (!begun || !out_.empty()) return close();
  refuse({408, "The request took too long"});
  flush();
}

void Connection::drain() {
  auto const is_idle = [&] { return phase_ == Phase::head && in_.empty() && out_.empty(); };
  if (is_idle()) pump();  // a request may have come that nobody has read yet
  if (is_idle() || phase_ == Phase::handshake) close();
}

void Connection::close() {
  if (phase_ == Phase::closed) return;
  if (phase_ != Phase::busy) drop_intake();  // a busy one may be in use: see deliver()
  phase_ = Phase::closed;
  if (held) loop_.drop_held(*this);
  give_back_body();
  engine_.admission.leave(network_);
  out_.clear();
  auto const self = shared_from_this();  // the loop's own reference may be the last
  loop_.forget(*this);
  transport_.close();
}

}  // namespace latchkey::net
