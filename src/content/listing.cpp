#include "content/listing.h"

#include <algorithm>
#include <set>

#include "core/text.h"
#include "model/folder_name.h"
#include "model/natural.h"

namespace latchkey::content {
namespace {

using model::natural_less;

void add_children(std::vector<store::Entry> const& entries, bool drafts, Settings const& settings,
                  std::vector<Child>& out) {
  for (auto const& entry : entries) {
    if (!entry.is_directory || is_hidden_name(entry.name, settings)) continue;
    auto const name = model::parse_folder_name(entry.name);
    if (!name) continue;
    Child child{std::string(name->slug), drafts ? "_drafts/" + entry.name : entry.name,
                Status::draft, std::nullopt, entry.inode};
    if (!drafts) {
      child.num = name->num;
      child.status = name->num ? Status::listed : Status::unlisted;
    }
    out.push_back(std::move(child));
  }
}

/// Natural order of the folders, which puts listed ones first and in the order of their numbers (a
/// folder `dup_1`, number 0, stays among the letters); then the drafts. Source: spec/content-api 3,
/// recorded case site-children.
bool comes_before(Child const& a, Child const& b) {
  bool const a_is_draft = a.status == Status::draft, b_is_draft = b.status == Status::draft;
  if (a_is_draft != b_is_draft) return b_is_draft;
  return natural_less(a.folder, b.folder);
}

struct TextName {
  std::string_view base, language;
};

/// "tea.de.txt" -> tea, de. None for texts without code or of unknown languages on sites with
/// languages.
std::optional<TextName> parse_text_name(std::string_view stem, Languages const& languages) {
  if (!languages.multilang) return TextName{stem, {}};
  auto const dot = stem.rfind('.');
  if (dot == stem.npos || dot == 0) return std::nullopt;
  auto const code = stem.substr(dot + 1);
  if (std::ranges::find(languages.all, code, &Language::code) == languages.all.end())
    return std::nullopt;
  return TextName{stem.substr(0, dot), code};
}

bool is_page_file(std::string_view name) {
  auto const dot = name.rfind('.');
  std::string const extension = dot == name.npos ? "" : lower(name.substr(dot + 1));
  return extension != "htm" && extension != "html" && extension != "php";
}

}  // namespace

bool is_hidden_name(std::string_view name, Settings const& settings) {
  return name.empty() || name.front() == '_' || name.front() == '.' ||
         std::ranges::find(settings.ignore, name) != settings.ignore.end();
}

bool is_template_name(std::string_view name) {
  auto const allowed = [](char c) { return is_alnum(c) || c == '-' || c == '_' || c == '.'; };
  return !name.empty() && name.size() <= 128 && is_alnum(name.front()) && name.back() != '.' &&
         std::ranges::all_of(name, allowed);
}

Listing make_listing(std::vector<store::Entry> const& folder,
                     std::vector<store::Entry> const& drafts, Languages const& languages,
                     Settings const& settings, std::string_view text_name) {
  Listing out;
  add_children(folder, false, settings, out.children);
  add_children(drafts, true, settings, out.children);
  std::ranges::sort(out.children, comes_before);

  std::string const suffix = "." + settings.extension;
  std::vector<std::string_view> stems;
  for (auto const& [name, is_directory, inode] : folder) {
    out.has_changes |= is_directory && name == changes_folder;
    out.has_lock_file |= !is_directory && name == lock_file;
    if (is_directory || is_hidden_name(name, settings)) continue;
    if (name.size() > suffix.size() && name.ends_with(suffix))
      stems.push_back(std::string_view(name).substr(0, name.size() - suffix.size()));
    else if (is_page_file(name))
      out.files.push_back(name);
  }
  std::ranges::sort(out.files, natural_less);

  std::set<std::string_view> const names(out.files.begin(), out.files.end());
  std::string_view chosen;
  std::vector<TextName> texts;
  for (auto const stem : stems) {
    auto const text = parse_text_name(stem, languages);
    if (!text) continue;
    if (names.contains(text->base)) out.meta_texts.push_back(std::string(stem) + suffix);
    if (names.contains(text->base) || (!text_name.empty() && text->base != text_name)) continue;
    texts.push_back(*text);
    if (chosen.empty() || natural_less(chosen, text->base)) chosen = text->base;
  }
  std::ranges::sort(out.meta_texts);
  if (chosen.empty()) chosen = text_name.empty() ? "default" : text_name;
  out.text_name = chosen;
  for (auto const& [base, language] : texts) {
    if (base != chosen) continue;
    std::string name(base);
    if (!language.empty()) name += "." + std::string(language);
    out.texts.push_back({name + suffix, std::string(language)});
  }
  return out;
}

}  // namespace latchkey::content
