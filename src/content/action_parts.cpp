#include "content/action_parts.h"

#include <algorithm>
#include <array>

#include "content/uuids.h"

namespace latchkey::content {
namespace {

constexpr std::array<std::string_view, 4> reserved_slugs{"api", "assets", "media", "panel"};
constexpr std::size_t longest_file_name = 255;

}  // namespace

Failure page_not_found(std::string_view id) {
  return fail(Kind::not_found, "error.page.notFound",
              "The page \"" + std::string(id) + "\" cannot be found");
}

Failure slug_taken(std::string_view slug, Status by) {
  bool const draft = by == Status::draft;
  return fail(Kind::invalid, draft ? "error.page.draft.duplicate" : "error.page.duplicate",
              std::string(draft ? "A draft" : "A page") + " with the slug \"" + std::string(slug) +
                  "\" already exists");
}

Result<> check_new_slug(Folder const& parent, bool top, std::string_view slug, std::size_t longest,
                        Child const* except) {
  auto const refuse = [](char const* key, std::string text) {
    return fail(Kind::invalid, key, std::move(text));
  };
  if (slug.empty()) return refuse("error.page.slug.invalid", "Please enter a valid URL appendix");
  if (slug.size() > longest)
    return refuse("error.page.slug.maxlength",
                  "The slug must not be longer than " + std::to_string(longest) + " characters");
  if (top && std::ranges::find(reserved_slugs, slug) != reserved_slugs.end())
    return refuse("error.page.changeSlug.reserved",
                  "\"" + std::string(slug) + "\" is reserved at the top level");
  for (auto const& child : parent.children)
    if (child.slug == slug && !(except && child == *except)) return slug_taken(slug, child.status);
  return {};
}

std::string text_path(Folder const& folder, Settings const& settings, std::string_view language,
                      std::string_view text_name) {
  std::string path =
      folder.path + "/" + (text_name.empty() ? folder.text_name : std::string(text_name));
  if (folder.languages->multilang) path.append(".").append(folder.languages->pick(language).code);
  return path + "." + settings.extension;
}

formats::Fields in_written_order(formats::Fields const& fields, bool translation) {
  formats::Fields out;
  if (auto const* const title = fields.find("title")) out.set("title", *title);
  if (auto const* const slug = fields.find("slug"); slug && translation) out.set("slug", *slug);
  for (auto const& [name, value] : fields) out.set(name, value);
  return out;
}

std::string listed_folder(std::int64_t num, std::string_view slug) {
  return std::to_string(num) + "_" + std::string(slug);
}

Result<> check_folder_name(std::string_view name) {
  if (name.size() <= longest_file_name) return {};
  return fail(Kind::invalid, "error.page.slug.maxlength",
              "The number and the slug are too long together");
}

store::Step rename_step(std::string from, std::string to) {
  return {store::Step::Kind::rename, std::move(from), std::move(to)};
}

store::Step replace_step(std::string path, std::string bytes, store::WriteOptions options) {
  return {store::Step::Kind::replace, std::move(path), {}, std::move(bytes), options};
}

store::Step remove_step(std::string path) { return {store::Step::Kind::remove, std::move(path)}; }

std::string random_word(Random& random) { return make_uuid({}, random); }

}  // namespace latchkey::content
