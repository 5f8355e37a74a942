#include "content/library.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "images/kind.h"
#include "images/mime.h"
#include "model/natural.h"

namespace latchkey::content {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t max_files_per_shard = 16'384, max_blueprints = 4'096, max_owners = 65'536;
constexpr std::size_t max_meta_bytes = 4 << 20, head_bytes = 512 << 10;

bool is_settled_stamp(store::Stamp const& stamp, Instant now) {
  return stamp.mtime_ns / 1'000'000 < (now - 2s).time_since_epoch().count();
}

/// A translation over the default language, without what is only read there. Source:
/// spec/content-api 3.
void lay_over_meta(formats::Fields& fields, formats::Fields const& translation) {
  for (auto const& [name, value] : translation)
    if (name != "uuid" && name != "template" && name != "sort") fields.set(name, value);
}

/// The beginning of a file of any size.
std::string read_head(store::Files const& files, std::string const& path) {
  auto const opened = files.open_for_sending(path);
  if (!opened) return {};
  std::string out(std::min<std::uint64_t>(opened->second.size, head_bytes), '\0');
  std::size_t have = 0;
  while (have < out.size()) {
    auto const n =
        ::pread(opened->first, out.data() + have, out.size() - have, static_cast<off_t>(have));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    have += static_cast<std::size_t>(n);
  }
  ::close(opened->first);
  out.resize(have);
  return out;
}

std::shared_ptr<Rules const> load_rules(BlueprintSource const& source, std::string const& name,
                                        std::shared_ptr<Rules const> const& known) {
  auto next = load_rules_of(source, name);
  if (next) return known && *known == *next ? known : std::make_shared<Rules const>(*next);
  if (known) return known;  // half-written or unreadable: what was known
  return std::make_shared<Rules const>(rules_without(next.error()));
}

}  // namespace

bool Library::is_fresh(Instant checked, std::uint64_t epoch) const {
  auto const age = clock_.now() - checked;
  return epoch == epoch_.load(std::memory_order_acquire) && age >= 0ms && age < 1s;
}

Library::RulesPtr Library::rules(std::string const& blueprint) {
  std::lock_guard const lock(rules_mutex_);
  if (rules_.size() >= max_blueprints) rules_.clear();
  auto& kept = rules_[blueprint];
  if (kept.value && is_fresh(kept.checked, kept.epoch)) return kept.value;
  kept.epoch = epoch_.load();
  kept.checked = clock_.now();
  kept.value = load_rules({files_, settings_.read_yaml}, blueprint, kept.value);
  return kept.value;
}

FilePtr Library::file(Owner const& owner, std::string const& name,
                      std::shared_ptr<Languages const> const& languages) {
  std::string const path = owner.path + "/" + name;
  Shard& shard = shard_of(path);
  std::optional<Seen> old;
  {
    std::lock_guard const lock(shard.mutex);
    auto const found = shard.seen.find(path);
    if (found != shard.seen.end()) {
      auto const& seen = found->second;
      bool const same = seen.file->owner.page == owner.page && seen.file->languages == languages &&
                        seen.file->owner.blueprint == owner.blueprint;
      if (same && is_fresh(seen.checked, seen.epoch)) return seen.file;
      if (same) old = seen;
    }
  }
  Seen next = look(owner, name, languages, old ? &*old : nullptr);
  std::lock_guard const lock(shard.mutex);
  if (!next.file) {
    shard.seen.erase(path);
    return nullptr;
  }
  if (shard.seen.size() >= max_files_per_shard) shard.seen.clear();
  auto file = next.file;
  shard.seen.insert_or_assign(path, std::move(next));
  return file;
}

