#include "content/folder_reader.h"

#include <algorithm>

#include "core/find_folded.h"
#include "core/log.h"

namespace latchkey::content {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t max_text_bytes = 16 << 20;
/// From emptying a file to its new time, also where the processors are busy.
constexpr auto longest_truncation = 50ms;
constexpr std::string_view drafts_folder = "_drafts";

/// Whether later changes are sure to show in the stamp: not within the coarseness of file times.
bool is_settled(std::optional<store::Stamp> const& stamp, Instant now) {
  return !stamp || stamp->mtime_ns / 1'000'000 < (now - 2s).time_since_epoch().count();
}

/// The only text that counts in a folder, or empty for a page's.
std::string_view text_name_of(std::string_view path) { return path == "content" ? "site" : ""; }

bool is_known(Facts const& facts, std::string_view name) {
  auto const has = [&](std::vector<StoredText> const& texts) {
    return std::ranges::find(texts, name, &StoredText::name) != texts.end();
  };
  return has(facts.texts) || has(facts.meta_texts) || facts.find_file(name);
}

bool same_texts(std::vector<StoredText> const& a, std::vector<StoredText> const& b, bool times) {
  return std::ranges::equal(a, b, [&](StoredText const& x, StoredText const& y) {
    return x.name == y.name && x.language == y.language && x.bytes == y.bytes &&
           (!times || x.stamp == y.stamp);
  });
}

/// Whether anybody could tell the two apart. Times of a page's text show nowhere.
bool is_same(Facts const& a, Facts const& b) {
  return a.listing == b.listing && a.languages == b.languages && a.file_stamps == b.file_stamps &&
         same_texts(a.texts, b.texts, false) && same_texts(a.meta_texts, b.meta_texts, true);
}

StoredText const* find_text(std::vector<StoredText> const& texts, std::string_view name) {
  auto const found = std::ranges::find(texts, name, &StoredText::name);
  return found == texts.end() ? nullptr : &*found;
}

bool all_settled(Facts const& facts) {
  auto const settled = [](StoredText const& text) { return text.settled; };
  return facts.settled && std::ranges::all_of(facts.texts, settled) &&
         std::ranges::all_of(facts.meta_texts, settled);
}

}  // namespace

void FolderReader::fail(std::string const& path) {
  std::lock_guard const lock(mutex_);
  failed_.push_back(path);
}

/// The disk cannot be asked now: the folder stays what it was (an empty one would make a write go
/// to the wrong file).
FactsPtr FolderReader::unknown(std::string const& path, FactsPtr const& old) {
  fail(path);
  if (old && old->languages == look_.languages) return old;
  auto next = std::make_shared<Facts>();
  next->listing = make_listing({}, {}, *look_.languages, look_.settings, text_name_of(path));
  next->languages = look_.languages;
  next->serial = next_serial();
  return next;
}

void FolderReader::watch(std::string const& folder) const {
  if (look_.watch) look_.watch(folder);
}

FactsPtr FolderReader::read(std::string const& path, FactsPtr const& old) {
  watch(path);
  auto const folder = look_.files.quick_stat(path);
  if (!folder) return unknown(path, old);
  if (!*folder || !(*folder)->is_directory) return nullptr;
  if (old && is_as_before(path, **folder, *old)) return old;
  Facts next;
  next.folder = *folder;
  next.languages = look_.languages;
  if (!list(path, old.get(), next)) return unknown(path, old);
  read_files(path, old.get(), next);
  if (old && is_same(*old, next)) {
    bool const nothing_new = old->folder == next.folder && old->drafts == next.drafts &&
                             all_settled(*old) == all_settled(next) &&
                             same_texts(old->texts, next.texts, true);
    if (nothing_new) return old;
    next.serial = old->serial;
  } else {
    next.serial = next_serial();
  }
  next.uuid = find_uuid(next);
  next.slugs = find_slugs(next);
  return std::make_shared<Facts const>(std::move(next));
}

