#pragma once
// Site, pages and their text, as the API and the templates read and write them. Reading is from
// one immutable state of everything, which a look at the disk replaces whole.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content/file.h"
#include "content/listing.h"
#include "content/page.h"
#include "content/pending.h"
#include "content/references.h"
#include "core/clock.h"
#include "core/published.h"
#include "core/random.h"
#include "core/result.h"
#include "store/files.h"
#include "store/watch.h"
#include "trash/trash.h"

namespace latchkey::content {

class Tree;
class Library;
class Uuids;
class UuidIndex;
class Media;
class Keeper;
class Survey;
struct State;
struct Turn;

/// Which children: in the order of the listing.
enum class Filter { all, drafts, listed, unlisted, published };
std::optional<Filter> parse_filter(
    std::string_view name);  ///< "all", "draft", "drafts", "listed", …

/// What the content looks like at one moment. Every object it hands out is immutable and may be
/// kept. Safe from any thread.
class Snapshot {
 public:
  /// What the snapshot asks; owned by Content.
  struct Parts {
    Tree& tree;
    Library& library;
    Uuids& uuids;
    UuidIndex& index;
    Media const& media;
    store::Files const& files;
  };
  using StatePtr = std::shared_ptr<State const>;

  /// Of `state`; without one each question is answered from the state it meets.
  explicit Snapshot(Parts const& parts, StatePtr state = nullptr)
      : parts_(parts), state_(std::move(state)) {}

  std::shared_ptr<Site const> site() const;
  /// By id with '/' between slugs of the default language, or of `language`; drafts too. Null if
  /// there is none. No disk I/O.
  std::shared_ptr<Page const> page(std::string_view id, std::string_view language = {}) const;
  std::vector<std::shared_ptr<Page const>> children(Folder const& of, Filter filter) const;
  /// The page of one of `of`'s children; null if it is gone.
  std::shared_ptr<Page const> child(Folder const& of, Child const& child) const;
  /// The same children, and all pages below a folder, before they are made (content/survey.h).
  Survey survey_children(Folder const& of, Filter filter) const;
  Survey survey_below(Folder const& of) const;
  std::shared_ptr<Languages const> languages() const;
  /// Of the blueprint that pages of that template have; never null.
  std::shared_ptr<Rules const> rules(std::string_view template_name) const;
  /// Of the blueprint that files of that template have (empty: none); never null.
  std::shared_ptr<Rules const> file_rules(std::string_view template_name) const;
  Settings const& settings() const;

  /// All files of `owner`, by sort number, then name. Asks the disk about those of users (worker
  /// lane).
  std::vector<FilePtr> files(Owner const& owner) const;
  std::vector<FilePtr> files_by_name(Owner const& owner) const;
  FilePtr file(Owner const& owner, std::string_view name) const;
  /// The picture of a user: the file whose template is `avatar`. Null without one.
  FilePtr avatar(Owner const& user) const;
  FileFacts facts(File const& file) const;
  /// Templates `file` may have, its own among them if that fits; "default" stands for none.
  std::vector<std::string> templates_for(File const& file) const;

  /// The stored id, else one that is remembered and being written. Empty where the site has none.
  /// Source: spec/content-api 3, 20.
  std::string uuid(Page const& page) const;
  std::string uuid(File const& file) const;
  /// By stored id, without `page://`.
  std::shared_ptr<Page const> page_by_uuid(std::string_view uuid) const;
  /// Of site and pages, then users; a user's file comes without its owner's blueprint.
  FilePtr file_by_uuid(std::string_view uuid) const;
  Media const& media() const { return parts_.media; }
  StatePtr state() const;

  /// Who holds a model, in any language. Asks the disk unless the place is quiet (worker lane).
  Result<std::vector<Lock>> locks(TextPlace const& place) const;
  /// The pending version in `language`; none where there is none. Errors: those of the disk.
  Result<std::optional<Pending>> pending(TextPlace const& place, std::string_view language) const;

