// The cookie of a visit: read once, written once.

#include "auth/device_cookie.h"
#include "auth/impl.h"
#include "core/text.h"
#include "http/cookie.h"
#include "http/query.h"

namespace latchkey::auth {
namespace {

using Emit = Visit::State::Emit;

/// Scheme and rest of the Authorization field; no scheme without a space.
std::pair<std::string_view, std::string_view> read_authorization(http::Request const& request) {
  auto const value = request.headers.get("Authorization");
  if (value.find(' ') == value.npos) return {};
  return cut(value, ' ');
}

std::optional<std::string_view> find_cookie(http::Request const& request, std::string_view name) {
  auto const& headers = request.headers;
  for (std::size_t i = 0; i < headers.size(); ++i)
    if (iequals(headers[i].name, "Cookie"))
      if (auto const value = http::find_cookie(headers[i].value, name)) return value;
  return std::nullopt;
}

/// Our cookies are a letter, '+' (as %2B) and a token, so that clients of the original who cut
/// there find it. Without the front part it is the token.
std::string_view token_part(std::string_view decoded) {
  auto const plus = decoded.rfind('+');
  return plus == decoded.npos ? decoded : decoded.substr(plus + 1);
}

std::string_view cookie_path(Visit::State const& state) {
  if (state.options->session.cookie_domain || state.address.path.empty()) return "/";
  return state.address.path;
}

http::SetCookie make_cookie(Visit::State const& state, std::string name, std::string value) {
  http::SetCookie cookie;
  cookie.name = std::move(name);
  cookie.value = std::move(value);
  cookie.path = cookie_path(state);
  cookie.domain = state.options->session.cookie_domain.value_or("");
  cookie.secure = state.address.https;
  return cookie;
}

std::string print_session_cookie(Visit::State const& state, std::int64_t now) {
  bool const removed = state.emit == Emit::remove;
  auto cookie = make_cookie(state, state.options->session.cookie_name,
                            removed ? "deleted" : state.cookie_value);
  cookie.expires = removed ? 1 : state.cookie_expires;
  cookie.max_age = removed ? 0 : std::max<std::int64_t>(0, state.cookie_expires - now);
  return http::print_set_cookie(cookie);
}

std::string print_device_cookie(Visit::State const& state, std::int64_t now) {
  auto cookie = make_cookie(state, std::string(device_cookie_name), *state.device_value);
  cookie.expires = now + device_cookie_life;
  cookie.max_age = device_cookie_life;
  return http::print_set_cookie(cookie);
}

}  // namespace

Visit::State::State(http::Request const& r, SiteAddress const& a,
                    std::shared_ptr<config::Options const> o)
    : request(r), address(a), options(std::move(o)) {
  is_basic = options->api.basic_auth && iequals(read_authorization(request).first, "Basic");
}

Visit::Visit(http::Request const& request, SiteAddress const& address,
             std::shared_ptr<config::Options const> options)
    : state_(std::make_unique<State>(request, address, std::move(options))) {}
Visit::~Visit() = default;
Visit::Visit(Visit&&) noexcept = default;

http::Request const& Visit::request() const { return state_->request; }
SiteAddress const& Visit::address() const { return state_->address; }
config::Options const& Visit::options() const { return *state_->options; }
bool Visit::is_basic() const { return state_->is_basic; }

void Auth::Impl::look(Visit::State& state) {
  if (state.has_looked) return;
  state.has_looked = true;
  auto const [scheme, credentials] = read_authorization(state.request);
  state.by_header = iequals(scheme, "Session");
  if (state.by_header)
    if (auto found = sessions.find(trim(credentials), SessionStore::Carrier::header))
      state.header_session = std::move(found->session);

  auto const sent = find_cookie(state.request, state.options->session.cookie_name);
  if (!sent) return;
  state.cookie_sent = true;
  auto const decoded = http::percent_decode(*sent);
  auto const token = token_part(decoded);
  if (auto found = sessions.find(token, SessionStore::Carrier::cookie)) {
    state.cookie_session = std::move(found->session);
    if (found->new_token)
      emit_session(state, *state.cookie_session, *found->new_token);
    else if (!found->by_old_token)
      state.cookie_token = Secret(std::string(token));
  } else {
    state.anonymous = parse_anonymous(keys.anonymous, token, unix_seconds(now()));
  }
}

void Auth::look_again(Visit& visit) {
  auto& state = visit.state();
  state.accounts.reset();
  state.session_actor.reset();
  state.basic.reset();
  bool const had_cookie = state.cookie_session != nullptr;
  for (auto* const session : {&state.cookie_session, &state.header_session})
    if (*session) *session = impl_->sessions.find_again(**session);
  if (had_cookie && !state.cookie_session) state.emit = Emit::nothing;
}

void Auth::Impl::emit_session(Visit::State& state, Session const& session,
                              Secret const& token) const {
  state.emit = Emit::set;
  state.cookie_value = "s%2B" + std::string(token.expose());
  state.cookie_expires = session.expires;
  state.cookie_token = token;
}

void Auth::Impl::emit_anonymous(Visit::State& state, Seed const& seed) const {
  auto const start = unix_seconds(now());
  state.anonymous =
      AnonymousCookie{seed, start, start + state.options->session.duration_normal.count()};
  state.emit = Emit::set;
  state.cookie_value = "v%2B" + print_anonymous(keys.anonymous, *state.anonymous);
  state.cookie_expires = state.anonymous->expires;
}

void Auth::Impl::delay(Visit::State& state, int least_ms, int most_ms) {
  auto until = std::max(state.not_before, Steady::now());
  if (state.options->auth.delay) {
    auto const span = static_cast<std::uint32_t>(most_ms - least_ms + 1);
    until += std::chrono::milliseconds(least_ms + static_cast<int>(parts.random.below(span)));
    ++delayed;
  }
  state.not_before = until;
}

std::optional<std::string> Auth::Impl::device_of(Visit::State const& state,
                                                 std::string_view account) const {
  if (!state.options->auth.device || account.empty()) return std::nullopt;
  auto const value = find_cookie(state.request, device_cookie_name);
  return value ? parse_device(keys.device, account, *value, unix_seconds(now())) : std::nullopt;
}

void Auth::finish(Visit& visit, http::Reply& reply) {
  auto const& state = visit.state();
  auto const now = unix_seconds(impl_->now());
  if (state.emit != Emit::nothing) reply.add("Set-Cookie", print_session_cookie(state, now));
  if (state.device_value) reply.add("Set-Cookie", print_device_cookie(state, now));
  reply.not_before = std::max(reply.not_before, state.not_before);
}

bool Auth::is_private(Visit const& visit) const {
  auto const& state = visit.state();
  if (state.emit != Emit::nothing || state.device_value) return true;
  if (state.has_looked && (state.cookie_sent || state.by_header)) return true;
  return state.options->api.basic_auth && state.request.headers.find("Authorization");
}

std::vector<std::string> Auth::vary(Visit const& visit) const {
  std::vector<std::string> out;
  if (visit.options().api.basic_auth) out.emplace_back("Authorization");
  if (visit.state().has_looked) out.emplace_back("Cookie");
  return out;
}

}  // namespace latchkey::auth
