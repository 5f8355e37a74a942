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

constexpr std::size_t max_files_per_shard = 4'096, max_owners = 65'536;
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

/// A file that is read where it is asked for; nothing where it cannot be.
class OpenFile {
 public:
  OpenFile(store::Files const& files, std::string const& path) {
    if (auto const opened = files.open_for_sending(path)) fd_ = opened->first;
  }
  OpenFile(OpenFile const&) = delete;
  OpenFile& operator=(OpenFile const&) = delete;
  ~OpenFile() {
    if (fd_ >= 0) ::close(fd_);
  }

  std::string read(std::uint64_t offset, std::size_t size) const {
    std::string out(fd_ < 0 ? 0 : size, '\0');
    std::size_t have = 0;
    while (have < out.size()) {
      auto const n =
          ::pread(fd_, out.data() + have, out.size() - have, static_cast<off_t>(offset + have));
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) break;
      have += static_cast<std::size_t>(n);
    }
    out.resize(have);
    return out;
  }

 private:
  int fd_ = -1;
};

std::vector<std::string> text_names(Languages const& languages, Settings const& settings,
                                    std::string const& name) {
  std::vector<std::string> out;
  for (auto const& language : languages.all)
    out.push_back(name + (language.code.empty() ? "" : "." + language.code) + "." +
                  settings.extension);
  return out;
}

/// One text file of a file's meta data.
struct MetaText {
  std::string_view bytes;
  std::optional<store::Stamp> stamp;
};

/// `texts`: one for each language, none where there is no such file.
std::shared_ptr<File const> make_file(State const& state, Owner const& owner,
                                      std::string const& name, store::Stamp const& stamp,
                                      std::shared_ptr<Languages const> const& in,
                                      std::vector<std::optional<MetaText>> const& texts) {
  auto const& languages = *in;
  auto file = std::make_shared<File>();
  file->owner = owner;
  file->name = name;
  file->id = owner.id.empty() ? name : owner.id + "/" + name;
  file->languages = in;
  file->stamp = stamp;
  auto const standard = static_cast<std::size_t>(&languages.standard() - languages.all.data());
  auto const shown =
      texts[standard] ? formats::parse_content(texts[standard]->bytes) : formats::Fields();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    Text text{languages.all[i].code, shown, std::nullopt, texts[i].has_value()};
    if (texts[i] && i != standard)
      lay_over_meta(text.fields, formats::parse_content(texts[i]->bytes));
    file->texts.push_back(std::move(text));
    file->text_times.push_back(texts[i] && texts[i]->stamp ? texts[i]->stamp->mtime_seconds() : 0);
  }
  file->rules = state.rules->of_files(file->template_name());
  return file;
}

FactsPtr facts_of(State const& state, Owner const& owner) {
  return owner.page ? owner.page->own : state.root->own;
}

}  // namespace

bool Library::is_fresh(Instant checked, std::uint64_t epoch) const {
  auto const age = clock_.now() - checked;
  return epoch == epoch_.load(std::memory_order_acquire) && age >= 0ms && age < 1s;
}

