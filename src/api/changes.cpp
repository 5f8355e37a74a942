// Pending changes: saved beside a model, published into it, discarded; and whose they are. Source:
// spec/content-api 17.

#include <algorithm>

#include "api/form_write.h"
#include "api/locks.h"
#include "api/model_target.h"
#include "api/model_write.h"
#include "api/owned_routes.h"
#include "api/user_rules.h"
#include "content/turn.h"

namespace latchkey::api {
namespace {

using formats::Fields;

/// What a client sends, from the body alone: the original stores the query's `language` as well
/// (spec/content-api 20, language leak). Nobody sends a lock.
json::object input_for(fields::Model const& model, json::object const& body) {
  auto out = model.user ? content_members(body) : body;
  for (auto const& member : body)
    if (fields::key_name(member.key()) == "lock") out.erase(member.key());
  return out;
}

/// Whether two texts hold the same, in any order; ids may have been made meanwhile.
bool hold_same(Fields a, Fields b) {
  a.erase("uuid");
  b.erase("uuid");
  return a.size() == b.size() && std::ranges::all_of(a, [&](auto const& item) {
           auto const* const other = b.find(item.first);
           return other && *other == item.second;
         });
}

Result<> save_changes(Call& call, Scene const& scene, fields::Model const& model) {
  auto turn = call.services.content.begin();
  auto const& context = scene.context;
  auto const place = place_of(context, model);
  LK_CHECK(ensure_free(context, place, "update"));
  LK_TRY(auto const pending, scene.content->pending(place, context.language));
  LK_TRY(auto const own, own_fields(call, scene, model));
  auto const before = pending ? pending->fields : Fields();
  LK_TRY(auto const next,
         submit_pending(context, model, own, before, input_for(model, call.body), false));
  LK_TRY(auto const present, submit_form(context, model, own, {}, false));
  LK_TRY(bool const has_lock_file, content::has_lock_file(turn, place));
  content::Steps steps(turn, has_lock_file);
  LK_CHECK(content::remove_lock_file(turn, place));
  LK_CHECK(hold_same(next, present) ? content::remove_pending(turn, place, context.language)
                                    : content::write_pending(turn, place, context.language, next,
                                                             editor_of(context).user_id));
  return steps.commit();
}

/// As a whole or not at all.
Result<> save_and_publish(Call& call, Scene const& scene, fields::Model const& model) {
  auto turn = call.services.content.begin();
  content::Steps steps(turn);
  LK_CHECK(save_changes(call, scene, model));
  auto const& context = scene.context;
  LK_TRY(auto const pending, scene.content->pending(place_of(context, model), context.language));
  if (!pending) return steps.commit();
  auto const edit = [&](fields::Model const& now, Fields const& own) {
    bool const is_draft = now.page && now.page->status == content::Status::draft;
    return submit_pending(context, now, own, pending->fields, {}, !is_draft);
  };
  LK_TRY(auto const now, edit_model(call, scene, model, edit));
  LK_CHECK(content::remove_pending(turn, place_of(context, now), context.language));
  return steps.commit();
}

/// What the rules of the form refuse stays saved. Source: spec/content-api 17.
Result<> publish_changes(Call& call, Scene const& scene, fields::Model const& model) {
  auto turn = call.services.content.begin();
  auto published = save_and_publish(call, scene, model);
  bool const is_refused = !published && published.error().kind != Kind::internal &&
                          published.error().kind != Kind::unavailable;
  if (is_refused) LK_CHECK(save_changes(call, scene, model));
  return published;
}

Result<> discard_changes(Call& call, Scene const& scene, fields::Model const& model) {
  auto turn = call.services.content.begin();
  auto const& language = scene.context.language;
  auto const place = place_of(scene.context, model);
  LK_CHECK(ensure_free(scene.context, place, "delete"));
  LK_TRY(bool const has_lock_file, content::has_lock_file(turn, place));
  content::Steps steps(turn, has_lock_file);
  LK_CHECK(content::remove_lock_file(turn, place));
  LK_CHECK(content::remove_pending(turn, place, language));
  return steps.commit();
}

/// One's own lock; what others hold stays held.
Result<> unlock_changes(Call& call, Scene const& scene, fields::Model const& model) {
  auto turn = call.services.content.begin();
  auto const& language = scene.context.language;
  auto const place = place_of(scene.context, model);
  LK_TRY(auto const pending, scene.content->pending(place, language));
  bool const own =
      pending && pending->lock && pending->lock->user_id == scene.context.actor.user().id;
  return own ? content::write_pending(turn, place, language, pending->fields, "") : Result<>();
}

struct ChangeAction {
  std::string_view name;
  Result<> (*run)(Call&, Scene const&, fields::Model const&);
};
constexpr ChangeAction saves{"save", save_changes}, publishes{"publish", publish_changes},
    discards{"discard", discard_changes}, unlocks{"unlock", unlock_changes};

template <ChangeAction const& action>
Result<Answer> change_model(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const model, find_model(call, scene));
  if (!may(call, scene.context, "update", model)) return forbidden("version", action.name);
  LK_CHECK(action.run(call, scene, model));
  return Answer(Raw{json::object{{"status", "ok"}}});
}

/// `changes` of what has none.
Result<Answer> refuse_model(Call&) {
  return fail(Kind::invalid, "error.invalidArgument", "There are no models at this path");
}

constexpr auto post = http::Method::post;
constexpr auto of_all = OwnedRow::Of::all, of_root_too = OwnedRow::Of::all_and_root;

constexpr OwnedRow rows[] = {
    {post, "/changes/save", change_model<saves>, "Merges the body into the pending version of {}",
     of_all},
    {post, "/changes/publish", change_model<publishes>,
     "Saves, validates, makes the pending version of {} present", of_all},
    {post, "/changes/discard", change_model<discards>, "Removes the pending version of {}", of_all},
    {post, "/changes/unlock", change_model<unlocks>, "Gives the acting user's lock on {} back",
     of_all},
    {post, "/files/{name%}/changes/save", change_model<saves>,
     "Merges the body into the pending version of a file of {}", of_root_too},
    {post, "/files/{name%}/changes/publish", change_model<publishes>,
     "Saves, validates, makes the pending version of a file of {} present", of_root_too},
    {post, "/files/{name%}/changes/discard", change_model<discards>,
     "Removes the pending version of a file of {}", of_root_too},
    {post, "/files/{name%}/changes/unlock", change_model<unlocks>,
     "Gives the acting user's lock on a file of {} back", of_root_too},
};

constexpr Route refused(std::string_view pattern) {
  return {post, pattern, Access::panel, Work::disk, refuse_model, "Refused: no model"};
}
constexpr Route refused_rows[] = {
    refused("{path...}/changes/save"), refused("{path...}/changes/publish"),
    refused("{path...}/changes/discard"), refused("{path...}/changes/unlock")};

}  // namespace

std::span<Route const> change_routes() {
  static OwnedRoutes const routes(rows);
  return routes.rows();
}

std::span<Route const> refused_change_routes() { return refused_rows; }

}  // namespace latchkey::api
