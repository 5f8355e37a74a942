#include "api/uploads.h"

#include "api/form_write.h"
#include "api/owned_routes.h"
#include "content/chunks.h"
#include "content/file_actions.h"
#include "content/upload_check.h"
#include "content/upload_name.h"
#include "core/text.h"
#include "images/kind.h"

namespace latchkey::api {
namespace {

using content::FilePtr;
using content::Owner;

using Kept = Result<KeptFile>;
using KeepFile = std::function<Kept(http::Part const& part)>;

std::string place_name(Owner const& owner) {
  return std::to_string(static_cast<int>(owner.kind)) + "/" + owner.id;
}

/// Pieces on the disk may be as long as a request, all of them together four times as long.
content::ChunkLimits chunk_limits(config::Options const& options) {
  content::ChunkLimits out;
  out.upload = options.limits.upload_bytes;
  out.all = 4 * out.upload;
  return out;
}

/// The whole bytes of a file that comes in pieces; none while some are missing.
Result<std::optional<Blob>> take_piece(Call& call, http::Part const& part,
                                       content::File const& candidate,
                                       content::ChunkHeaders const& headers) {
  auto const most = longest_accepted(candidate.rules->accept);
  if (most && headers.total > *most)
    return fail(Kind::invalid, "error.file.accept", "The file is too large");
  content::Chunk const chunk{headers.upload,
                             call.actor->user().id,
                             place_name(candidate.owner),
                             candidate.name,
                             std::string(candidate.template_name()),
                             headers.total,
                             headers.offset,
                             part.content};
  return content::take_chunk(call.services.content, chunk, call.services.clock.now(),
                             call.services.spool, chunk_limits(call.options()));
}

/// The bytes of `part`, whole: of a piece only with the last one. `candidate` is judged as far as
/// its name tells before anything is kept.
Result<std::optional<Blob>> whole_bytes(Call& call, http::Part const& part,
                                        content::File const& candidate) {
  auto const& headers = call.request.headers;
  LK_TRY(auto const pieces,
         content::read_chunk_headers(headers.find("Upload-Length"), headers.get("Upload-Offset"),
                                     headers.get("Upload-Id")));
  if (!pieces) return std::optional(part.content);
  if (call.files.size() != 1)
    return fail(Kind::invalid, "error.invalidArgument", "One piece of one file at a time");
  if (!candidate.extension().empty())
    LK_CHECK(
        content::check_file_name(candidate.name, call.services.content.snapshot()->settings()));
  return take_piece(call, part, candidate, *pieces);
}

std::string name_of_part(http::Part const& part, Blob const& bytes) {
  auto const given = part.filename.value_or("");
  auto plain = content::upload_name(given, "");
  auto const extension = images::extension_of(plain);
  bool const speaks = !extension.empty() && extension != "tmp" && extension != "temp";
  if (speaks) return plain;
  return content::upload_name(given, content::sniffed_mime(bytes));
}

/// The name before all bytes are there: pieces must agree on it, and no piece tells the kind.
std::string announced_name(Call const& call, http::Part const& part) {
  return call.request.headers.find("Upload-Length")
             ? content::upload_name(part.filename.value_or(""), "")
             : name_of_part(part, part.content);
}

/// The order is part of the contract: permission, name taken, kind, blueprint, content.
Kept keep_new_file(Call& call, Scene const& scene, UploadPlace const& place,
                   http::Part const& part) {
  auto const& snapshot = *scene.content;
  auto const candidate_for = [&](std::string name, Blob const& bytes) {
    return content::make_candidate(snapshot, place.owner, std::move(name), place.template_name,
                                   bytes.size());
  };
  auto const announced = candidate_for(announced_name(call, part), part.content);
  if (!may(scene.context, "create", *announced)) return may_not_upload();
  LK_TRY(auto bytes, whole_bytes(call, part, *announced));
  if (!bytes) return KeptFile();
  auto const candidate =
      std::make_shared<content::File>(*candidate_for(name_of_part(part, *bytes), *bytes));
  LK_TRY(auto repeated, content::find_repeated(snapshot, call.services.files, *candidate, *bytes));
  if (repeated) return KeptFile{std::move(repeated), false};
  LK_CHECK(content::check_file_name(candidate->name, snapshot.settings()));
  LK_CHECK(content::check_file_content(*candidate, *bytes));
  auto const sent = *candidate;
  LK_TRY(auto const stored, content::scaled_for_storing(*candidate, *bytes));
  fields::Model const model{nullptr, nullptr, nullptr, candidate};
  LK_TRY(auto fields, submit_new_form(scene.context, model, model.blueprint_name(), {}));
  if (!place.sort.empty()) fields.set("sort", place.sort);
  auto turn = call.services.content.begin();
  // Somebody may have sent the same meanwhile.
  LK_TRY(auto just_now, content::find_repeated(turn.content, turn.files, sent, *bytes));
  if (just_now) return KeptFile{std::move(just_now), false};
  LK_TRY(auto file, content::store_file(turn, *candidate, stored, std::move(fields)));
  return KeptFile{std::move(file), true};
}

/// One file: `{status, data}`.
Result<json::value> shown(Call& call, Kept const& kept, ShowFile const& show) {
  if (!kept) return tl::make_unexpected(kept.error());
  if (!kept->file) return json::value(nullptr);
  Scene lenient(call);
  lenient.context.failure = nullptr;
  return show(lenient, *kept);
}

Result<Answer> answer_kept(Call& call, KeepFile const& keep, ShowFile const& show) {
  if (call.files.empty()) return fail(Kind::invalid, "error.invalidArgument", "No file was sent");
  json::object data, errors;
  for (auto const& part : call.files) {
    auto const given = json::text(part.filename.value_or(""));
    auto const key = std::string_view(given.get_string());
    auto made = shown(call, part.refused ? Kept(Failure(*part.refused)) : keep(part), show);
    if (made)
      data[key] = std::move(*made);
    else if (made.error().kind == Kind::internal)
      return tl::make_unexpected(std::move(made).error());
    else
      errors[key] = json::text(refused_text(call, made.error()));
  }
  bool const single = call.files.size() == 1;
  bool const all_kept = errors.empty();
  json::object body{{"status", all_kept ? "ok" : "error"}};
  if (all_kept)
    body["data"] = single ? std::move(data.begin()->value()) : json::value(std::move(data));
  else if (single)
    body["message"] = std::move(errors.begin()->value());
  else
    body["errors"] = std::move(errors);
  return Answer(Raw{std::move(body), all_kept ? 200 : 400});
}

Result<Answer> upload_files(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const owner, find_owner(call, scene));
  LK_TRY(auto const template_name, call.text_input("template"));
  LK_TRY(auto const sort, call.text_input("sort"));
  return answer_uploads(call, scene,
                        {owner, template_name.value_or(""), sort.value_or(""), show_uploaded});
}

Kept keep_other_bytes(Call& call, Scene const& scene, FilePtr const& file, http::Part const& part) {
  LK_CHECK(ensure_may_change_files(call, file->owner));
  if (!may(scene.context, "replace", *file)) return may_not_replace();
  LK_TRY(auto bytes, whole_bytes(call, part, *file));
  if (!bytes) return KeptFile();
  auto candidate = *file;
  candidate.stamp.size = bytes->size();
  LK_CHECK(content::check_file_content(candidate, *bytes));
  LK_TRY(auto const stored, content::scaled_for_storing(candidate, *bytes, content::Naming::fixed));
  auto turn = call.services.content.begin();
  LK_TRY(auto replaced, content::replace_file(turn, *file, stored));
  return KeptFile{std::move(replaced), false};
}

Result<json::value> show_as_is(Scene const& scene, KeptFile const& kept) {
  auto const schema = file_schema();
  return json::value(render(*kept.file, scene.context, schema, "default"));
}

Result<Answer> replace_file(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const owner, find_owner(call, scene));
  LK_TRY(auto const file, find_file(call, scene, owner));
  return answer_kept(
      call, [&](http::Part const& part) { return keep_other_bytes(call, scene, file, part); },
      show_as_is);
}

