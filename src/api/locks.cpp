#include "api/locks.h"

#include <algorithm>

#include "api/file_view.h"
#include "api/user_view.h"

namespace latchkey::api {
namespace {

constexpr std::int64_t lock_seconds = 600;

}  // namespace

content::TextPlace place_of(PageContext const& context, fields::Model const& model) {
  if (model.page) return content::place_of(*model.page);
  if (model.user) return content::place_of_user(model.user->id, context.content.languages());
  return model.file ? content::place_of(*model.file, *context.content.site())
                    : content::place_of(*model.site);
}

bool counts(PageContext const& context, content::Lock const& lock) {
  if (!context.locking || !context.tools || !context.accounts) return false;
  auto const age = unix_seconds(context.tools->clock.now()) - lock.modified;
  return age < lock_seconds && lock.user_id != context.actor.user().id &&
         context.accounts->by_id(lock.user_id);
}

std::optional<content::Lock> foreign_lock(PageContext const& context, fields::Model const& model) {
  if (!context.locking || (model.page && content::is_quiet(*model.page))) return std::nullopt;
  // For those who look: what cannot be read locks nobody out.
  auto const locks =
      context.content.locks(place_of(context, model)).value_or(std::vector<content::Lock>());
  auto const found =
      std::ranges::find_if(locks, [&](auto const& lock) { return counts(context, lock); });
  return found == locks.end() ? std::nullopt : std::optional(*found);
}

json::object held_options(PageContext const& context, fields::Model const& model,
                          json::object options) {
  if (foreign_lock(context, model))
    for (auto& option : options)
      if (option.key() != "preview") option.value() = false;
  return options;
}

Failure locked(PageContext const& context, content::Lock const& lock, std::string_view action) {
  auto const user = context.accounts->by_id(lock.user_id);
  json::object const details{
      {"isLegacy", lock.is_legacy},
      {"isLocked", true},
      {"modified", iso_time(lock.modified)},
      {"user", {{"id", json::text(lock.user_id)}, {"email", email_of(*user)}}}};
  auto out = fail(Kind::locked, "error.content.lock." + std::string(action),
                  "Another user is editing this at the moment");
  out.value().details = json::print(details);
  return out;
}

Result<> ensure_free(PageContext const& context, std::optional<content::Lock> const& lock,
                     std::string_view action) {
  if (lock && counts(context, *lock)) return locked(context, *lock, action);
  return {};
}

Result<> ensure_free(PageContext const& context, content::TextPlace place,
                     std::string_view action) {
  place.quiet = false;  // others may have saved since the snapshot
  LK_TRY(auto const locks, context.content.locks(place));
  for (auto const& lock : locks)
    if (!lock.is_legacy) LK_CHECK(ensure_free(context, lock, action));
  return {};
}

content::Editor editor_of(PageContext const& context) {
  return {context.locking ? context.actor.user().id : std::string(),
          [&context](content::Lock const& lock) { return ensure_free(context, lock, "update"); }};
}

bool locks_writes(config::Options const& options) {
  return options.content_locking && options.content_lock_writes;
}

Result<> ensure_not_held(PageContext const& context, config::Options const& options,
                         fields::Model const& model, std::string_view action) {
  if (!locks_writes(options)) return {};
  return ensure_free(context, foreign_lock(context, model), action);
}

}  // namespace latchkey::api