FilePtr Library::file(State const& state, Owner const& owner, std::string const& name) {
  std::string const path = owner.path + "/" + name;
  auto const serial = owner.kind == Owner::Kind::user ? 0 : facts_of(state, owner)->serial;
  Shard& shard = shard_of(path);
  std::optional<Seen> old;
  {
    std::lock_guard const lock(shard.mutex);
    auto const found = shard.seen.find(path);
    if (found != shard.seen.end()) {
      auto const& file = *found->second.file;
      bool const same = file.owner.page == owner.page && file.languages == state.languages &&
                        file.owner.blueprint == owner.blueprint && found->second.serial == serial;
      if (same) old = found->second;
    }
  }
  bool const current = old && state.rules->find(old->file->rules->looked_up) == old->file->rules;
  if (current && (serial != 0 || is_fresh(old->checked, old->epoch))) return old->file;
  Seen next = serial == 0 ? look_at_user(state, owner, name, old ? &*old : nullptr)
                          : look(state, owner, name, old ? &*old : nullptr);
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

/// From what was read of the owner's folder; without `file` where that is gone.
Library::Seen Library::look(State const& state, Owner const& owner, std::string const& name,
                            Seen const* old) {
  Seen out;
  auto const facts = facts_of(state, owner);
  auto const at = facts->find_file(name);
  if (!at || !facts->file_stamps[*at]) return out;
  std::vector<std::optional<MetaText>> texts;
  for (auto const& text_name : text_names(*facts->languages, settings_, name)) {
    auto const* const text = facts->find_meta(text_name);
    texts.push_back(text ? std::optional(MetaText{text->bytes, text->stamp}) : std::nullopt);
  }
  out.serial = facts->serial;
  out.file = make_file(state, owner, name, *facts->file_stamps[*at], facts->languages, texts);
  if (old && old->file->stamp == out.file->stamp) out.facts = old->facts;
  return out;
}

/// Asks the disk about one file and its meta data; without `file` where it is gone.
Library::Seen Library::look_at_user(State const& state, Owner const& owner, std::string const& name,
                                    Seen const* old) {
  Seen out;
  out.epoch = epoch_.load();
  out.checked = clock_.now();
  std::string const path = owner.path + "/" + name;
  auto const stamp = files_.stat(path);
  if (!stamp && old) return *old;  // cannot be known now
  if (!stamp || !*stamp || (*stamp)->is_directory) return out;
  auto const paths = text_names(*state.languages, settings_, path);
  out.settled = is_settled_stamp(**stamp, out.checked);
  for (auto const& text_path : paths) {
    out.text_stamps.push_back(files_.stat(text_path).value_or(std::nullopt));
    out.settled &=
        !out.text_stamps.back() || is_settled_stamp(*out.text_stamps.back(), out.checked);
  }
  if (old && old->settled && old->file->stamp == **stamp && old->text_stamps == out.text_stamps) {
    out.file = old->file;
    out.facts = old->facts;
    if (state.rules->find(old->file->rules->looked_up) == old->file->rules) return out;
  }
  std::vector<std::string> bytes(paths.size());
  std::vector<std::optional<MetaText>> texts(paths.size());
  for (std::size_t i = 0; i < paths.size(); ++i) {
    auto read = out.text_stamps[i] ? files_.read(paths[i], max_meta_bytes)
                                   : Result<std::string>(fail(Kind::not_found, "", ""));
    if (!read) continue;
    bytes[i] = std::move(*read);
    texts[i] = MetaText{bytes[i], out.text_stamps[i]};
  }
  out.file = make_file(state, owner, name, **stamp, state.languages, texts);
  out.facts.reset();
  return out;
}

std::vector<std::string> Library::user_files(Owner const& owner) {
  std::lock_guard const lock(names_mutex_);
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
  OpenFile const bytes(files_, path);
  auto const head = bytes.read(0, std::min<std::uint64_t>(file.stamp.size, head_bytes));
  FileFacts out{images::mime_of(head, file.extension()), std::nullopt};
  if (file.type() == "image")
    out.dimensions = images::read_dimensions(
        head, [&](std::uint64_t offset, std::size_t size) { return bytes.read(offset, size); });
  std::lock_guard const lock(shard.mutex);
  auto const found = shard.seen.find(path);
  bool const same = found != shard.seen.end() && found->second.file->stamp == file.stamp;
  if (same && is_settled_stamp(file.stamp, clock_.now())) found->second.facts = out;
  return out;
}

std::vector<std::string> Library::blueprint_names() {
  std::lock_guard const lock(names_mutex_);
  if (is_fresh(names_.checked, names_.epoch)) return names_.value;
  names_ = {{}, clock_.now(), epoch_.load()};
  auto const entries = files_.list("site/blueprints/files");
  if (!entries) return {};
  for (auto const& entry : *entries)
    if (!entry.is_directory && entry.name.ends_with(".yml"))
      names_.value.push_back(entry.name.substr(0, entry.name.size() - 4));
  return names_.value;
}

std::vector<std::string> Library::templates_for(State const& state, File const& file) {
  auto const& owner = file.owner;
  auto const taken =
      owner.page ? owner.page->rules
                 : state.rules->find(owner.kind == Owner::Kind::site ? "site" : owner.blueprint);
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
    return !accepts(state.rules->of_files(name)->accept, file, known);
  });
  return names;
}

}  // namespace latchkey::content
