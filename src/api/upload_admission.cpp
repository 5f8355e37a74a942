// What the head of an upload tells: who may send files there, and how long they may be. Source:
// security S16, permission before the first byte.

#include "api/uploads.h"
#include "content/file_actions.h"
#include "core/log.h"
#include "core/text.h"

namespace latchkey::api {
namespace {

using content::Owner;

Admission refused(Call const& call, Error const& error) {
  json::object body{{"status", "error"}, {"message", json::text(refused_text(call, error))}};
  return {Answer(Raw{std::move(body), 400}), {}};
}

bool may_create(Scene const& scene, Owner const& owner, std::string_view template_name) {
  return may(scene.context, "create",
             *content::make_candidate(*scene.content, owner, "file", template_name, 0));
}

/// The form may name a template behind its files: then any that would do is enough for now.
bool may_create_some(Call const& call, Scene const& scene, Owner const& owner) {
  if (may_create(scene, owner, "")) return true;
  constexpr std::size_t folder = std::string_view("files/").size();
  auto const names = call.services.tools.blueprints.names("files");
  return std::ranges::any_of(
      names, [&](auto const& name) { return may_create(scene, owner, name.substr(folder)); });
}

}  // namespace

std::optional<std::uint64_t> longest_accepted(json::value const& accept) {
  auto const* const map = accept.if_object();
  auto const* const found = map ? map->if_contains("maxsize") : nullptr;
  if (!found) return std::nullopt;
  if (found->is_int64() && found->get_int64() >= 0)
    return static_cast<std::uint64_t>(found->get_int64());
  if (!found->is_string()) return std::nullopt;
  auto const number = parse_unsigned(trim(std::string_view(found->get_string())));
  return number ? std::optional(static_cast<std::uint64_t>(*number)) : std::nullopt;
}

Failure may_not_upload() {
  return fail(Kind::forbidden, "error.file.create.permission",
              "You are not allowed to upload this file");
}

Failure may_not_replace() {
  return fail(Kind::forbidden, "error.file.replace.permission",
              "You are not allowed to replace this file");
}

std::string const& refused_text(Call const& call, Error const& error) {
  if (error.kind == Kind::forbidden)
    log::warn("permission.refused", {{"route", std::string(call.request.path())},
                                     {"key", error.key},
                                     {"message", error.message},
                                     {"client", call.address().client}});
  return error.message;
}

Result<Admission> admit_new_files(Call& call, Scene const& scene, Owner const& owner,
                                  std::optional<std::string> const& template_name) {
  if (auto const allowed = ensure_may_change_files(call, owner); !allowed)
    return refused(call, allowed.error());
  bool const may_be = template_name ? may_create(scene, owner, *template_name)
                                    : may_create_some(call, scene, owner);
  if (!may_be) return refused(call, may_not_upload().value());
  return Admission{std::nullopt, [content = scene.content, template_name](std::string_view named) {
                     auto const rules = content->file_rules(template_name ? *template_name : named);
                     return longest_accepted(rules->accept);
                   }};
}

Result<Admission> admit_files(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const owner, find_owner(call, scene));
  return admit_new_files(call, scene, owner, std::nullopt);
}

Result<Admission> admit_avatar(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const owner, find_owner(call, scene));
  return admit_new_files(call, scene, owner, "avatar");
}

Result<Admission> admit_other_bytes(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const owner, find_owner(call, scene));
  LK_TRY(auto const file, find_file(call, scene, owner));
  if (auto const allowed = ensure_may_change_files(call, owner); !allowed)
    return refused(call, allowed.error());
  if (!may(scene.context, "replace", *file)) return refused(call, may_not_replace().value());
  return Admission{std::nullopt, [rules = file->rules](std::string_view) {
                     return longest_accepted(rules->accept);
                   }};
}

}  // namespace latchkey::api
