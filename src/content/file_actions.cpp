#include "content/file_actions.h"

#include <algorithm>

#include "content/action_parts.h"
#include "content/media.h"
#include "content/restore.h"
#include "content/upload_check.h"
#include "content/uuids.h"
#include "core/text.h"
#include "images/thumb.h"

namespace latchkey::content {
namespace {

Failure file_not_found(std::string_view name) {
  return fail(Kind::not_found, "error.file.notFound",
              "The file \"" + std::string(name) + "\" cannot be found");
}

Failure file_exists(std::string_view name) {
  return fail(Kind::invalid, "error.file.duplicate",
              "A file with the name \"" + std::string(name) + "\" already exists");
}

/// The owner as it is now: its page may have moved.
Result<Owner> present_owner(Turn const& turn, Owner const& owner) {
  if (!owner.page) return owner;
  auto const page = turn.content.page(owner.id);
  if (!page)
    return fail(Kind::not_found, "error.page.notFound",
                "The page \"" + owner.id + "\" cannot be found");
  return owner_of(*page);
}

Result<FilePtr> present_file(Turn const& turn, File const& file) {
  LK_TRY(auto const owner, present_owner(turn, file.owner));
  auto now = turn.content.file(owner, file.name);
  if (!now) return file_not_found(file.name);
  return now;
}

/// Behind the path of a file: ".txt", ".de.txt".
std::vector<std::string> text_endings(Snapshot const& content) {
  std::vector<std::string> out;
  for (auto const& language : content.languages()->all)
    out.push_back((language.code.empty() ? "" : "." + language.code) + "." +
                  content.settings().extension);
  return out;
}

std::string changes_path(File const& file, std::string const& name) {
  return file.owner.path + "/_changes/" + name;
}

/// Copies that were published of `file`, whatever its time was then.
Result<> remove_public_copies(Turn& turn, File const& file) {
  auto const folder = turn.content.media().folder(file);
  auto const above = folder.substr(0, folder.rfind('/'));
  auto const entries = turn.files.list(above);
  if (!entries) return {};
  for (auto const& entry : *entries)
    if (entry.is_directory && turn.content.media().has_token(entry.name, file))
      LK_CHECK(turn.files.remove(above + "/" + entry.name));
  return {};
}

Result<> remove_empty_folder(Turn& turn, std::string const& path) {
  auto const left = turn.files.list(path);
  return left && left->empty() ? turn.files.remove(path) : Result<>();
}

/// A file and every text of it, pending ones too. Errors: invalid error.file.duplicate where one
/// of the new names is taken, as by the text of a file that is gone.
Result<std::vector<store::Step>> renames_of(Turn const& turn, File const& file,
                                            std::string const& name) {
  std::string const from = file.path(), to = file.owner.path + "/" + name;
  std::vector<store::Step> out;
  auto const add = [&](std::string const& here, std::string const& there) -> Result<> {
    LK_TRY(auto const stamp, turn.files.stat(here));
    LK_TRY(bool const free, turn.files.is_free(there));
    if (!free) return file_exists(name);
    if (stamp) out.push_back(rename_step(here, there));
    return {};
  };
  LK_CHECK(add(from, to));
  for (auto const& ending : text_endings(turn.content)) {
    LK_CHECK(add(from + ending, to + ending));
    LK_CHECK(add(changes_path(file, file.name + ending), changes_path(file, name + ending)));
  }
  return out;
}

std::optional<int> number_of(json::object const& create, std::string_view key, int most) {
  auto const* const found = create.if_contains(key);
  if (!found) return std::nullopt;
  auto const number = found->is_int64()    ? found->get_int64()
                      : found->is_string() ? parse_unsigned(found->get_string()).value_or(0)
                                           : 0;
  if (number <= 0 || number > most) return std::nullopt;
  return static_cast<int>(number);
}

/// `crop: true`, or where to cut.
bool is_crop(json::object const& create) {
  auto const* const found = create.if_contains("crop");
  return found && ((found->is_bool() && found->get_bool()) ||
                   (found->is_string() && !found->get_string().empty()));
}

bool is_scalable(std::string_view extension) {
  for (std::string_view const known : {"png", "jpg", "jpeg", "jpe", "gif", "webp", "avif"})
    if (iequals(extension, known)) return true;
  return false;
}

}  // namespace

FilePtr make_candidate(Snapshot const& content, Owner const& owner, std::string name,
                       std::string_view template_name, std::uint64_t size) {
  auto out = std::make_shared<File>();
  out->owner = owner;
  out->id = owner.id.empty() ? name : owner.id + "/" + name;
  out->name = std::move(name);
  out->languages = content.languages();
  formats::Fields fields;
  if (!template_name.empty()) fields.set("template", std::string(template_name));
  for (auto const& language : out->languages->all) {
    out->texts.push_back({language.code, fields, std::nullopt, false});
    out->text_times.push_back(0);
  }
  out->rules = content.file_rules(template_name);
  out->stamp.size = size;
  return out;
}

Result<FilePtr> find_repeated(Snapshot const& content, store::Files const& files,
                              File const& candidate, Blob const& bytes) {
  auto there = content.file(candidate.owner, candidate.name);
  if (!there) {
    LK_TRY(bool const free, files.is_free(candidate.path()));
    if (!free) return file_exists(candidate.name);
    return FilePtr();
  }
  auto const wanted = candidate.template_name();
  bool const same_template = !wanted.empty() && wanted == there->template_name();
  if (!same_template || there->stamp.size != bytes.size()) return file_exists(candidate.name);
  LK_TRY(bool const is_same, files.holds(there->path(), bytes));
  if (!is_same) return file_exists(candidate.name);
  return there;
}

Result<Blob> scaled_for_storing(File& candidate, Blob const& bytes, Naming naming) {
  auto const* const create = candidate.rules->create.if_object();
  if (!create || !is_scalable(candidate.extension())) return bytes;
  images::Scale scale;
  scale.width = number_of(*create, "width", 50'000).value_or(0);
  scale.height = number_of(*create, "height", 50'000).value_or(0);
  scale.quality = number_of(*create, "quality", 100).value_or(0);
  scale.crop = is_crop(*create);
  std::string extension = candidate.extension();
  if (auto const* const format = create->if_contains("format"))
    if (naming == Naming::by_format && format->is_string() && is_scalable(format->get_string()))
      extension = lower(format->get_string());
  bool const keeps = scale.width == 0 && scale.height == 0 && scale.quality == 0 &&
                     extension == candidate.extension();
  if (keeps) return bytes;
  if (bytes.size() > max_scaled_bytes)
    return fail(Kind::too_large, "error.file.image", "The picture is too large to be scaled");
  LK_TRY(auto const picture, bytes.read(0, max_scaled_bytes));
  LK_TRY(auto scaled, images::scale_picture(picture, extension, scale));
  candidate.name = candidate.base_name() + "." + extension;
  candidate.id =
      candidate.owner.id.empty() ? candidate.name : candidate.owner.id + "/" + candidate.name;
  candidate.stamp.size = scaled.size();
  return Blob::owning(std::move(scaled));
}

Result<FilePtr> store_file(Turn& turn, File const& candidate, Blob const& bytes,
                           formats::Fields fields) {
  LK_TRY(auto const owner, present_owner(turn, candidate.owner));
  std::string const path = owner.path + "/" + candidate.name;
  LK_TRY(bool const free, turn.files.is_free(path));
  bool const is_page_text = owner.page && owner.page->text_name == candidate.name;
  if (!free || is_page_text) return file_exists(candidate.name);
  auto const& settings = turn.content.settings();
  if (settings.uuid) fields.set("uuid", make_uuid(settings, turn.random));
  if (!candidate.template_name().empty())
    fields.set("template", std::string(candidate.template_name()));
  auto text_path = candidate.text_path(settings.extension);
  text_path = path + text_path.substr(candidate.path().size());
  Steps steps(turn, !fields.empty());
  LK_CHECK(turn.files.place(path, bytes));
  if (!fields.empty()) LK_CHECK(turn.files.replace(text_path, formats::print_content(fields)));
  LK_CHECK(steps.commit());
  LK_TRY(auto const owner_now, present_owner(turn, owner));
  auto stored = turn.content.file(owner_now, candidate.name);
  if (!stored) return fail_internal("the new file " + path + " cannot be read");
  return stored;
}

Result<FilePtr> replace_file(Turn& turn, File const& file, Blob const& bytes) {
  LK_TRY(auto const now, present_file(turn, file));
  LK_CHECK(remove_public_copies(turn, *now));
  LK_CHECK(turn.files.place(now->path(), bytes));
  turn.expire();
  return present_file(turn, *now);
}

Result<FilePtr> rename_file(Turn& turn, File const& file, std::string const& name) {
  LK_TRY(auto const now, present_file(turn, file));
  if (turn.content.file(now->owner, name)) return file_exists(name);
  LK_TRY(auto const renames, renames_of(turn, *now, name));
  LK_CHECK(remove_public_copies(turn, *now));
  Steps steps(turn, renames.size() > 1);
  LK_CHECK(turn.files.apply(renames));
  LK_CHECK(steps.commit());
  LK_TRY(auto const owner, present_owner(turn, now->owner));
  auto renamed = turn.content.file(owner, name);
  if (!renamed) return file_not_found(name);
  return renamed;
}

namespace {

/// Everything of a file, below the folder of its owner.
trash::Deleted deleted_file(Turn const& turn, File const& file, std::string const& by) {
  trash::Deleted out{.kind = trash::Deleted::Kind::file,
                     .id = file.id,
                     .title = file.name,
                     .parent = trash_parent(file.owner),
                     .folder = file.owner.path,
                     .items = {},
                     .by = by};
  // Texts without their file would be read as a page's: they go first.
  for (auto const& ending : text_endings(turn.content)) {
    out.items.push_back("_changes/" + file.name + ending);
    out.items.push_back(file.name + ending);
  }
  out.items.push_back(file.name);
  return out;
}

}  // namespace

Result<> remove_file(Turn& turn, File const& file, std::string const& by) {
  LK_TRY(auto const now, present_file(turn, file));
  LK_CHECK(remove_public_copies(turn, *now));
  Steps steps(turn);
  LK_CHECK(remove_items(turn, deleted_file(turn, *now, by)));
  LK_CHECK(remove_empty_folder(turn, now->owner.path + "/_changes"));
  return steps.commit();
}

namespace {

/// What is read in the default language only. Source: spec/content-api 3.
formats::Fields without_fixed(formats::Fields fields) {
  for (auto const* const name : {"uuid", "template", "sort"}) fields.erase(name);
  return fields;
}

}  // namespace

Result<FilePtr> edit_file(Turn& turn, File const& file, std::string_view language,
                          Edit<File> const& edit) {
  LK_TRY(auto const now, present_file(turn, file));
  auto const& in = now->languages->pick(language);
  std::string const path = now->path() + (in.code.empty() ? "" : "." + in.code) + "." +
                           turn.content.settings().extension;
  auto const bytes = turn.files.read(path);
  if (!bytes && bytes.error().kind != Kind::not_found) return tl::make_unexpected(bytes.error());
  auto const own = bytes ? formats::parse_content(*bytes) : now->fields(language);
  LK_TRY(auto fields, edit(*now, in.is_default ? own : without_fixed(own)));
  if (!in.is_default) fields = without_fixed(std::move(fields));
  LK_CHECK(turn.files.replace(path, formats::print_content(fields)));
  turn.expire();
  return present_file(turn, *now);
}

Result<> sort_files(Turn& turn, std::vector<FilePtr> const& files, std::int64_t first) {
  std::vector<store::Step> plan;
  for (auto const& file : files) {
    LK_TRY(auto const now, present_file(turn, *file));
    auto const path = now->text_path(turn.content.settings().extension);
    auto const bytes = turn.files.read(path);
    if (!bytes && bytes.error().kind != Kind::not_found) return tl::make_unexpected(bytes.error());
    auto fields = bytes ? formats::parse_content(*bytes) : formats::Fields();
    fields.set("sort", std::to_string(first++));
    plan.push_back(replace_step(path, formats::print_content(fields)));
  }
  Steps steps(turn, plan.size() > 1);
  LK_CHECK(turn.files.apply(plan));
  return steps.commit();
}

}  // namespace latchkey::content