/// Asks the disk about one file and its meta data; without `file` where it is gone.
Library::Seen Library::look(Owner const& owner, std::string const& name,
                            std::shared_ptr<Languages const> const& languages, Seen const* old) {
  Seen out;
  out.epoch = epoch_.load();
  out.checked = clock_.now();
  std::string const path = owner.path + "/" + name;
  auto const stamp = files_.stat(path);
  if (!stamp && old) return *old;  // cannot be known now
  if (!stamp || !*stamp || (*stamp)->is_directory) return out;
  std::vector<std::string> paths;
  for (auto const& language : languages->all)
    paths.push_back(path + (language.code.empty() ? "" : "." + language.code) + "." +
                    settings_.extension);
  out.settled = is_settled_stamp(**stamp, out.checked);
  for (auto const& text_path : paths) {
    out.text_stamps.push_back(files_.stat(text_path).value_or(std::nullopt));
    out.settled &=
        !out.text_stamps.back() || is_settled_stamp(*out.text_stamps.back(), out.checked);
  }
  if (old && old->settled && old->file->stamp == **stamp && old->text_stamps == out.text_stamps) {
    auto const now = rules(old->file->rules->looked_up);
    out.file = old->file;
    out.facts = old->facts;
    if (now == old->file->rules) return out;
  }

  std::vector<std::optional<formats::Fields>> own;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    auto const bytes = out.text_stamps[i] ? files_.read(paths[i], max_meta_bytes)
                                          : Result<std::string>(fail(Kind::not_found, "", ""));
    own.emplace_back();
    if (bytes) own.back() = formats::parse_content(*bytes);
  }
  auto file = std::make_shared<File>();
  file->owner = owner;
  file->name = name;
  file->id = owner.id.empty() ? name : owner.id + "/" + name;
  file->languages = languages;
  file->stamp = **stamp;
  auto const standard = static_cast<std::size_t>(&languages->standard() - languages->all.data());
  for (std::size_t i = 0; i < own.size(); ++i) {
    Text text{languages->all[i].code, own[standard].value_or(formats::Fields()), std::nullopt,
              own[i].has_value()};
    if (own[i] && i != standard) lay_over_meta(text.fields, *own[i]);
    file->texts.push_back(std::move(text));
    file->text_times.push_back(out.text_stamps[i] ? out.text_stamps[i]->mtime_seconds() : 0);
  }
  std::string const wanted(file->template_name());
  file->rules = rules("files/" + (is_template_name(wanted) ? wanted : std::string("default")));
  out.file = std::move(file);
  out.facts.reset();
  return out;
}

std::vector<std::string> Library::user_files(Owner const& owner) {
  std::lock_guard const lock(rules_mutex_);
  if (user_files_.size() >= max_owners) user_files_.clear();
  auto& kept = user_files_[owner.path];
  if (is_fresh(kept.checked, kept.epoch)) return kept.value;
  kept = {{}, clock_.now(), epoch_.load()};
  Languages const none{{{}}, false};
  if (auto const entries = files_.list(owner.path))
    kept.value = make_listing(*entries, {}, none, settings_).files;
  return kept.value;
}

FileFacts Library::facts(File const& file) {
  std::string const path = file.path();
  Shard& shard = shard_of(path);
  {
    std::lock_guard const lock(shard.mutex);
    auto const found = shard.seen.find(path);
    if (found != shard.seen.end() && found->second.facts && found->second.file->stamp == file.stamp)
      return *found->second.facts;
  }
  std::string const head = read_head(files_, path);
  FileFacts out{images::mime_of(head, file.extension()), std::nullopt};
  if (file.type() == "image") out.dimensions = images::read_dimensions(head);
  std::lock_guard const lock(shard.mutex);
  auto const found = shard.seen.find(path);
  if (found != shard.seen.end() && found->second.settled && found->second.file->stamp == file.stamp)
    found->second.facts = out;
  return out;
}

std::vector<std::string> Library::blueprint_names() {
  std::lock_guard const lock(rules_mutex_);
  if (is_fresh(names_.checked, names_.epoch)) return names_.value;
  names_ = {{}, clock_.now(), epoch_.load()};
  auto const entries = files_.list("site/blueprints/files");
  if (!entries) return {};
  for (auto const& entry : *entries)
    if (!entry.is_directory && entry.name.ends_with(".yml"))
      names_.value.push_back(entry.name.substr(0, entry.name.size() - 4));
  return names_.value;
}

std::vector<std::string> Library::templates_for(File const& file) {
  auto const& owner = file.owner;
  auto const taken = owner.page ? owner.page->rules
                                : rules(owner.kind == Owner::Kind::site ? "site" : owner.blueprint);
  std::string const own(file.template_name());
  std::vector<std::string> names{own.empty() ? "default" : own};
  auto const add = [&](std::string const& name) {
    if (std::ranges::find(names, name) == names.end() && is_template_name(name))
      names.push_back(name);
  };
  std::ranges::for_each(taken->file_templates, add);
  if (taken->takes_any_file) {
    add("default");
    std::ranges::for_each(blueprint_names(), add);
  }
  auto const known = facts(file);
  std::erase_if(names, [&](std::string const& name) {
    return !accepts(rules("files/" + name)->accept, file, known);
  });
  return names;
}

}  // namespace latchkey::content
