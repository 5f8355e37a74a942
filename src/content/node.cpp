#include "content/node.h"

#include <algorithm>
#include <span>

#include "model/folder_name.h"
#include "model/natural.h"

namespace latchkey::content {
namespace {

StoredText const* text_in(Facts const& facts, std::string_view language) {
  auto const found = std::ranges::find(facts.texts, language, &StoredText::language);
  return found == facts.texts.end() ? nullptr : &*found;
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

/// The places of the children of that slug.
std::span<std::uint32_t const> places_of(Facts const& facts, std::string_view slug) {
  auto const slug_at = [&](std::uint32_t at) {
    return std::string_view(facts.listing.children[at].slug);
  };
  auto const first = std::ranges::lower_bound(facts.by_slug, slug, {}, slug_at);
  auto last = first;
  while (last != facts.by_slug.end() && slug_at(*last) == slug) ++last;
  return {first, last};
}

}  // namespace

StoredText const* Facts::find_meta(std::string_view name) const {
  auto const found = std::ranges::lower_bound(
      meta_texts, name, {}, [](StoredText const& text) { return std::string_view(text.name); });
  return found == meta_texts.end() || found->name != name ? nullptr : &*found;
}

std::optional<std::size_t> Facts::find_file(std::string_view name) const {
  auto const [first, last] =
      std::equal_range(listing.files.begin(), listing.files.end(), name, model::natural_less);
  auto const found = std::find(first, last, name);
  if (found == last) return std::nullopt;
  return static_cast<std::size_t>(found - listing.files.begin());
}

std::optional<std::size_t> find_child(Node const& node, std::string_view slug) {
  for (auto const at : places_of(*node.own, slug))
    if (node.children[at]) return at;
  return std::nullopt;
}

std::optional<std::size_t> find_child_folder(Facts const& facts, std::string_view folder) {
  auto const name = model::parse_folder_name(folder.substr(folder.rfind('/') + 1));
  if (!name) return std::nullopt;
  for (auto const at : places_of(facts, name->slug))
    if (facts.listing.children[at].folder == folder) return at;
  return std::nullopt;
}

std::optional<std::size_t> find_translated(Node const& node, std::string_view slug,
                                           std::string_view language) {
  auto const& all = node.own->languages->all;
  auto const in =
      static_cast<std::size_t>(std::ranges::find(all, language, &Language::code) - all.begin());
  if (slug.empty() || in == all.size()) return std::nullopt;
  for (std::size_t at = 0; at < node.children.size(); ++at) {
    auto const* const child = node.children[at].get();
    if (child && !child->own->slugs.empty() && child->own->slugs[in] == slug) return at;
  }
  return std::nullopt;
}

std::vector<std::uint32_t> sort_by_slug(std::vector<Child> const& children) {
  std::vector<std::uint32_t> out(children.size());
  for (std::uint32_t i = 0; i < out.size(); ++i) out[i] = i;
  std::ranges::stable_sort(
      out, {}, [&](std::uint32_t at) -> std::string const& { return children[at].slug; });
  return out;
}

std::vector<Text> parse_texts(Facts const& facts) {
  auto const& standard_code = facts.languages->standard().code;
  auto const* const standard = text_in(facts, standard_code);
  auto const shown = standard ? formats::parse_content(standard->bytes) : formats::Fields();
  std::vector<Text> out;
  for (auto const& language : facts.languages->all) {
    auto const* const mine = text_in(facts, language.code);
    Text text{language.code, shown, std::nullopt, mine != nullptr};
    if (mine && mine != standard) lay_over(text, formats::parse_content(mine->bytes));
    out.push_back(std::move(text));
  }
  return out;
}

bool is_laid_over(Facts const& facts, std::string_view language) {
  auto const& wanted = facts.languages->pick(language);
  return !wanted.is_default && text_in(facts, wanted.code) != nullptr;
}

StoredText const* find_sole_text(Facts const& facts, std::string_view language) {
  if (is_laid_over(facts, language)) return nullptr;
  return text_in(facts, facts.languages->standard().code);
}

std::vector<std::string> find_slugs(Facts const& facts) {
  auto const& all = facts.languages->all;
  std::vector<std::string> out(all.size());
  bool any = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto const* const mine = all[i].is_default ? nullptr : text_in(facts, all[i].code);
    if (mine) out[i] = formats::find_stored(mine->bytes, "slug").value_or("");
    any |= !out[i].empty();
  }
  return any ? out : std::vector<std::string>();
}

std::string find_uuid(Facts const& facts) {
  auto const* const standard = text_in(facts, facts.languages->standard().code);
  return standard ? formats::find_stored(standard->bytes, "uuid").value_or("") : std::string();
}

}  // namespace latchkey::content
