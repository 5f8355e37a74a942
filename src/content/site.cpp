#include "content/site.h"

#include <algorithm>
#include <array>
#include <thread>

#include "content/keeper.h"
#include "content/library.h"
#include "content/media.h"
#include "content/survey.h"
#include "content/tree.h"
#include "content/turn.h"
#include "content/uuids.h"
#include "core/log.h"
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

Snapshot::StatePtr Snapshot::state() const { return state_ ? state_ : parts_.tree.state(); }

std::shared_ptr<Site const> Snapshot::site() const { return state()->site; }
std::shared_ptr<Languages const> Snapshot::languages() const { return state()->languages; }
std::shared_ptr<Rules const> Snapshot::rules(std::string_view template_name) const {
  return state()->rules->of_pages(template_name);
}
std::shared_ptr<Rules const> Snapshot::file_rules(std::string_view template_name) const {
  return state()->rules->of_files(template_name);
}
Settings const& Snapshot::settings() const { return parts_.tree.settings(); }

std::shared_ptr<Page const> Snapshot::page(std::string_view id, std::string_view language) const {
  return parts_.tree.handles().page(*state(), id, language);
}

namespace {

bool is_wanted(Filter filter, Status status) {
  switch (filter) {
    case Filter::all: return true;
    case Filter::drafts: return status == Status::draft;
    case Filter::listed: return status == Status::listed;
    case Filter::unlisted: return status == Status::unlisted;
    case Filter::published: return status != Status::draft;
  }
  return false;
}

/// A folder as it is in a state; `node` is null where it is no page any more.
struct Place {
  PagePtr page;  ///< null: the site
  NodePtr node;
};

Place find_place(Handles& handles, State const& state, Folder const& folder) {
  auto const* const page = dynamic_cast<Page const*>(&folder);
  if (page == nullptr) return {nullptr, state.root};
  auto present = handles.present(state, *page);
  auto node = present ? find_node(state, present->path) : nullptr;
  return {std::move(present), std::move(node)};
}

}  // namespace

Survey Snapshot::survey_children(Folder const& of, Filter filter) const {
  auto now = state();
  auto [above, node] = find_place(parts_.tree.handles(), *now, of);
  return Survey::children(parts_.tree.handles(), std::move(now), std::move(node), std::move(above),
                          [filter](Status status) { return is_wanted(filter, status); });
}

Survey Snapshot::survey_below(Folder const& of) const {
  auto now = state();
  auto [above, node] = find_place(parts_.tree.handles(), *now, of);
  return Survey::all_below(parts_.tree.handles(), std::move(now), std::move(node),
                           std::move(above));
}

std::vector<std::shared_ptr<Page const>> Snapshot::children(Folder const& of, Filter filter) const {
  return survey_children(of, filter).pages();
}

std::shared_ptr<Page const> Snapshot::child(Folder const& of, Child const& child) const {
  auto const now = state();
  auto const [above, node] = find_place(parts_.tree.handles(), *now, of);
  auto const at = node ? find_child_folder(*node->own, child.folder) : std::nullopt;
  return at ? parts_.tree.handles().child(*now, *node, above, *at) : nullptr;
}

namespace {

std::string page_text_path(Page const& page, Settings const& settings) {
  std::string out = page.path + "/" + page.text_name;
  if (page.languages->multilang) out += "." + page.languages->standard().code;
  return out + "." + settings.extension;
}

std::vector<std::string> file_names(State const& state, Library& library, Owner const& owner) {
  if (owner.kind == Owner::Kind::user) return library.user_files(owner);
  return owner.page ? owner.page->files() : state.site->files();
}

}  // namespace

std::vector<FilePtr> Snapshot::files_by_name(Owner const& owner) const {
  auto const now = state();
  std::vector<FilePtr> out;
  for (auto const& name : file_names(*now, parts_.library, owner))
    if (auto file = parts_.library.file(*now, owner, name)) out.push_back(std::move(file));
  return out;
}

