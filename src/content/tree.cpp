#include "content/tree.h"

#include <algorithm>

namespace latchkey::content {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t max_nodes = 200'000, max_found_per_shard = 16'384, max_rules = 4'096;
constexpr std::size_t max_text_bytes = 16 << 20;
constexpr auto check_every = 1s;

/// Whether later changes are sure to show in the stamp: not within the coarseness of file times.
bool is_settled(std::optional<store::Stamp> const& stamp, Instant now) {
  return !stamp || stamp->mtime_ns / 1'000'000 < (now - 2s).time_since_epoch().count();
}

/// A translation's fields over those of the default language: keys fall back one by one, an empty
/// value counts. The uuid is never translated. Source: spec/content-api 3, 16.
void lay_over(Text& text, formats::Fields const& translation) {
  for (auto const& [name, value] : translation) {
    if (name == "uuid") continue;
    if (name == "slug" && !value.empty()) text.slug = value;
    text.fields.set(name, value);
  }
}

}  // namespace

/// One text file as last read.
struct CachedText {
  TextFile file;
  std::optional<store::Stamp> stamp;
  bool settled = false;
  formats::Fields fields;
};

struct Tree::Node {
  std::optional<store::Stamp> folder, drafts;
  bool settled = false;
  Listing listing;
  std::vector<CachedText> texts;
  Instant checked{};
  std::uint64_t epoch = 0;
  std::shared_ptr<Languages const> languages;

  std::shared_ptr<Page const> page;  ///< made from the above
  std::shared_ptr<Site const> site;
};

Tree::Tree(store::Files const& files, Clock const& clock, Settings settings)
    : files_(files), clock_(clock), settings_(std::move(settings)) {}
Tree::~Tree() = default;

void Tree::expire() {
  epoch_.fetch_add(1, std::memory_order_acq_rel);
  version_.fetch_add(1, std::memory_order_acq_rel);
}

Tree::Shard& Tree::shard_of(std::string_view key) { return shards_[Hash()(key) % shards_.size()]; }

bool Tree::fresh(Instant checked, std::uint64_t epoch) const {
  auto const age = clock_.now() - checked;  // negative when the clock was set back
  return epoch == epoch_.load(std::memory_order_acquire) && age >= 0ms && age < check_every;
}

std::shared_ptr<Page const> Tree::page(std::string_view id, std::string_view language) {
  std::string joined;
  if (!language.empty()) joined.append(language).append("\n").append(id);
  std::string_view const key = language.empty() ? id : std::string_view(joined);
  Shard& shard = shard_of(key);
  {
    std::lock_guard const lock(shard.mutex);
    auto const found = shard.found.find(key);
    if (found != shard.found.end() && fresh(found->second.checked, found->second.epoch))
      return found->second.page;
  }
  Found found;
  found.epoch = epoch_.load(std::memory_order_acquire);
  found.checked = clock_.now();
  {
    std::lock_guard const lock(mutex_);
    found.page = walk(id, language);
  }
  std::lock_guard const lock(shard.mutex);
  if (shard.found.size() >= max_found_per_shard) shard.found.clear();
  if (!found.page) {
    if (auto const old = shard.found.find(key); old != shard.found.end()) shard.found.erase(old);
    return nullptr;  // not remembered, so that guesses cost no memory
  }
  shard.found.insert_or_assign(std::string(key), found);
  return found.page;
}

std::shared_ptr<Site const> Tree::site() {
  std::lock_guard const lock(mutex_);
  return load_site();
}

std::shared_ptr<Page const> Tree::child(Folder const& parent, Child const& child) {
  std::lock_guard const lock(mutex_);
  return load_child(parent, child);
}

std::shared_ptr<Languages const> Tree::languages() {
  std::lock_guard const lock(mutex_);
  return load_current_languages();
}

std::shared_ptr<Rules const> Tree::rules(std::string_view template_name) {
  std::lock_guard const lock(mutex_);
  return rules_for(is_template_name(template_name) ? template_name : "default");
}

std::shared_ptr<Page const> Tree::walk(std::string_view id, std::string_view language) {
  auto const site = load_site();
  std::shared_ptr<Page const> page;
  Folder const* parent = site.get();
  while (!id.empty()) {
    auto const slash = id.find('/');
    page = match_slug(*parent, id.substr(0, slash), language);
    if (!page) return nullptr;
    parent = page.get();
    if (slash == id.npos) return page;
    id.remove_prefix(slash + 1);
  }
  return nullptr;  // an empty id, or a trailing slash
}