/// A picture by both, its extension and its content.
Result<> ensure_picture(content::File const& candidate, Blob const& bytes) {
  LK_TRY(auto const facts, content::facts_of(bytes, candidate.extension()));
  if (candidate.type() == "image" && facts.mime.starts_with("image/")) return {};
  return fail(Kind::invalid, "error.file.type.invalid", "The file is no picture");
}

/// `profile.<ext>`; a picture under another name goes when the new one is there.
Kept keep_avatar(Call& call, Scene const& scene, Owner const& user, http::Part const& part) {
  LK_CHECK(ensure_may_change_files(call, user));
  if (call.files.size() != 1)
    return fail(Kind::invalid, "error.invalidArgument", "One picture at a time");
  auto const candidate_for = [&](std::string const& name, Blob const& bytes) {
    return content::make_candidate(*scene.content, user, "profile." + images::extension_of(name),
                                   "avatar", bytes.size());
  };
  auto const announced = candidate_for(announced_name(call, part), part.content);
  if (!may(scene.context, "create", *announced)) return may_not_upload();
  LK_TRY(auto const whole, whole_bytes(call, part, *announced));
  if (!whole) return KeptFile();
  auto const candidate =
      std::make_shared<content::File>(*candidate_for(name_of_part(part, *whole), *whole));
  LK_CHECK(content::check_file_name(candidate->name, scene.content->settings()));
  LK_CHECK(ensure_picture(*candidate, *whole));
  LK_CHECK(content::check_file_content(*candidate, *whole));
  LK_TRY(auto const bytes, content::scaled_for_storing(*candidate, *whole));
  auto turn = call.services.content.begin();
  auto const old = turn.content.avatar(user);
  if (old && old->name == candidate->name) {
    LK_TRY(auto replaced, content::replace_file(turn, *old, bytes));
    return KeptFile{std::move(replaced), false};
  }
  content::Steps steps(turn);
  LK_TRY(auto stored, content::store_file(turn, *candidate, bytes, {}));
  if (old) LK_CHECK(content::remove_file(turn, *old, call.actor->user().id));
  LK_CHECK(steps.commit());
  return KeptFile{std::move(stored), true};
}

