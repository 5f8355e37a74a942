// Copies of pages. Source: spec/content-api 12.

#include <algorithm>

#include "content/action_parts.h"
#include "content/references.h"
#include "content/tree.h"
#include "content/turn.h"
#include "content/uuids.h"

namespace latchkey::content {
namespace {

constexpr std::size_t largest_copied_file = std::size_t(4) << 30;

/// What a copy holds: path below the page's folder, text or not.
struct CopiedFile {
  std::string path;
  bool is_text = false;
};

/// Reads the folder of a page and decides what goes along.
class CopyPlan {
 public:
  CopyPlan(store::Files const& files, Page const& page, Settings const& settings, Copy const& copy)
      : files_(files), page_(page), suffix_("." + settings.extension), copy_(copy) {}

  Result<> read() { return read_folder("", true); }
  std::vector<CopiedFile> const& files() const { return copied_; }

  /// A new id for each that is copied, none for what stays behind.
  NewIds new_ids(Settings const& settings, Random& random) const {
    NewIds out;
    for (auto const& [id, goes] : ids_) out[id] = goes ? make_uuid(settings, random) : "";
    return out;
  }

 private:
  static std::string below(std::string const& folder, std::string const& name) {
    return folder.empty() ? name : folder + "/" + name;
  }

  /// `goes`: whether this folder is part of the copy at all.
  Result<> read_folder(std::string const& folder, bool goes) {
    bool const top = folder.empty();
    LK_TRY(auto const entries, files_.list(top ? page_.path : below(page_.path, folder)));
    for (auto const& entry : entries) {
      auto const path = below(folder, entry.name);
      if (entry.name.front() == '.' || (entry.is_directory && entry.name == "_changes")) continue;
      bool const wanted = entry.is_directory ? copy_.children : copy_.files || !is_file(entry.name);
      bool const copied = goes && (!top || wanted);
      LK_CHECK(entry.is_directory ? read_folder(path, copied) : read_file(path, copied));
    }
    return {};
  }

  Result<> read_file(std::string const& path, bool goes) {
    bool const is_text = path.ends_with(suffix_);
    if (goes) copied_.push_back({path, is_text});
    if (!is_text) return {};
    LK_TRY(auto const bytes, files_.read(page_.path + "/" + path));
    auto const fields = formats::parse_content(bytes);
    auto const* const uuid = fields.find("uuid");
    if (uuid && !uuid->empty()) ids_.emplace_back(*uuid, goes);
    return {};
  }

  /// A file of the page itself, or its meta data; not the page's own text.
  bool is_file(std::string const& name) const {
    if (!name.ends_with(suffix_)) return true;
    auto const stem = name.substr(0, name.size() - suffix_.size());
    return std::ranges::any_of(page_.files, [&](std::string const& file) {
      return stem == file || stem.starts_with(file + ".");
    });
  }

  store::Files const& files_;
  Page const& page_;
  std::string const suffix_;
  Copy const& copy_;
  std::vector<CopiedFile> copied_;
  std::vector<std::pair<std::string, bool>> ids_;
};

formats::Fields renewed_fields(formats::Fields const& fields, NewIds const& ids) {
  formats::Fields out;
  for (auto const& [name, value] : fields) {
    auto const found = name == "uuid" ? ids.find(value) : ids.end();
    out.set(name, found != ids.end() ? found->second : with_new_ids(std::string_view(value), ids));
  }
  return out;
}

}  // namespace

/// The bytes of one copied text. The page's own text gets an id even where it had none, and no slug
/// of a translation.
std::string Content::copied_text(Page const& page, std::string const& path,
                                 std::string const& bytes, NewIds const& ids) {
  auto fields = renewed_fields(formats::parse_content(bytes), ids);
  auto const& settings = tree_->settings();
  auto const whole = page.path + "/" + path;
  for (auto const& language : page.languages->all) {
    if (whole != text_path(page, settings, language.code)) continue;
    if (!language.is_default) fields.erase("slug");
    if (language.is_default && settings.uuid && !fields.find("uuid"))
      fields.set("uuid", make_uuid(settings, random_));
  }
  return formats::print_content(fields);
}

Result<std::shared_ptr<Page const>> Content::duplicate(std::string_view id, Copy const& copy) {
  auto const turn = begin();
  auto const page = tree_->page(id, {});
  auto const parent = page ? folder_now(page->parent) : nullptr;
  if (!parent) return page_not_found(id);
  auto const& settings = tree_->settings();
  LK_CHECK(check_new_slug(*parent, !page->parent, copy.slug, settings.slug_length));

  CopyPlan plan(files_, *page, settings, copy);
  LK_CHECK(plan.read());
  auto const ids = settings.uuid ? plan.new_ids(settings, random_) : NewIds();
  std::string const drafts = parent->path + "/_drafts";
  std::string const hidden = drafts + "/.latchkey-new-" + random_word(random_);
  std::string const from = page->path + "/", to = hidden + "/";
  Steps steps(turn);
  LK_CHECK(files_.make_directories(hidden));
  for (auto const& [path, is_text] : plan.files()) {
    LK_TRY(auto const bytes, files_.read(from + path, largest_copied_file));
    LK_CHECK(files_.replace(to + path, is_text ? copied_text(*page, path, bytes, ids) : bytes));
  }
  LK_CHECK(files_.rename(hidden, drafts + "/" + copy.slug));
  LK_CHECK(steps.commit());
  auto const new_id = (page->parent ? page->parent->id + "/" : "") + copy.slug;
  auto made = tree_->page(new_id, {});
  if (!made) return fail_internal("the copy " + new_id + " cannot be read");
  return made;
}

}  // namespace latchkey::content
