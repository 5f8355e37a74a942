#include "content/site.h"

#include <algorithm>
#include <array>

#include "content/library.h"
#include "content/media.h"
#include "content/tree.h"
#include "content/turn.h"
#include "content/uuid_index.h"
#include "content/uuids.h"
#include "core/text.h"

namespace latchkey::content {

std::optional<Filter> parse_filter(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, Filter>, 6> names{
      {{"all", Filter::all},
       {"draft", Filter::drafts},
       {"drafts", Filter::drafts},
       {"listed", Filter::listed},
       {"unlisted", Filter::unlisted},
       {"published", Filter::published}}};
  for (auto const& [known, filter] : names)
    if (known == name) return filter;
  return std::nullopt;
}

std::shared_ptr<Site const> Snapshot::site() const { return parts_.tree.site(); }
std::shared_ptr<Languages const> Snapshot::languages() const { return parts_.tree.languages(); }
std::shared_ptr<Rules const> Snapshot::rules(std::string_view template_name) const {
  return parts_.tree.rules(template_name);
}
std::shared_ptr<Rules const> Snapshot::file_rules(std::string_view template_name) const {
  bool const named = is_template_name(template_name);
  return parts_.library.rules("files/" + std::string(named ? template_name : "default"));
}
Settings const& Snapshot::settings() const { return parts_.tree.settings(); }

std::shared_ptr<Page const> Snapshot::page(std::string_view id, std::string_view language) const {
  return parts_.tree.page(id, language);
}

std::vector<std::shared_ptr<Page const>> Snapshot::children(Folder const& of, Filter filter) const {
  auto const wanted = [filter](Status status) {
    switch (filter) {
      case Filter::all: return true;
      case Filter::drafts: return status == Status::draft;
      case Filter::listed: return status == Status::listed;
      case Filter::unlisted: return status == Status::unlisted;
      case Filter::published: return status != Status::draft;
    }
    return false;
  };
  std::vector<std::shared_ptr<Page const>> out;
  for (auto const& child : of.children) {
    if (!wanted(child.status)) continue;
    if (auto page = parts_.tree.child(of, child)) out.push_back(std::move(page));
  }
  return out;
}

namespace {

std::string page_text_path(Page const& page, Settings const& settings) {
  std::string out = page.path + "/" + page.text_name;
  if (page.languages->multilang) out += "." + page.languages->standard().code;
  return out + "." + settings.extension;
}

std::vector<std::string> file_names(Snapshot const& snapshot, Library& library,
                                    Owner const& owner) {
  if (owner.kind == Owner::Kind::user) return library.user_files(owner);
  return owner.page ? owner.page->files : snapshot.site()->files;
}

}  // namespace

std::vector<FilePtr> Snapshot::files_by_name(Owner const& owner) const {
  auto const known = languages();
  std::vector<FilePtr> out;
  for (auto const& name : file_names(*this, parts_.library, owner))
    if (auto file = parts_.library.file(owner, name, known)) out.push_back(std::move(file));
  return out;
}

std::vector<FilePtr> Snapshot::files(Owner const& owner) const {
  auto out = files_by_name(owner);
  std::ranges::stable_sort(out, [](auto const& a, auto const& b) { return sorts_before(*a, *b); });
  return out;
}

FilePtr Snapshot::file(Owner const& owner, std::string_view name) const {
  auto const names = file_names(*this, parts_.library, owner);
  auto const found = std::ranges::find(names, name);
  return found == names.end() ? nullptr : parts_.library.file(owner, *found, languages());
}

FilePtr Snapshot::avatar(Owner const& user) const {
  auto const known = languages();
  for (auto const& name : parts_.library.user_files(user))
    if (auto file = parts_.library.file(user, name, known);
        file && file->template_name() == "avatar")
      return file;
  return nullptr;
}

FileFacts Snapshot::facts(File const& file) const { return parts_.library.facts(file); }

std::vector<std::string> Snapshot::templates_for(File const& file) const {
  return parts_.library.templates_for(file);
}

std::string Snapshot::uuid(Page const& page) const {
  return parts_.uuids.get(page.uuid(), page_text_path(page, settings()));
}

std::string Snapshot::uuid(File const& file) const {
  return parts_.uuids.get(file.uuid(), file.text_path(settings().extension));
}

std::shared_ptr<Page const> Snapshot::page_by_uuid(std::string_view uuid) const {
  return parts_.index.find_page(*this, uuid);
}

FilePtr Snapshot::file_by_uuid(std::string_view uuid) const {
  return parts_.index.find_file(*this, uuid);
}

std::vector<Lock> Snapshot::locks(TextPlace const& place) const {
  return read_locks(parts_.files, settings(), place);
}

Result<std::optional<Pending>> Snapshot::pending(TextPlace const& place,
                                                 std::string_view language) const {
  return read_pending(parts_.files, settings(), place, language);
}

Content::Content(store::Files& files, Clock const& clock, Random& random, Settings const& settings)
    : files_(files),
      random_(random),
      tree_(std::make_unique<Tree>(files, clock, settings)),
      library_(std::make_unique<Library>(files, clock, settings)),
      index_(std::make_unique<UuidIndex>(files, clock)),
      media_(std::make_unique<Media>(settings.media_key)),
      uuids_(std::make_unique<Uuids>(
          settings, random, clock,
          [this](auto const& path, auto const& uuid) { return write_uuid(path, uuid); })),
      snapshot_(std::make_shared<Snapshot const>(
          Snapshot::Parts{*tree_, *library_, *uuids_, *index_, *media_, files_})) {}

Content::~Content() = default;

Turn Content::begin() {
  std::unique_lock lock(files_.turn());
  (void)files_.settle();  // where it fails, all writes of this turn will
  expire();
  return {std::move(lock), files_, random_, *snapshot_, [this] { expire(); }, trash_};
}

std::uint64_t Content::version() const { return tree_->version(); }
std::uint64_t Content::uuids_made() const { return uuids_->made(); }

void Content::expire() {
  tree_->expire();
  library_->expire();
  index_->expire();
}

namespace {

/// Whether what the text at `path` belongs to is still there. Names with a dot are those of files:
/// the text of a file that was deleted meanwhile would become a page's. So would one of a language
/// that is no longer the default.
bool is_wanted(store::Files const& files, std::string_view path, Settings const& settings,
               Languages const& languages) {
  path.remove_suffix(settings.extension.size() + 1);
  if (languages.multilang) {
    std::string const ending = "." + languages.standard().code;
    if (!path.ends_with(ending)) return false;
    path.remove_suffix(ending.size());
  }
  bool const of_file = path.substr(path.rfind('/') + 1).find('.') != path.npos;
  if (!of_file) return true;
  auto const file = files.stat(path);
  return file && *file;
}

}  // namespace

/// The id at the end of the text file, unless that has one by now. A folder that moved away since
/// gets none. Readers see it with their next check.
Result<> Content::write_uuid(std::string const& path, std::string const& uuid) {
  std::lock_guard const lock(files_.turn());
  LK_CHECK(files_.settle());
  auto const folder = files_.stat(path.substr(0, path.rfind('/')));
  if (!folder || !*folder) return {};
  if (!is_wanted(files_, path, tree_->settings(), *tree_->languages())) return {};
  auto const bytes = files_.read(path);
  if (!bytes && bytes.error().kind != Kind::not_found) return tl::make_unexpected(bytes.error());
  auto fields = bytes ? formats::parse_content(*bytes) : formats::Fields();
  if (auto const* const known = fields.find("uuid"); known && !trim(*known).empty()) return {};
  fields.set("uuid", uuid);
  return files_.replace(path, formats::print_content(fields));
}

}  // namespace latchkey::content
