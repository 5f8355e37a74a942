#pragma once
// One connection as a state machine: bytes in, requests to the service, answers out, in order, one
// at a time.
//
//   handshake -> head -> body -> busy -> head ...        the next request of a kept connection
//                  \------\--------\---> ending -> lingering -> closed
//                     head -> busy -> body -> busy -> body ... busy    an intake takes the body
//
// head: waits for or reads a head; also the idle state.   body: reads the announced body.
// busy: a pool judges a head, keeps a piece of a body, or answers; or a delayed answer waits.
// ending: the last answer is on its way.
// lingering: output is shut, input is dropped, so that a reset can't overtake the last answer.

#include <memory>
#include <optional>
#include <string>

#include "net/chunked.h"
#include "net/loop.h"
#include "net/outbox.h"

namespace latchkey::net {

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  struct Origin {
    http::Peer peer;
    std::string network;  ///< what Admission counted
  };

  Connection(Engine& engine, Loop& loop, Transport transport, Origin origin);

  // All on the loop's thread.
  void start();
  /// What epoll says, once a change. `ended`: the client has ended its side; `failed`: the
  /// connection is dead.
  void on_event(bool readable, bool ended, bool failed);
  /// Does what can be done without waiting.
  void go_on();
  /// What a pool has done.
  void deliver(News news);
  /// A held answer whose moment has come.
  void release(http::Reply reply);
  /// Ends what is overdue. Called about twice a second.
  void check_time(SteadyTime now);
  /// Ends the connection if it is idle.
  void drain();
  void close();

  int descriptor() const { return transport_.fd(); }
  std::size_t slot = 0;              ///< place in the loop's list
  std::optional<SteadyTime> held{};  ///< when a held answer is due

 private:
  enum class Phase { handshake, head, body, busy, ending, lingering, closed };

  void handshake();
  bool wants_bytes() const;
  void pump();
  void consume(std::string_view fresh);
  std::size_t eat(std::string_view bytes);
  std::size_t eat_head(std::string_view bytes);
  std::size_t eat_body(std::string_view bytes);
  std::size_t eat_chunks(std::string_view bytes);
  void begin_body(bool some_here);
  void expect_body(bool some_here);
  void take_body(std::size_t fresh, bool is_whole);
  void judge(Lane lane);
  void keep_piece();
  void begin_request();
  void dispatch();
  void submit(Pool& pool);
  void take(http::Reply reply);
  void take(std::shared_ptr<http::Intake> intake);
  void take(Wanted wanted);
  void drop_intake();
  void queue(http::Reply reply);
  void refuse(Refusal refusal);
  void next_request();
  bool flush();
  void send_then_resume();
  void finish();
  void linger();
  void expect_within(std::chrono::seconds time);
  bool pay_for_body();
  void give_back_body();
  bool too_slow(SteadyTime now);
  void on_overdue();

  Engine& engine_;
  Loop& loop_;
  Transport transport_;
  std::string network_;

  Phase phase_ = Phase::handshake;
  bool unread_ = false;   ///< the socket may hold bytes that no event will announce again
  bool ended_ = false;    ///< the client has ended its side: a read ends with that
  bool blocked_ = false;  ///< output waits for the client
  bool last_ = false;     ///< the connection ends behind what is queued

  std::string in_;  ///< bytes not yet used
  std::size_t scanned_ = 0;
  unsigned requests_in_turn_ = 0;
  Head head_;
  http::Request request_;
  std::optional<ChunkedBody> chunks_;
  std::uint64_t received_ = 0;  ///< bytes of the body
  bool unread_body_ = false;    ///< there is more of it than will be taken
  std::size_t paid_bytes_ = 0;  ///< of the body, out of the budget of all

  Outbox out_;
  std::size_t gathered_ = 0;  ///< answers in out_

  SteadyTime deadline_ = SteadyTime::max();
  SteadyTime slow_since_{};       ///< start of the stretch in which the rate is judged
  std::uint64_t slow_bytes_ = 0;  ///< moved since then
};

}  // namespace latchkey::net
