#include "content/language_texts.h"

#include "content/action_parts.h"
#include "content/text_folders.h"
#include "core/text.h"

namespace latchkey::content {
namespace {

std::string with_code(std::string_view base, std::string_view code) {
  return std::string(base) + (code.empty() ? "" : ".") + std::string(code);
}

/// "tea" of "tea.de"; none of texts that have another code. Without a code: the whole stem.
std::optional<std::string> base_of(std::string_view stem, std::string_view code) {
  auto const ending = with_code("", code);
  if (stem.size() <= ending.size() || !stem.ends_with(ending)) return std::nullopt;
  return std::string(stem.substr(0, stem.size() - ending.size()));
}

TextKind kind_of(TextFolder const& folder, std::string const& base, formats::Fields const& fields) {
  if (folder.has_other(base)) {
    auto const* const name = fields.find("template");
    return {TextKind::Of::file, name && !name->empty() ? *name : "default"};
  }
  if (folder.path == "content") return {TextKind::Of::site, {}};
  if (folder.path.starts_with("site/accounts/"))
    return {TextKind::Of::user, folder.path.substr(folder.path.rfind('/') + 1)};
  return {TextKind::Of::page, base};
}

/// `to` with what is read in the default language only; fields that are not translated where it
/// has none of its own.
Result<formats::Fields> with_fixed_values(formats::Fields const& from, formats::Fields to,
                                          TextKind const& kind, FixedFields const& fixed) {
  std::vector<std::string_view> only_there{"uuid"};
  if (kind.of == TextKind::Of::file) only_there.insert(only_there.end(), {"template", "sort"});
  LK_TRY(auto const names, fixed(kind));
  for (auto const& name : names)
    if (auto const* const value = from.find(name); value && !to.find(name)) to.set(name, *value);
  for (auto const name : only_there) {
    if (auto const* const value = from.find(name))
      to.set(name, *value);
    else
      to.erase(name);
  }
  return to;
}

Result<> copy_text(Turn& turn, TextFolder const& folder, std::string const& base,
                   std::string_view from, std::string_view to, FixedFields const& fixed) {
  auto const path = [&](std::string_view code) {
    return folder.path + "/" + with_code(base, code) + "." + turn.content.settings().extension;
  };
  LK_TRY(auto const old_bytes, turn.files.read(path(from)));
  auto const old = formats::parse_content(old_bytes);
  formats::Fields own;
  if (folder.has_stem(with_code(base, to))) {
    LK_TRY(auto const bytes, turn.files.read(path(to)));
    own = formats::parse_content(bytes);
  }
  LK_TRY(auto const next, with_fixed_values(old, own, kind_of(folder, base, old), fixed));
  return next == own ? Result<>() : turn.files.replace(path(to), formats::print_content(next));
}

}  // namespace

Result<> rename_texts(Turn& turn, std::string_view from, std::string_view to) {
  auto const& settings = turn.content.settings();
  LK_TRY(auto const folders, list_text_folders(turn.files, settings));
  std::vector<store::Step> renames;
  for (auto const& folder : folders)
    for (auto const& stem : folder.stems) {
      auto const base = base_of(stem, from);
      if (!base || (!to.empty() && base_of(stem, to))) continue;
      auto const next = with_code(*base, to);
      auto const path = [&](std::string const& name) {
        return folder.path + "/" + name + "." + settings.extension;
      };
      if (folder.has_stem(next))
        return fail(Kind::invalid, "error.logic", path(next) + " is in the way; move it first");
      renames.push_back(rename_step(path(stem), path(next)));
    }
  return turn.files.apply(renames);
}

Result<> remove_texts(Turn& turn, std::string_view code) {
  auto const& settings = turn.content.settings();
  LK_TRY(auto const folders, list_text_folders(turn.files, settings));
  std::vector<store::Step> removals;
  for (auto const& folder : folders)
    for (auto const& stem : folder.stems)
      if (base_of(stem, code))
        removals.push_back(remove_step(folder.path + "/" + stem + "." + settings.extension));
  LK_CHECK(turn.files.apply(removals));
  for (auto const& folder : folders) {
    if (!folder.is_pending) continue;
    auto const left = turn.files.list(folder.path);
    if (left && left->empty()) LK_CHECK(turn.files.remove(folder.path));
  }
  return {};
}

Result<> copy_fixed_values(Turn& turn, std::string_view from, std::string_view to,
                           FixedFields const& fixed) {
  LK_TRY(auto const folders, list_text_folders(turn.files, turn.content.settings()));
  for (auto const& folder : folders) {
    if (folder.is_pending) continue;
    for (auto const& stem : folder.stems)
      if (auto const base = base_of(stem, from))
        LK_CHECK(copy_text(turn, folder, *base, from, to, fixed));
  }
  return {};
}

}  // namespace latchkey::content