/// The child of that slug in the default language, else the one whose translation has it.
std::shared_ptr<Page const> Tree::match_slug(Folder const& parent, std::string_view slug,
                                             std::string_view language) {
  auto const found = std::ranges::find(parent.children, slug, &Child::slug);
  if (found != parent.children.end()) return load_child(parent, *found);
  if (language.empty() || parent.languages->pick(language).is_default) return nullptr;
  for (auto const& child : parent.children) {
    auto page = load_child(parent, child);
    if (page && page->text(language).slug == slug) return page;
  }
  return nullptr;
}

std::shared_ptr<Site const> Tree::load_site() {
  std::string const path = "content";
  Node& node = node_at(path);
  if (node.site && fresh(node.checked, node.epoch)) return node.site;
  auto const languages = load_current_languages();
  bool const changed = check(node, path, languages);
  auto rules = rules_for("");
  if (node.site && !changed && *node.site->rules == *rules) return node.site;
  auto site = std::make_shared<Site>();
  fill(*site, node, path);
  site->rules = std::move(rules);
  node.site = std::move(site);
  return node.site;
}

/// Whether `folder` or one above it is the very folder of that stamp: a link leads in a circle.
bool Tree::is_above(std::string_view folder, store::Stamp const& stamp) const {
  while (true) {
    auto const node = nodes_.find(folder);
    if (node != nodes_.end() && node->second->folder == stamp) return true;
    auto const slash = folder.rfind('/');
    if (slash == folder.npos) return false;
    folder = folder.substr(0, slash);
  }
}

std::shared_ptr<Page const> Tree::load_child(Folder const& parent, Child const& child) {
  std::string const path = parent.path + "/" + child.folder;
  auto const* const above = dynamic_cast<Page const*>(&parent);  // null: the site
  Node& node = node_at(path);
  bool const same_parent = node.page && node.page->parent.get() == above;
  if (same_parent && fresh(node.checked, node.epoch)) return node.page;
  bool const changed = check(node, path, load_current_languages());
  if (!node.folder || is_above(parent.path, *node.folder)) {
    nodes_.erase(path);
    return nullptr;
  }
  auto rules = rules_for(node.listing.text_name);
  if (same_parent && !changed && *node.page->rules == *rules) return node.page;
  auto page = std::make_shared<Page>();
  fill(*page, node, path);
  page->rules = std::move(rules);
  page->slug = child.slug;
  page->id = above ? above->id + "/" + child.slug : child.slug;
  if (above) page->parent = above->shared_from_this();
  page->status = child.status;
  page->num = child.num;
  node.page = std::move(page);
  return node.page;
}

std::shared_ptr<Languages const> Tree::load_current_languages() {
  if (languages_ && fresh(languages_checked_, languages_epoch_)) return languages_;
  languages_epoch_ = epoch_.load();
  languages_checked_ = clock_.now();
  auto next = load_languages(files_);
  if (!languages_ || next != *languages_)
    languages_ = std::make_shared<Languages const>(std::move(next));
  return languages_;
}

/// Rules of a template, or of the site for the empty name.
std::shared_ptr<Rules const> Tree::rules_for(std::string_view name) {
  if (rules_.size() >= max_rules) rules_.clear();
  auto& cached = rules_[std::string(name)];
  if (cached.rules && fresh(cached.checked, cached.epoch)) return cached.rules;
  cached.epoch = epoch_.load();
  cached.checked = clock_.now();
  BlueprintSource const source{files_, settings_.read_yaml};
  auto next = name.empty() ? load_site_rules(source) : load_page_rules(source, name);
  if (!next) {  // half-written or unreadable: what was known
    if (!cached.rules) cached.rules = std::make_shared<Rules const>(rules_without(next.error()));
    return cached.rules;
  }
  if (!cached.rules || *next != *cached.rules)
    cached.rules = std::make_shared<Rules const>(*std::move(next));
  return cached.rules;
}