Result<Answer> upload_avatar(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const owner, find_owner(call, scene));
  return answer_kept(
      call, [&](http::Part const& part) { return keep_avatar(call, scene, owner, part); },
      show_as_is);
}

constexpr auto post_file = http::Method::post;

constexpr OwnedRow upload_rows[] = {
    {post_file, "/files", upload_files, "Uploads files to {}", OwnedRow::Of::all, admit_files},
    {post_file, "/files/{name%}", replace_file, "Replaces the bytes of a file of {}",
     OwnedRow::Of::all_and_root, admit_other_bytes},
    {post_file, "/avatar", upload_avatar, "Uploads the picture of {}", OwnedRow::Of::users,
     admit_avatar},
};

}  // namespace

Result<json::value> show_uploaded(Scene const& scene, KeptFile const& kept) {
  auto const& file = kept.file;
  auto const schema = file_schema();
  auto out = render(*file, scene.context, schema, "default");
  if (!kept.is_new) return json::value(std::move(out));
  if (auto* const name = out.if_contains("template"); name && name->is_null()) *name = "default";
  // Behind all others, wherever its name will stand: recorded cases upload-basic, upload-svg. Those
  // of users are in order: upload-to-site-and-user.
  if (file->owner.kind == Owner::Kind::user) return json::value(std::move(out));
  out["next"] = nullptr;
  out["prev"] = nullptr;
  for (auto const& other : scene.content->files_by_name(file->owner))
    if (other->name != file->name && is_listable(scene.context, *other))
      out["prev"] = render(*other, scene.context, schema, "compact");
  return json::value(std::move(out));
}

Result<Answer> answer_uploads(Call& call, Scene const& scene, UploadPlace const& place) {
  return answer_kept(
      call,
      [&](http::Part const& part) -> Kept {
        LK_CHECK(ensure_may_change_files(call, place.owner));
        return keep_new_file(call, scene, place, part);
      },
      place.show);
}

std::span<Route const> upload_routes() {
  static OwnedRoutes const routes(upload_rows);
  return routes.rows();
}

}  // namespace latchkey::api
