// What doctor sees in the content: texts nobody can read, and pages that cannot be told apart.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "app/doctor_checks.h"
#include "content/language.h"
#include "content/listing.h"
#include "core/text.h"
#include "formats/content_text.h"

namespace latchkey::app {
namespace {

constexpr std::size_t largest_text = 16 << 20;  // larger ones count as empty

/// Walks the pages of a site and keeps the paths of what is wrong, by kind.
class PageCheck {
 public:
  PageCheck(store::Files const& files, content::Settings const& settings)
      : files_(files), settings_(settings), languages_(content::load_languages(files)) {}

  void look_at(std::string const& path) {
    auto const stamp = files_.stat(path).value_or(std::nullopt);
    if (!stamp || !above_.insert(stamp->inode).second) return;  // a link to a folder it is in
    if (auto const entries = files_.list(path)) {
      look_at_texts({path, stamp->inode}, *entries);
      look_at_children(path, *entries);
    } else {
      unreadable_.push_back(path + " (" + entries.error().message + ")");
    }
    above_.erase(stamp->inode);
  }

  void report(Findings& out) const;

 private:
  /// Links lead to the same folder under several paths.
  struct Place {
    std::string path;
    std::uint64_t inode;
  };

  void look_at_texts(Place const& page, std::vector<store::Entry> const& entries) {
    auto const site = page.path == "content";
    auto const listing =
        content::make_listing(entries, {}, languages_, settings_, site ? "site" : "");
    for (auto const& text : listing.texts) look_at_text(page, page.path + "/" + text.name);
    if (!site && has_two_texts(entries, listing)) two_texts_.push_back(page.path);
  }

  /// Whether the listing without the texts that count has another text.
  bool has_two_texts(std::vector<store::Entry> entries, content::Listing const& listing) const {
    std::erase_if(entries, [&](auto const& entry) {
      return std::ranges::find(listing.texts, entry.name, &content::TextFile::name) !=
             listing.texts.end();
    });
    return !content::make_listing(entries, {}, languages_, settings_).texts.empty();
  }

  void look_at_text(Place const& page, std::string const& path) {
    auto const text = files_.read(path, largest_text);
    if (!text) return unreadable_.push_back(path + " (" + text.error().message + ")");
    if (!is_utf8(*text)) encoding_.push_back(path);
    auto const fields = formats::parse_content(*text);
    auto const* const uuid = fields.find("uuid");
    if (uuid != nullptr && !uuid->empty()) add_uuid(*uuid, page);
  }

  /// A page has one uuid in each of its languages; two pages must not share one.
  void add_uuid(std::string const& uuid, Place const& page) {
    auto const [at, is_new] = uuids_.emplace(uuid, page);
    if (!is_new && at->second.inode != page.inode)
      twins_.push_back(page.path + " (as " + at->second.path + ")");
  }

  void look_at_children(std::string const& path, std::vector<store::Entry> const& entries) {
    auto const drafts = files_.list(path + "/_drafts");
    auto const listing = content::make_listing(
        entries, drafts ? *drafts : std::vector<store::Entry>(), languages_, settings_);
    std::map<std::string, std::string> slugs;
    for (auto const& child : listing.children) {
      auto const below = path + "/" + child.folder;
      auto const [at, is_new] = slugs.emplace(child.slug, below);
      if (!is_new) slugs_.push_back(below + " (as " + at->second + ")");
      if (!is_utf8(child.folder)) names_.push_back(below);
      look_at(below);
    }
  }

  store::Files const& files_;
  content::Settings const& settings_;
  content::Languages const languages_;
  std::set<std::uint64_t> above_;       ///< inodes of the folders we are in
  std::map<std::string, Place> uuids_;  ///< uuid -> the first page that has it
  std::vector<std::string> unreadable_, encoding_, two_texts_, names_, slugs_, twins_;
};

void PageCheck::report(Findings& out) const {
  struct Row {
    std::vector<std::string> const& paths;
    std::string_view what;
    char const* advice;
  };
  Row const rows[] = {
      {unreadable_, "cannot be read", "chown or chmod them; a text over 16 MB counts as empty"},
      {encoding_, "are no UTF-8", "convert them, e.g. iconv -f latin1 -t utf-8"},
      {names_, "have a name that is no UTF-8", "rename them, e.g. with convmv"},
      {two_texts_, "have two texts; the last in natural order counts", "remove the other one"},
      {slugs_, "have a slug that a sibling has; only one of them has an address", "rename them"},
      {twins_, "have a uuid that another page has; links may lead to either",
       "remove the line Uuid from one of them; it gets a new one"},
  };
  for (auto const& row : rows)
    if (!row.paths.empty())
      add_warning(out, "content", fmt::format("these {}: {}", row.what, listed(row.paths)),
                  row.advice);
}

}  // namespace

void check_pages(Patient const& site, Findings& out) {
  content::Settings settings;
  settings.extension = site.options.content_extension;
  settings.ignore = site.options.content_ignore;
  PageCheck check(site.files, settings);
  check.look_at("content");
  check.report(out);
}

}  // namespace latchkey::app
