#include "content/tree.h"

#include <algorithm>
#include <limits>
#include <thread>

#include "core/log.h"

namespace latchkey::content {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds check_every = 1s, soon = 15ms;
constexpr std::size_t most_unwatched = 256;
/// Of one look, where others write all the time.
constexpr int most_rounds = 4;
/// Of the first look, where the disk is what takes the time: it answers several at once.
constexpr unsigned disk_threads = 8;
constexpr Instant::rep never = std::numeric_limits<Instant::rep>::min();

}  // namespace

Tree::Tree(store::Files const& files, Clock const& clock, Settings settings)
    : files_(files),
      clock_(clock),
      settings_(std::move(settings)),
      index_(files, clock),
      checked_(never) {}
Tree::~Tree() = default;

bool Tree::is_due() const {
  auto const checked = checked_.load(std::memory_order_acquire);
  if (checked == never) return true;
  if (kept_.load(std::memory_order_acquire)) return false;
  auto const age = clock_.now().time_since_epoch().count() - checked;
  return age < 0 || age >= Instant::duration(check_every).count();  // < 0: the clock was set back
}

StatePtr Tree::state() {
  if (is_due()) {
    std::lock_guard const lock(mutex_);
    if (is_due()) check_now({});
  }
  return present_.get();
}

void Tree::check(How how) {
  Calls calls;
  {
    std::lock_guard const lock(mutex_);
    calls = check_now(how);
  }
  for (auto const& call : calls) call();
}

void Tree::be_kept(std::unique_ptr<store::Watch> watch) {
  std::lock_guard const lock(mutex_);
  watch_ = std::move(watch);
  told_.publish(watch_);
  again_.clear();
  watched_before_ = false;
  kept_.store(true, std::memory_order_release);
}

void Tree::also_look(std::string folder, std::function<void()> changed) {
  std::lock_guard const lock(mutex_);
  others_.push_back({FolderWatch(std::move(folder)), std::move(changed)});
}

bool Tree::has_watch() {
  std::lock_guard const lock(mutex_);
  return watch_ != nullptr;
}

std::optional<std::chrono::milliseconds> Tree::next_look() {
  std::lock_guard const lock(mutex_);
  if (!again_.empty()) return soon;
  if (!failed_.empty() || !unwatched_.empty()) return check_every;
  return std::nullopt;
}

bool Tree::has_doubts() {
  std::lock_guard const lock(mutex_);
  return !again_.empty();
}

Tree::Calls Tree::check_now(How how) {
  auto const old = present_.get();
  auto const now = clock_.now();
  auto look = take();
  look.everything |= how.everything || !old;
  look.absence = how.own ? Absence::final : Absence::held;
  Calls calls;
  if (!look.is_nothing()) {
    auto made = next(old.get(), look);
    index_.update(old.get(), *made);
    if (watch_ && old) forget_gone(*watch_, "content", *old->root, *made->root);
    present_.publish(std::move(made));
    calls = look_at_others(look);
    give_up_watch_if_blind();
  }
  checked_.store(now.time_since_epoch().count(), std::memory_order_release);
  return calls;
}

/// What the watch tells; everything without one, and at the first look with one.
LookAt Tree::take() {
  if (!watch_) return look_at({.everything = true}, {});
  auto again = std::exchange(failed_, {});
  again.insert(again.end(), again_.begin(), again_.end());
  again_.clear();
  again.insert(again.end(), unwatched_.begin(), unwatched_.end());
  auto look = look_at(watch_->take(), again);
  look.everything |= !watched_before_;
  if (look.everything || look.touches("site")) {
    for (auto const* folder : {"", "site"}) watcher()(folder);
    watched_before_ = true;
  }
  return look;
}

/// Tells the watch of a folder before it is read.
std::function<void(std::string const&)> Tree::watcher() {
  if (!watch_) return {};
  return [this](std::string const& folder) {
    bool const watched = watch_->add(folder);
    std::lock_guard const lock(unwatched_mutex_);
    if (!watched) unwatched_.insert(folder);
    if (watched) unwatched_.erase(folder);
  };
}