 private:
  Parts parts_;
  StatePtr state_;
};

/// A page to be made. Field names are normalised by the action.
struct NewPage {
  std::string slug;  ///< already by the rule of slugs
  std::string template_name = "default";
  formats::Fields content;
  bool draft = true;
  std::vector<std::pair<std::string, formats::Fields>>
      translations{};  ///< by code; not the default
};

/// A copy of a page to be made beside it, as a draft.
struct Copy {
  std::string slug;  ///< already by the rule of slugs
  bool children = false, files = false;
};

/// One change of stored fields: a value, or none to remove it.
using Change = std::pair<std::string, std::optional<std::string>>;

/// What the text of a model becomes, from the model as it is now and the fields of its file in that
/// language (those shown, where a translation has none yet). Asked under the lock of writers: must
/// not write. Errors refuse the change.
template <class Of>
using Edit = std::function<Result<formats::Fields>(Of const& now, formats::Fields const& own)>;

/// What a text becomes under another template; as Edit, once for each language.
using Convert = std::function<Result<formats::Fields>(Page const& now, formats::Fields const& own,
                                                      std::string const& language)>;

/// Who changes what a pending version holds too: it gets `user_id`'s lock (empty: none), unless
/// `ensure_free` refuses because of the lock it has.
struct Editor {
  std::string user_id;
  std::function<Result<>(Lock const& lock)> ensure_free;
};

/// The number of a listed page whose blueprint takes it from the content. Asked under the lock.
using Number = std::function<std::int64_t(Page const& page)>;

/// The content of a site. Reading never waits for writing longer than one file takes; all writing
/// is serialised and merges with what is on disk at that moment. Safe from any thread.
class Content {
 public:
  Content(store::Files& files, Clock const& clock, Random& random, Settings const& settings);
  ~Content();

  /// Where deleted pages and files go; without it they are gone. Before the first write.
  void use_trash(trash::Trash& trash) { trash_ = &trash; }
  /// Gives a watch of the site's folder that calls `wake` when it has something to tell.
  using OpenWatch =
      std::function<Result<std::unique_ptr<store::Watch>>(std::function<void()> wake)>;
  /// Reads everything now; from now on outside edits are found without anybody asking: told by the
  /// watch, by a thread that looks at everything where `open` is empty or fails. Without this call
  /// whoever reads looks at the disk, at most once a second. Once.
  void keep_fresh(OpenWatch const& open);
  /// `changed` is called soon after anything beneath `folder` changed, such as "site/accounts".
  /// Before `keep_fresh`.
  void also_watch(std::string folder, std::function<void()> changed);
  /// Ends what `keep_fresh` began, before what `also_watch` calls goes away.
  void let_go();
  /// How many texts were read since the start, while `keep_fresh` runs too.
  std::size_t texts_read() const;
  /// Whether the kernel tells of outside edits.
  bool is_watched() const;
  /// As store::Watch::mark; none where the kernel does not tell.
  std::optional<std::uint64_t> disk_mark(std::string const& folder) const;

  /// Of this moment: to be asked for once in a request that reads.
  std::shared_ptr<Snapshot const> snapshot() const;
  /// Follows what happens: for requests that write and then show what they wrote.
  std::shared_ptr<Snapshot const> present() const { return present_; }
  /// Waits until nobody else writes; for actions in files of their own (content/turn.h).
  Turn begin();
  /// Looks at the disk; what an editor is writing at this moment is waited for, at most `patience`.
  void settle(std::chrono::milliseconds patience);
  /// Grows whenever a check or an action found or made a change anywhere.
  std::uint64_t version() const;
  /// How many ids were made for what had none; each is written within a moment.
  std::uint64_t uuids_made() const;
  /// The site's title in the default language.
  std::string title() const { return snapshot()->site()->title(); }