/// Whether every stamp is that of before and can be trusted: the way of nearly every folder.
bool FolderReader::is_as_before(std::string const& path, store::Stamp const& folder,
                                Facts const& old) const {
  if (!old.settled || old.folder != folder || old.languages != look_.languages) return false;
  std::string const inside = path + "/";
  if (old.drafts) {
    watch(inside + std::string(drafts_folder));
    auto const now = look_.files.quick_stat(inside + std::string(drafts_folder));
    if (!now || *now != old.drafts) return false;
  }
  auto const same_text = [&](StoredText const& text) { return is_text_as_before(inside, text); };
  if (!std::ranges::all_of(old.texts, same_text)) return false;
  if (!std::ranges::all_of(old.meta_texts, same_text)) return false;
  for (std::size_t i = 0; i < old.listing.files.size(); ++i) {
    auto const file = inside + old.listing.files[i];
    if (look_.unfinished.contains(file)) continue;
    if (look_.files.quick_stat(file).value_or(std::nullopt) != old.file_stamps[i]) return false;
  }
  return true;
}

bool FolderReader::is_text_as_before(std::string const& inside, StoredText const& text) const {
  auto const path = inside + text.name;
  if (look_.unfinished.contains(path)) return true;
  return text.settled && look_.files.quick_stat(path).value_or(std::nullopt) == text.stamp;
}

/// Fills in the listing, from `old` where the folder did not change. False: it cannot be read.
bool FolderReader::list(std::string const& path, Facts const* old, Facts& next) {
  std::string const drafts = path + "/" + std::string(drafts_folder);
  if (old && old->drafts) {
    watch(drafts);
    auto const now = look_.files.quick_stat(drafts);
    if (!now) return false;
    next.drafts = *now;
  }
  if (old && old->settled && old->folder == next.folder && old->drafts == next.drafts &&
      old->languages == next.languages) {
    next.settled = true;
    next.listing = old->listing;
    next.by_slug = old->by_slug;
    return true;
  }
  auto inside = look_.files.list(path);
  if (!inside) return false;
  std::vector<store::Entry> in_drafts;
  bool const has_drafts = std::ranges::any_of(*inside, [](store::Entry const& entry) {
    return entry.is_directory && entry.name == drafts_folder;
  });
  next.drafts.reset();
  if (has_drafts) {
    watch(drafts);
    auto const stamp = look_.files.quick_stat(drafts);
    auto listed = look_.files.list(drafts);
    if (!stamp || !listed) return false;
    next.drafts = *stamp;
    in_drafts = std::move(*listed);
  }
  next.settled = is_settled(next.folder, look_.now) && is_settled(next.drafts, look_.now);
  drop_unfinished(path, old, *inside, next);
  if (old && look_.absence == Absence::held) hold_vanished(path, *old, *inside, next);
  next.listing =
      make_listing(*inside, in_drafts, *next.languages, look_.settings, text_name_of(path));
  next.by_slug = sort_by_slug(next.listing.children);
  return true;
}

/// Files that are new and not whole yet are not there.
void FolderReader::drop_unfinished(std::string const& path, Facts const* old,
                                   std::vector<store::Entry>& entries, Facts& next) const {
  if (look_.unfinished.empty()) return;
  auto const dropped = std::erase_if(entries, [&](store::Entry const& entry) {
    return look_.unfinished.contains(path + "/" + entry.name) &&
           !(old && is_known(*old, entry.name));
  });
  if (dropped > 0) next.settled = false;
}

/// Texts that vanished a moment ago are still there.
void FolderReader::hold_vanished(std::string const& path, Facts const& old,
                                 std::vector<store::Entry>& entries, Facts& next) const {
  if (look_.unfinished.empty()) return;
  auto const hold = [&](StoredText const& text) {
    if (!look_.unfinished.contains(path + "/" + text.name)) return;
    if (std::ranges::find(entries, text.name, &store::Entry::name) != entries.end()) return;
    entries.push_back({text.name});
    next.settled = false;
  };
  std::ranges::for_each(old.texts, hold);
  std::ranges::for_each(old.meta_texts, hold);
}