std::vector<FilePtr> Snapshot::files(Owner const& owner) const {
  auto out = files_by_name(owner);
  std::ranges::stable_sort(out, [](auto const& a, auto const& b) { return sorts_before(*a, *b); });
  return out;
}

FilePtr Snapshot::file(Owner const& owner, std::string_view name) const {
  auto const now = state();
  if (owner.kind != Owner::Kind::user) return parts_.library.file(*now, owner, std::string(name));
  auto const names = parts_.library.user_files(owner);
  auto const found = std::ranges::find(names, name);
  return found == names.end() ? nullptr : parts_.library.file(*now, owner, *found);
}

FilePtr Snapshot::avatar(Owner const& user) const {
  auto const now = state();
  for (auto const& name : parts_.library.user_files(user))
    if (auto file = parts_.library.file(*now, user, name);
        file && file->template_name() == "avatar")
      return file;
  return nullptr;
}

FileFacts Snapshot::facts(File const& file) const { return parts_.library.facts(file); }

std::vector<std::string> Snapshot::templates_for(File const& file) const {
  return parts_.library.templates_for(*state(), file);
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

Result<std::vector<Lock>> Snapshot::locks(TextPlace const& place) const {
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
      media_(std::make_unique<Media>(settings.media_key)),
      uuids_(std::make_unique<Uuids>(
          settings, random, clock,
          [this](auto const& path, auto const& uuid) { return write_uuid(path, uuid); })),
      present_(std::make_shared<Snapshot const>(parts())) {}

Content::~Content() { let_go(); }

void Content::let_go() {
  if (!keeper_) return;
  is_kept_ = false;
  tree_->be_kept(nullptr);  // its watch wakes the keeper
  keeper_.reset();
}

namespace {

using namespace std::chrono_literals;

/// Looking at everything takes at most 5 % of the time, 1 % where it only makes sure that the watch
/// missed nothing (a text that is a link to elsewhere).
std::chrono::milliseconds until_all_is_looked_at(std::chrono::nanoseconds spent, bool watched) {
  auto const ms = std::chrono::duration_cast<std::chrono::milliseconds>(spent);
  return watched ? std::max<std::chrono::milliseconds>(60s, 100 * ms)
                 : std::max<std::chrono::milliseconds>(1s, 20 * ms);
}

}  // namespace

void Content::also_watch(std::string folder, std::function<void()> changed) {
  tree_->also_look(std::move(folder), std::move(changed));
}

std::size_t Content::texts_read() const { return tree_->texts_read(); }
bool Content::is_watched() const { return tree_->has_watch(); }
std::optional<std::uint64_t> Content::disk_mark(std::string const& folder) const {
  return tree_->mark(folder);
}

void Content::keep_fresh(OpenWatch const& open) {
  also_watch("site/accounts", [this] {
    library_->expire();
    tree_->index().expire();
  });
  keeper_ = std::make_unique<Keeper>([this] { return look_in_background(); });
  std::unique_ptr<store::Watch> watch;
  if (open) {
    auto opened = open([this] { keeper_->wake(); });
    if (opened) watch = std::move(*opened);
    if (!opened) log::warn("watch.unavailable", {{"cause", opened.error().cause}});
  }
  tree_->be_kept(std::move(watch));
  (void)look_in_background();
  is_kept_ = true;
  keeper_->wake();  // it has yet to learn when to look again
}

/// Under the lock of writers, so that nobody sees half of what one of them does.
Keeper::Clock::time_point Content::look_in_background() {
  std::lock_guard const lock(files_.turn());
  bool const watched = tree_->has_watch();
  auto const started = Keeper::Clock::now();
  if (started >= all_due_) {
    tree_->check_everything();
    all_due_ = started + until_all_is_looked_at(Keeper::Clock::now() - started, watched);
  } else if (watched) {
    tree_->check();
  }
  (void)published();
  auto const next = tree_->next_look();
  return next ? std::min(Keeper::Clock::now() + *next, all_due_) : all_due_;
}

Snapshot::Parts Content::parts() const {
  return {*tree_, *library_, *uuids_, tree_->index(), *media_, files_};
}

std::shared_ptr<Snapshot const> Content::snapshot() const {
  return is_kept_ ? snapshot_.get() : published();
}

/// Of the state that the tree has now, made where that is another than the last.
std::shared_ptr<Snapshot const> Content::published() const {
  auto known = snapshot_.get();
  auto state = tree_->state();
  if (known && known->state() == state) return known;
  auto made = std::make_shared<Snapshot const>(parts(), std::move(state));
  snapshot_.publish(made);
  return made;
}

Turn Content::begin() {
  std::unique_lock lock(files_.turn());
  (void)files_.settle();  // where it fails, all writes of this turn will
  tree_->check();
  spread();
  return {std::move(lock), files_, random_, *present_, [this] { expire(); }, trash_};
}

void Content::settle(std::chrono::milliseconds patience) {
  (void)begin();
  auto const end = std::chrono::steady_clock::now() + patience;
  while (tree_->has_doubts() && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    (void)begin();
  }
}

std::uint64_t Content::version() const { return tree_->version(); }
std::uint64_t Content::uuids_made() const { return uuids_->made(); }

void Content::expire() {
  tree_->check_own();
  spread();
}

/// What a change has done so far, only who makes it sees: others see it whole.
void Content::spread() {
  if (is_kept_ && tree_->has_doubts()) keeper_->wake();
  if (!files_.in_change()) (void)published();
  library_->expire();
  tree_->index().expire();
}

namespace {

/// As some editors of Windows save it: a byte order mark in front.
bool is_utf16(std::string_view bytes) {
  return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
}

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

/// What the text file at `path` holds now; none where it is missing. Errors: those of the disk;
/// what a change would destroy.
Result<std::optional<formats::Fields>> Content::read_own(std::string const& path) const {
  auto const bytes = files_.read(path);
  if (bytes && is_utf16(*bytes))
    return fail(Kind::invalid, "",
                "The text is UTF-16, which a change would mangle: save it as UTF-8",
                path + " is UTF-16: save it as UTF-8");
  if (bytes) return std::optional(formats::parse_content(*bytes));
  if (bytes.error().kind != Kind::not_found) return tl::make_unexpected(bytes.error());
  LK_CHECK(ensure_no_other_text(path));
  return std::optional<formats::Fields>();
}

/// A page that another program is making at this moment may be known without its text: one of our
/// own would take its place.
Result<> Content::ensure_no_other_text(std::string const& path) const {
  auto const slash = path.rfind('/');
  std::string const folder = path.substr(0, slash), name = path.substr(slash + 1);
  auto const entries = files_.list(folder);
  bool const of_page = folder != "content" && folder.starts_with("content/");
  if (!entries || !of_page) return {};
  auto const there = make_listing(*entries, {}, *tree_->languages(), tree_->settings());
  bool const is_other = !there.texts.empty() && !name.starts_with(there.text_name + ".") &&
                        name.substr(0, name.find('.')) == "default";
  if (!is_other) return {};
  return fail(Kind::unavailable, "",
              "Another program is writing this page at the moment, try again",
              folder + " has a text of another template by now");
}

/// The id at the end of the text file, unless that has one by now. A folder that moved away since
/// gets none. Readers see it with their next check.
Result<> Content::write_uuid(std::string const& path, std::string const& uuid) {
  std::lock_guard const lock(files_.turn());
  LK_CHECK(files_.settle());
  auto const folder = files_.stat(path.substr(0, path.rfind('/')));
  if (!folder || !*folder) return {};
  if (!is_wanted(files_, path, tree_->settings(), *tree_->languages())) return {};
  LK_TRY(auto const own, read_own(path));
  auto fields = own.value_or(formats::Fields());
  if (auto const* const known = fields.find("uuid"); known && !trim(*known).empty()) return {};
  fields.set("uuid", uuid);
  return files_.replace(path, formats::print_content(fields));
}

}  // namespace latchkey::content