  /// Makes a page below `parent_id` (empty: the site). Errors, in this order: error.page.notFound
  /// (parent), error.page.slug.invalid, error.page.slug.maxlength, error.page.changeSlug.reserved,
  /// error.page.duplicate, error.page.draft.duplicate, error.invalidArgument (a template that is no
  /// file name), internal.
  Result<std::shared_ptr<Page const>> create(std::string_view parent_id, NewPage const& page);
  /// Merges into the page's text in `language`. Errors: error.page.notFound, internal.
  Result<std::shared_ptr<Page const>> update(std::string_view id,
                                             std::vector<Change> const& changes,
                                             std::string_view language);
  Result<std::shared_ptr<Site const>> update_site(std::vector<Change> const& changes,
                                                  std::string_view language);
  /// The same by an edit of all fields; then a number that follows from the content follows.
  Result<std::shared_ptr<Page const>> edit(std::string_view id, std::string_view language,
                                           Edit<Page> const& edit, Number const& number);
  Result<std::shared_ptr<Site const>> edit_site(std::string_view language, Edit<Site> const& edit);
  /// As `update`, but a translation that has no file yet gets the title alone; a pending version
  /// gets it too. Errors: error.page.notFound, what `editor` refuses, internal.
  Result<std::shared_ptr<Page const>> change_title(std::string_view id, std::string title,
                                                   std::string_view language,
                                                   Editor const& editor = {});
  Result<std::shared_ptr<Site const>> change_site_title(std::string title,
                                                        std::string_view language,
                                                        Editor const& editor = {});
  /// Moves the folder; in another language than the default one stores it there and in a pending
  /// version, or nothing where it is the folder's. `slug`: by the rule of slugs. Errors:
  /// error.page.notFound and those of `create` for slugs, what `editor` refuses, internal.
  Result<std::shared_ptr<Page const>> change_slug(std::string_view id, std::string const& slug,
                                                  std::string_view language,
                                                  Editor const& editor = {});
  /// Moves the folder. Listed: to `position` among the siblings (their end; where it is), who are
  /// numbered 1…n, or by its own number. Unlisted and draft: closes the gap. Errors:
  /// error.page.notFound, error.page.duplicate, error.page.draft.duplicate,
  /// error.page.slug.maxlength, internal.
  Result<std::shared_ptr<Page const>> change_status(std::string_view id, Status to,
                                                    std::optional<std::int64_t> position,
                                                    Number const& number);
  /// Rewrites every text under another name, pending ones too. Errors: error.page.notFound,
  /// error.page.changeTemplate.invalid, internal.
  Result<std::shared_ptr<Page const>> change_template(std::string_view id,
                                                      std::string const& template_name,
                                                      Convert const& convert);
  /// The folder without pending changes, with new ids; references among what is copied lead to the
  /// copies, those to what the copy leaves behind are emptied. Errors: error.page.notFound, those
  /// of `create` for slugs, internal.
  Result<std::shared_ptr<Page const>> duplicate(std::string_view id, Copy const& copy);
  /// The folder with all it holds; closes the gap in the numbers of its siblings. `by`: id of the
  /// user, for the trash. Errors: error.page.notFound, error.page.delete.hasChildren without
  /// `force`, internal.
  Result<> remove(std::string_view id, bool force, std::string const& by = {});
  /// A page or file of the trash, in its place again: below its page wherever that is now, a listed
  /// page with its number. Errors: error.trash.noPlace, error.trash.inTheWay, those of `create` for
  /// slugs, internal.
  Result<> restore(trash::Entry const& entry);

 private:
  Result<std::optional<formats::Fields>> read_own(std::string const& path) const;
  Result<> ensure_no_other_text(std::string const& path) const;
  Result<> write_uuid(std::string const& path, std::string const& uuid);
  void expire();
  void spread();
  std::chrono::steady_clock::time_point look_in_background();
  Snapshot::Parts parts() const;
  std::shared_ptr<Snapshot const> published() const;
  std::shared_ptr<Folder const> folder_now(std::shared_ptr<Page const> const& page);
  std::vector<std::shared_ptr<Page const>> numbered_siblings(Folder const& parent,
                                                             Page const* page) const;
  Result<> renumber(std::string const& parent_path,
                    std::vector<std::shared_ptr<Page const>> const& in_order,
                    std::optional<std::size_t> gap);
  Result<> close_gap(std::shared_ptr<Page const> const& parent_was);
  Result<std::string> make_room(Page const& page, Folder const& parent,
                                std::optional<std::int64_t> position, Number const& number);
  Result<> follow_number(Page const& page, Number const& number);
  std::string copied_text(Page const& page, std::string const& path, std::string const& bytes,
                          NewIds const& ids);
  Result<std::shared_ptr<Page const>> translate_slug(Turn& turn, Page const& page,
                                                     std::string const& slug,
                                                     std::string_view language,
                                                     Editor const& editor);
  Result<> remove_empty_drafts(Folder const& parent);
  Result<> restore_page(Turn& turn, trash::Entry const& entry);
  Result<> restore_file(Turn& turn, trash::Entry const& entry);
  /// What the first write of a translation starts from.
  enum class Base { nothing, shown };
  using Texts = std::vector<std::pair<std::string, std::string>>;  ///< name -> bytes
  Result<> write_new(std::string const& folder, std::string const& slug, Texts const& texts);
  Result<> write(Folder const& folder, std::vector<Change> const& changes,
                 std::string_view language, Base base);
  using Rewrite = std::function<Result<formats::Fields>(formats::Fields const& own)>;
  Result<> rewrite(Folder const& folder, std::string_view language, Base base,
                   Rewrite const& rewrite);

  store::Files& files_;
  Random& random_;
  std::unique_ptr<Tree> tree_;
  std::unique_ptr<Library> library_;
  std::unique_ptr<Media> media_;
  trash::Trash* trash_ = nullptr;
  std::unique_ptr<Uuids> uuids_;  ///< its thread uses all above
  std::shared_ptr<Snapshot const> present_;
  std::chrono::steady_clock::time_point all_due_{};  ///< guarded by the turn of the files
  std::unique_ptr<Keeper> keeper_;
  mutable Published<Snapshot> snapshot_;
  std::atomic<bool> is_kept_{false};  ///< `snapshot_` is always the present one
};

}  // namespace latchkey::content
