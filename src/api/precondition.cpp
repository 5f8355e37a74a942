#include "api/precondition.h"

#include <algorithm>
#include <array>

#include "api/locks.h"
#include "api/model_target.h"
#include "core/text.h"
#include "http/etag.h"

namespace latchkey::api {
namespace {

using http::Method;
using std::string_view;

/// Models by the beginning of a pattern; longer ones first.
constexpr string_view models[] = {"pages/{id}/files/{name%}",
                                  "users/{id%}/files/{name%}",
                                  "account/files/{name%}",
                                  "site/files/{name%}",
                                  "files/{name%}",
                                  "pages/{id}",
                                  "users/{id%}",
                                  "account",
                                  "site"};

/// What the rest of a pattern does to the model, as permissions name it.
struct Write {
  string_view rest;
  Method method;
  string_view action;
  bool waits_for_locks = false;  ///< with `content.lockWrites`; accounts never wait
};
constexpr Write known_writes[] = {
    {"", Method::patch, "update", true},
    {"", Method::del, "delete", true},
    {"", Method::post, "replace", true},
    {"title", Method::patch, "changeTitle", true},
    {"slug", Method::patch, "changeSlug", true},
    {"status", Method::patch, "changeStatus", true},
    {"template", Method::patch, "changeTemplate", true},
    {"name", Method::patch, "changeName", true},
    {"email", Method::patch, "changeEmail"},
    {"language", Method::patch, "changeLanguage"},
    {"role", Method::patch, "changeRole"},
    {"password", Method::patch, "changePassword"},
    {"duplicate", Method::post, "duplicate"},
    {"changes/save", Method::post, "update"},
    {"changes/publish", Method::post, "update"},
    {"changes/discard", Method::post, "update"},
    {"changes/unlock", Method::post, "update"},
};

/// Rows that only look, though by POST; fields answer with what they were sent.
constexpr std::array<string_view, 4> looks{"search", "find", "fields/{path...}", "query"};

bool is_look(Route const& row) {
  return http::is_safe(row.method) || std::ranges::any_of(looks, [&](string_view ending) {
           return row.pattern.ends_with(ending);
         });
}

/// What a pattern says behind the model it begins with; none without one.
std::optional<string_view> behind_model(string_view pattern) {
  for (auto const model : models) {
    if (!pattern.starts_with(model)) continue;
    auto rest = pattern.substr(model.size());
    if (rest.empty()) return rest;
    if (rest.front() == '/') return rest.substr(1);
  }
  return std::nullopt;
}

Write const* find_write(Route const& row) {
  auto const rest = behind_model(row.pattern);
  auto const* const found = std::ranges::find_if(known_writes, [&](Write const& write) {
    return write.rest == rest && write.method == row.method;
  });
  return found == std::end(known_writes) ? nullptr : found;
}

/// All lines of the header as one list; none without any.
std::optional<std::string> if_match(http::Request const& request) {
  std::optional<std::string> out;
  for (std::size_t i = 0; i < request.headers.size(); ++i)
    if (auto const [name, value] = request.headers[i]; iequals(name, "If-Match"))
      out = out ? *out + ", " + std::string(value) : std::string(value);
  return out;
}

/// An account must be able to change its password, and an admin to delete it, whoever holds it.
bool waits_for_locks(Write const& write, fields::Model const& model) {
  return write.waits_for_locks && (!model.user || write.action == "update");
}

Result<> ensure_unlocked(Call& call, PageContext const& context, Write const& write,
                         fields::Model const& model) {
  if (!waits_for_locks(write, model)) return {};
  return ensure_not_held(context, call.options(), model,
                         write.action == "delete" ? "delete" : "update");
}

}  // namespace

WriteGate::Turn WriteGate::enter(Route const& row, http::Request const& request,
                                 config::Options const& options) {
  if (row.access == Access::open || is_look(row)) return {};
  bool const alone = row.pattern.find("/changes/") != row.pattern.npos || locks_writes(options) ||
                     request.headers.find("If-Match");
  if (alone) return {{}, std::unique_lock(mutex_), true};
  return {std::shared_lock(mutex_), {}, false};
}

bool changes_a_model(Route const& row) {
  return !is_look(row) && behind_model(row.pattern).has_value();
}

Result<> ensure_writable(Call& call, Route const& row) {
  auto const known = if_match(call.request);
  if (!changes_a_model(row) || (!known && !locks_writes(call.options()))) return {};
  Scene const scene(call);
  auto const model = find_model(call, scene);
  if (!model) return {};
  auto const* const write = find_write(row);
  if (write && !may(call, scene.context, write->action, *model)) return {};
  if (write) LK_CHECK(ensure_unlocked(call, scene.context, *write, *model));
  if (!known || http::matches_state(*known, state_of(scene.context, *model))) return {};
  return fail(Kind::outdated, "error.content.outdated",
              "This was changed since you read it; read it again");
}

}  // namespace latchkey::api
