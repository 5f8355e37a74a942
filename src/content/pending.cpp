#include "content/pending.h"

#include "content/action_parts.h"
#include "content/turn.h"
#include "core/text.h"
#include "formats/yaml.h"

namespace latchkey::content {
namespace {

constexpr std::size_t max_lock_file_bytes = 1 << 20;

std::string path_below(std::string const& folder, TextPlace const& place, Settings const& settings,
                       std::string_view language) {
  std::string out = folder + "/" + place.name;
  if (place.languages->multilang) out += "." + place.languages->pick(language).code;
  return out + "." + settings.extension;
}

std::string changes_folder_of(TextPlace const& place) {
  return place.folder + "/" + std::string(changes_folder);
}

std::string lock_file_of(TextPlace const& place) {
  return place.folder + "/" + std::string(lock_file);
}

/// Text or number of a map; empty for anything else.
std::string member_of(json::object const& map, std::string_view key) {
  auto const* const found = map.if_contains(key);
  if (!found) return {};
  if (found->is_string()) return std::string(found->get_string());
  return found->is_int64() ? std::to_string(found->get_int64()) : std::string();
}

/// `/<id>: {lock: {user, time}}`.
std::optional<Lock> read_lock_file(store::Files const& files, TextPlace const& place) {
  auto const bytes = files.read(lock_file_of(place), max_lock_file_bytes);
  if (!bytes) return std::nullopt;
  auto const parsed = yaml::parse_dialect(*bytes);
  auto const* const all = parsed ? parsed->if_object() : nullptr;
  auto const* const model = all ? all->if_contains("/" + place.id) : nullptr;
  auto const* const entry =
      model && model->is_object() ? model->get_object().if_contains("lock") : nullptr;
  if (!entry || !entry->is_object()) return std::nullopt;
  auto const time = parse_unsigned(member_of(entry->get_object(), "time"));
  return Lock{member_of(entry->get_object(), "user"), time.value_or(0), true};
}

}  // namespace

std::string TextPlace::text_path(Settings const& settings, std::string_view language) const {
  return path_below(folder, *this, settings, language);
}

std::string TextPlace::pending_path(Settings const& settings, std::string_view language) const {
  return path_below(changes_folder_of(*this), *this, settings, language);
}

TextPlace place_of(Site const& site) {
  return {site.path, site.text_name, {}, site.languages, is_quiet(site)};
}

TextPlace place_of(Page const& page) {
  return {page.path, page.text_name, page.id, page.languages, is_quiet(page)};
}

TextPlace place_of(File const& file, Site const& site) {
  auto const& owner = file.owner;
  bool const quiet =
      owner.page ? is_quiet(*owner.page) : owner.kind == Owner::Kind::site && is_quiet(site);
  return {owner.path, file.name, file.id, file.languages, quiet};
}

TextPlace place_of_user(std::string_view user_id, std::shared_ptr<Languages const> languages) {
  std::string const id(user_id);
  return {"site/accounts/" + id, "user", id, std::move(languages), false};
}

Result<std::optional<Pending>> read_pending(store::Files const& files, Settings const& settings,
                                            TextPlace const& place, std::string_view language) {
  auto const path = place.pending_path(settings, language);
  auto const bytes = files.read(path);
  if (!bytes && bytes.error().kind == Kind::not_found) return std::optional<Pending>();
  if (!bytes) return tl::make_unexpected(bytes.error());
  Pending out{formats::parse_content(*bytes), std::nullopt};
  if (auto const* const user = out.fields.find("lock"); user && !user->empty()) {
    LK_TRY(auto const stamp, files.stat(path));
    out.lock = Lock{*user, stamp ? stamp->mtime_seconds() : 0, false};
  }
  out.fields.erase("lock");
  return std::optional(std::move(out));
}

Result<std::vector<Lock>> read_locks(store::Files const& files, Settings const& settings,
                                     TextPlace const& place) {
  std::vector<Lock> out;
  if (place.quiet) return out;
  for (auto const& language : place.languages->all) {
    LK_TRY(auto const pending, read_pending(files, settings, place, language.code));
    if (pending && pending->lock) out.push_back(*pending->lock);
  }
  if (auto const legacy = read_lock_file(files, place)) out.push_back(*legacy);
  return out;
}

Result<> write_pending(Turn& turn, TextPlace const& place, std::string_view language,
                       formats::Fields const& fields, std::string_view user_id) {
  bool const translation = !place.languages->pick(language).is_default;
  auto out = in_written_order(fields, translation);
  out.erase("lock");
  if (!user_id.empty()) out.set("lock", std::string(user_id));
  LK_CHECK(turn.files.replace(place.pending_path(turn.content.settings(), language),
                              formats::print_content(out)));
  turn.expire();
  return {};
}

Result<> remove_pending(Turn& turn, TextPlace const& place, std::string_view language) {
  auto const path = place.pending_path(turn.content.settings(), language);
  auto const folder = changes_folder_of(place);
  auto const entries = turn.files.list(folder);
  bool const is_last = entries && entries->size() <= 1 &&
                       (entries->empty() || folder + "/" + entries->front().name == path);
  LK_CHECK(turn.files.remove(is_last ? folder : path));
  turn.expire();
  return {};
}

Result<bool> has_lock_file(Turn const& turn, TextPlace const& place) {
  LK_TRY(auto const stamp, turn.files.stat(lock_file_of(place)));
  return stamp.has_value();
}

Result<> remove_lock_file(Turn& turn, TextPlace const& place) {
  LK_CHECK(turn.files.remove(lock_file_of(place)));
  turn.expire();
  return {};
}

}  // namespace latchkey::content