void FolderReader::read_files(std::string const& path, Facts const* old, Facts& next) {
  std::string const inside = path + "/";
  for (auto const& [name, language] : next.listing.texts)
    next.texts.push_back(
        read_text(inside + name, name, language, old ? find_text(old->texts, name) : nullptr));
  for (auto const& name : next.listing.meta_texts)
    next.meta_texts.push_back(
        read_text(inside + name, name, {}, old ? old->find_meta(name) : nullptr));
  for (auto const& name : next.listing.files) {
    auto const before = old ? old->find_file(name) : std::nullopt;
    if (before && look_.unfinished.contains(inside + name))
      next.file_stamps.push_back(old->file_stamps[*before]);
    else
      next.file_stamps.push_back(look_.files.quick_stat(inside + name).value_or(std::nullopt));
  }
}

bool FolderReader::is_hot(store::Stamp const& stamp) const {
  constexpr std::int64_t far_ahead = 2'000'000'000;  // such times were set by hand
  auto const since = stamp.mtime_ns - *look_.hot_since_ns;
  return since >= 0 && since < far_ahead;
}

Doubt const* FolderReader::find_doubt(std::string const& path) const {
  auto const found = look_.doubts.find(path);
  bool const stands = found != look_.doubts.end() && look_.now - found->second.last <= doubts_last;
  return stands ? &found->second : nullptr;
}

/// Who opens a file to write it anew empties it first; for a moment it has its old time. Empty for
/// longer than that it is empty.
bool FolderReader::was_emptied_just_now(Doubt const* known, StoredText const& read) const {
  return !known || known->stamp != read.stamp || look_.now - known->since < longest_truncation;
}

/// What was renamed into its place is whole, and what an action of ours made; who else writes may
/// be in the middle. Who never stops writing is believed once a second.
bool FolderReader::may_be_half(std::string const& path, StoredText const& read,
                               StoredText const* old) const {
  if (!look_.hot_since_ns || look_.placed.contains(path)) return false;
  if (!old && look_.absence == Absence::final) return false;
  auto const* const known = find_doubt(path);
  if (known && look_.now - known->first > 1s) return false;
  auto const now = look_.files.quick_stat(path).value_or(std::nullopt);
  if (!now || now != read.stamp) return true;
  if (old && old->stamp == now && old->bytes == read.bytes) return false;
  bool const emptied = read.bytes.empty() && old && !old->bytes.empty();
  return is_hot(*now) || (emptied && was_emptied_just_now(known, read));
}

void FolderReader::note_doubt(std::string const& path, std::optional<store::Stamp> const& stamp) {
  Doubt next{stamp, look_.now, look_.now, look_.now};
  if (auto const* const known = find_doubt(path)) {
    next.first = known->first;
    if (known->stamp == stamp) next.since = known->since;
  }
  std::lock_guard const lock(mutex_);
  doubts_.insert_or_assign(path, next);
}

StoredText FolderReader::read_text(std::string const& path, std::string name, std::string language,
                                   StoredText const* old) {
  auto const kept = [&] {
    StoredText same = *old;
    same.language = std::move(language);
    return same;
  };
  if (old && look_.unfinished.contains(path)) return kept();
  auto const stamp = look_.files.quick_stat(path).value_or(std::nullopt);
  if (old && old->settled && old->stamp == stamp) return kept();
  ++look_.texts_read;
  auto bytes = look_.files.read(path, max_text_bytes);
  StoredText out{std::move(name), std::move(language), {}, stamp};
  if (bytes) {
    out.bytes = std::move(*bytes);
    out.settled = is_settled(stamp, look_.now);
    if (may_be_half(path, out, old)) {
      note_doubt(path, stamp);
      if (old) return kept();
    }
  } else if (bytes.error().kind != Kind::not_found) {  // what was known
    if (!old || !old->failed)
      log::warn("text.unreadable", {{"file", path}, {"cause", bytes.error().cause}});
    if (old) out.bytes = old->bytes;
    out.failed = true;
    fail(path.substr(0, path.rfind('/')));
  }
  out.plain = folds_plainly(out.bytes);
  out.escaped = formats::has_escapes(out.bytes);
  return out;
}

}  // namespace latchkey::content