/// A few folders that cannot be watched are looked at each time; for many all is as cheap.
void Tree::give_up_watch_if_blind() {
  if (!watch_ || unwatched_.size() <= most_unwatched) return;
  log::warn("watch.given_up",
            {{"cause", "too many folders cannot be watched"},
             {"effect", "outside edits are found by looking at all files, every second or less"},
             {"mend", "see latchkey doctor"}});
  watch_.reset();
  told_.publish(nullptr);
  unwatched_.clear();
  again_.clear();
}

Tree::Calls Tree::look_at_others(LookAt const& look) {
  Calls out;
  for (auto& [folder, changed] : others_)
    if (look.touches(folder.folder()) && folder.look(files_, clock_.now(), watcher()))
      out.push_back(changed);
  return out;
}

StatePtr Tree::next(State const* old, LookAt const& look) {
  auto out = std::make_shared<State>(old ? *old : State());
  auto const now = clock_.now();
  bool const asks = look.touches(languages_.folder()) && languages_.look(files_, now, watcher());
  if (asks && !(old && languages_.failed())) {
    auto known = load_languages(files_);
    if (!old || known != *old->languages)
      out->languages = std::make_shared<Languages const>(std::move(known));
  }
  if (!old) out->rules = std::make_shared<RuleBook>(BlueprintSource{files_, settings_.read_yaml});
  bool const new_rules =
      look.touches(blueprints_.folder()) && blueprints_.look(files_, now, watcher()) && old;
  if (auto rules = new_rules ? old->rules->next() : nullptr) {
    out->rules = std::move(rules);
    out->rules_serial = ++serial_;
  }
  out->root = read_content(old, out->languages, look);
  out->site = make_site(*out, old ? old->site : nullptr);
  bool const same = old && old->languages == out->languages && old->rules == out->rules &&
                    old->root->latest == out->root->latest && old->site == out->site;
  if (!same) ++out->number;
  return out;
}

NodePtr Tree::read_content(State const* old, std::shared_ptr<Languages const> const& languages,
                           LookAt look) {
  bool const same_languages = old && old->languages == languages;
  bool const everything = look.everything || !same_languages;
  if (!everything && look.names.empty()) return old->root;
  auto known = old ? old->root : nullptr;
  Crew crew(old ? 0 : std::max(disk_threads, std::thread::hardware_concurrency()) - 1);
  for (int round = 1;; ++round) {
    FolderReader folders({files_, settings_, languages, clock_.now(), serial_, texts_read_,
                          watcher(), look.unfinished, look.absence, look.placed,
                          known ? look.hot_since_ns : std::nullopt, doubts_});
    TreeReader reader(folders, crew);
    auto root = reader.read("content", known, everything ? nullptr : &look.content);
    failed_ = folders.failed();
    bool const is_sure = !known || !hold_back(look, folders.doubts());
    bool const may_wait = !everything && look.absence == Absence::held;
    if (!is_sure && round < most_rounds) continue;
    if (is_sure || !may_wait) return root ? root : no_content(known, languages);
    again_.insert(again_.end(), look.names.begin(), look.names.end());
    return known;
  }
}

/// Whether we may have read half of what somebody writes at this moment: it stays what it was, and
/// is looked at again soon.
bool Tree::hold_back(LookAt& look, Doubts const& doubts) {
  bool out = false;
  auto const add = [&](std::string const& file) {
    bool const is_new = look.unfinished.insert(file).second;
    if (is_new) again_.push_back(file.substr(0, file.rfind('/')));
    out |= is_new;
  };
  auto const now = clock_.now();
  std::erase_if(doubts_, [&](auto const& row) {
    return now - row.second.last > doubts_last || now - row.second.first > 1s;
  });
  for (auto const& [file, doubt] : doubts) {
    doubts_.insert_or_assign(file, doubt);
    add(file);
  }
  if (!watch_) return out;
  for (auto const& file : watch_->touched())
    if (look.may_read(std::string_view(file).substr(0, file.rfind('/')))) add(file);
  return out;
}

/// Where the folder of content is missing.
NodePtr Tree::no_content(NodePtr const& known, std::shared_ptr<Languages const> const& languages) {
  if (known && !known->own->folder && known->own->languages == languages) return known;
  auto own = std::make_shared<Facts>();
  own->listing = make_listing({}, {}, *languages, settings_, "site");
  own->languages = languages;
  own->serial = ++serial_;
  auto out = std::make_shared<Node>();
  out->latest = own->serial;
  out->own = std::move(own);
  return out;
}

}  // namespace latchkey::content
