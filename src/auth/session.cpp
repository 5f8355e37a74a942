#include "auth/session.h"

#include <algorithm>

#include "formats/json.h"

namespace latchkey::auth {
namespace {

template <std::size_t N>
std::string to_text(std::array<std::uint8_t, N> const& bytes) {
  return {reinterpret_cast<char const*>(bytes.data()), N};
}

template <std::size_t N>
bool read_bytes(std::string_view text, std::array<std::uint8_t, N>& out) {
  if (text.size() != N) return false;
  std::copy_n(text.begin(), N, reinterpret_cast<char*>(out.data()));
  return true;
}

json::object print(Challenge const& c) {
  return {{"type", c.type},
          {"name", json::text(c.name)},
          {"mode", c.mode},
          {"account", c.account_id},
          {"hash", crypto::to_base64url(c.code_hash)},
          {"expires", c.expires},
          {"wrong", c.wrong_codes},
          {"stamp", c.stamp}};
}

/// Reads members of one object; a missing one or one of another type leaves the target and sets
/// `broken`.
struct Reader {
  json::object const& from;
  bool broken = false;

  void read(std::string_view name, std::string& out) {
    auto const* v = from.if_contains(name);
    if (v && v->is_string())
      out = v->as_string();
    else
      broken = true;
  }
  void read(std::string_view name, std::int64_t& out) {
    auto const* v = from.if_contains(name);
    if (v && v->is_int64())
      out = v->as_int64();
    else
      broken = true;
  }
  void read(std::string_view name, bool& out) {
    auto const* v = from.if_contains(name);
    if (v && v->is_bool())
      out = v->as_bool();
    else
      broken = true;
  }
};

std::shared_ptr<Challenge const> read_challenge(json::value const& value) {
  if (!value.is_object()) return nullptr;
  auto out = std::make_shared<Challenge>();
  Reader in{value.as_object()};
  std::string hash;
  std::int64_t wrong = 0;
  in.read("type", out->type);
  in.read("name", out->name);
  in.read("mode", out->mode);
  in.read("account", out->account_id);
  in.read("hash", hash);
  in.read("expires", out->expires);
  in.read("wrong", wrong);
  in.read("stamp", out->stamp);
  out->code_hash = crypto::from_base64url(hash).value_or("");
  out->wrong_codes = static_cast<int>(wrong);
  return in.broken ? nullptr : out;
}

}  // namespace

std::string public_id(Session const& session) {
  return crypto::to_hex(std::string_view(to_text(session.key)).substr(0, 8));
}

store::Row to_row(Session const& s, std::int64_t last_seen) {
  json::object value{{"seed", crypto::to_base64url(as_bytes(s.seed))},
                     {"user", s.user},
                     {"created", s.created},
                     {"seen", last_seen},
                     {"expires", s.expires},
                     {"duration", s.duration},
                     {"idle", s.idle_limit},
                     {"login", s.login_ms},
                     {"long", s.is_long},
                     {"shown", s.token_handed_out},
                     {"reset", s.may_reset},
                     {"address", json::text(s.address)},
                     {"agent", json::text(s.agent)}};
  if (s.challenge) value["challenge"] = print(*s.challenge);
  return {to_text(s.key), json::print(value), s.user, s.expires};
}

std::optional<StoredSession> from_row(store::Row const& row) {
  auto const value = json::parse(row.value);
  if (!value || !value->is_object()) return std::nullopt;
  StoredSession out;
  auto& s = out.session;
  Reader in{value->as_object()};
  std::string seed;
  in.read("seed", seed);
  in.read("user", s.user);
  in.read("created", s.created);
  in.read("seen", out.last_seen);
  in.read("expires", s.expires);
  in.read("duration", s.duration);
  in.read("idle", s.idle_limit);
  in.read("login", s.login_ms);
  in.read("long", s.is_long);
  in.read("shown", s.token_handed_out);
  in.read("reset", s.may_reset);
  in.read("address", s.address);
  in.read("agent", s.agent);
  if (in.broken || !read_bytes(row.key, s.key)) return std::nullopt;
  if (!read_bytes(crypto::from_base64url(seed).value_or(""), s.seed)) return std::nullopt;
  if (auto const* challenge = value->as_object().if_contains("challenge"))
    s.challenge = read_challenge(*challenge);
  return out;
}

}  // namespace latchkey::auth
