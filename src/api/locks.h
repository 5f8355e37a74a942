#pragma once
// Who holds a model, as it counts for one answer. Source: spec/content-api 9, 17.

#include "api/page_view.h"
#include "config/options.h"
#include "core/result.h"

namespace latchkey::api {

/// Where the texts of `model` are.
content::TextPlace place_of(PageContext const& context, fields::Model const& model);

/// Whether `lock` keeps the actor out: locks are on, it is less than ten minutes old, and its user
/// is another one who still exists.
bool counts(PageContext const& context, content::Lock const& lock);

/// The lock in any language, or of a lock file, that keeps the actor from changing `model`. Asks
/// the disk where something is pending in its folder (worker lane).
std::optional<content::Lock> foreign_lock(PageContext const& context, fields::Model const& model);

/// `options` as they are while another user holds the model: all but `preview` false.
json::object held_options(PageContext const& context, fields::Model const& model,
                          json::object options);

/// 423 error.content.lock.<action> (update, delete), with who holds it since when as details.
Failure locked(PageContext const& context, content::Lock const& lock, std::string_view action);

/// Nothing where `lock` is none or does not count. Errors: `locked`.
Result<> ensure_free(PageContext const& context, std::optional<content::Lock> const& lock,
                     std::string_view action);

/// Whether ordinary writes wait for locks: option content.lockWrites.
bool locks_writes(config::Options const& options);
/// Nothing where ordinary writes need not wait for others who hold `model`. Errors: `locked`.
Result<> ensure_not_held(PageContext const& context, config::Options const& options,
                         fields::Model const& model, std::string_view action);

/// Nothing where no pending version of `place`, in any language, has a lock that counts; lock files
/// of older versions do not. Asks the disk, within a turn. Errors: `locked`.
Result<> ensure_free(PageContext const& context, content::TextPlace place, std::string_view action);

/// The actor, for what pending versions hold too. Borrows `context`.
content::Editor editor_of(PageContext const& context);

}  // namespace latchkey::api