Tree::Node& Tree::node_at(std::string const& path) {
  if (nodes_.size() >= max_nodes) nodes_.clear();
  auto& slot = nodes_[path];
  if (!slot) slot = std::make_unique<Node>();
  return *slot;
}

namespace {

/// The only text that counts in a folder, or empty for a page's.
std::string_view text_name_of(std::string_view path) { return path == "content" ? "site" : ""; }

}  // namespace

/// The disk cannot be asked now: the folder stays what it was (an empty one would make a write go
/// to the wrong file), and is asked again.
bool Tree::keep(Node& node, std::string const& path,
                std::shared_ptr<Languages const> const& languages) const {
  node.settled = false;
  if (node.languages) return false;
  node.listing = make_listing({}, {}, *languages, settings_, text_name_of(path));
  node.languages = languages;
  return true;
}

/// Asks the disk what is new in a folder; true if anything is. A folder that is gone has no
/// `folder` stamp.
bool Tree::check(Node& node, std::string const& path,
                 std::shared_ptr<Languages const> const& languages) {
  node.epoch = epoch_.load();
  node.checked = clock_.now();
  bool changed = node.languages != languages;
  auto const found_folder = files_.stat(path), found_drafts = files_.stat(path + "/_drafts");
  if (!found_folder || !found_drafts) return keep(node, path, languages);
  auto const &folder = *found_folder, &drafts = *found_drafts;
  if (changed || !node.settled || folder != node.folder || drafts != node.drafts) {
    using Entries = Result<std::vector<store::Entry>>;
    auto const inside = folder ? files_.list(path) : Entries();
    auto const in_drafts = drafts ? files_.list(path + "/_drafts") : Entries();
    if (!inside || !in_drafts) return keep(node, path, languages);
    auto listing = make_listing(*inside, *in_drafts, *languages, settings_, text_name_of(path));
    changed |= listing != node.listing || folder.has_value() != node.folder.has_value();
    node.listing = std::move(listing);
    node.folder = folder;
    node.drafts = drafts;
    node.settled = is_settled(folder, node.checked) && is_settled(drafts, node.checked);
    node.languages = languages;
  }
  return check_texts(node, path) || changed;
}

bool Tree::check_texts(Node& node, std::string const& path) {
  bool changed = false;
  std::vector<CachedText> next;
  for (auto const& file : node.listing.texts) {
    auto const old = std::ranges::find(node.texts, file, &CachedText::file);
    auto const stamp = files_.stat(path + "/" + file.name).value_or(std::nullopt);
    if (old != node.texts.end() && old->settled && old->stamp == stamp) {
      next.push_back(std::move(*old));
      continue;
    }
    auto const bytes = files_.read(path + "/" + file.name, max_text_bytes);
    if (!bytes && bytes.error().kind != Kind::not_found && old != node.texts.end()) {
      old->settled = false;  // cannot be read now: what was known
      next.push_back(std::move(*old));
      continue;
    }
    CachedText text{file, stamp, bytes && is_settled(stamp, node.checked), {}};
    if (bytes) text.fields = formats::parse_content(*bytes);
    changed |= old == node.texts.end() || old->fields != text.fields;
    next.push_back(std::move(text));
  }
  changed |= next.size() != node.texts.size();
  node.texts = std::move(next);
  return changed;
}

void Tree::fill(Folder& folder, Node const& node, std::string const& path) {
  folder.path = path;
  folder.text_name = node.listing.text_name;
  folder.children = node.listing.children;
  folder.files = node.listing.files;
  folder.has_changes = node.listing.has_changes;
  folder.has_lock_file = node.listing.has_lock_file;
  folder.languages = node.languages;
  folder.version = version_.fetch_add(1, std::memory_order_acq_rel) + 1;
  auto const own = [&](Language const& language) -> CachedText const* {
    auto const found = std::ranges::find(node.texts, language.code,
                                         [](auto const& text) { return text.file.language; });
    return found == node.texts.end() ? nullptr : &*found;
  };
  auto const* const standard = own(node.languages->standard());
  for (auto const& language : node.languages->all) {
    auto const* const mine = own(language);
    Text text{language.code, standard ? standard->fields : formats::Fields(), std::nullopt,
              mine != nullptr};
    if (mine && mine != standard) lay_over(text, mine->fields);
    folder.texts.push_back(std::move(text));
  }
}

}  // namespace latchkey::content
