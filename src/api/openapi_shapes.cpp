#include "api/openapi_shapes.h"

#include <algorithm>
#include <array>

namespace latchkey::api {
namespace {

constexpr auto reads = http::Method::get, posts = http::Method::post, changes = http::Method::patch,
               deletes = http::Method::del;

struct PatternShape {
  std::string_view pattern;  ///< "*" before or behind it: anything there
  http::Method method;
  Shape shape;
};

/// The first that fits counts.
constexpr PatternShape pattern_shapes[] = {
    {"auth", reads, {"UserModel"}},
    {"auth/csrf", reads, {"Csrf"}},
    {"auth/login", posts, {"Login", "LoginInput"}},
    {"auth/code", posts, {"Login", "CodeInput"}},
    {"auth/*", posts, {"Done"}},
    {"system", reads, {"SystemModel"}},
    {"system/install", posts, {"Installed", "AccountInput"}},
    {"openapi.json", reads, {"Document"}},

    {"*/changes/save", posts, {"Saved", "FieldsInput"}},
    {"*/changes/publish", posts, {"Saved", "FieldsInput"}},
    {"*/changes/*", posts, {"Saved"}},
    {"*/fields/{path...}", reads, {"FieldOffer"}},
    {"*/fields/{path...}", posts, {"FieldResult", "FieldInput"}},
    {"*/sections/{section%}", reads, {"Section"}},
    {"*/sections/{section%}/sort", changes, {"Done", "SortInput"}},
    {"*/sections/{section%}/delete", deletes, {"Done", "SectionDeleteInput"}},
    {"*/blueprint", reads, {"BlueprintModel"}},
    {"*/blueprints", reads, {"TemplateChoices"}},

    {"*files", reads, {"FileCollection"}},
    {"*files", posts, {"Upload", "UploadInput"}},
    {"*files/search", reads, {"FileCollection"}},
    {"*files/search", posts, {"FileCollection", "SearchInput"}},
    {"*files/sort", changes, {"FileCollection", "SortInput"}},
    {"*files/{name%}", reads, {"FileModel"}},
    {"*files/{name%}", changes, {"FileModel", "FieldsInput"}},
    {"*files/{name%}", posts, {"Upload", "FileInput"}},
    {"*files/{name%}/name", changes, {"FileModel", "NameInput"}},
    {"*/avatar", reads, {"FileModel"}},
    {"*/avatar", posts, {"Upload", "FileInput"}},

    {"*children", reads, {"PageCollection"}},
    {"*children", posts, {"PageModel", "PageInput"}},
    {"*/search", reads, {"PageCollection"}},  // of users: below
    {"site/find", posts, {"PageCollection", "FindInput"}},
    {"site", reads, {"SiteModel"}},
    {"site", changes, {"SiteModel", "FieldsInput"}},
    {"site/title", changes, {"SiteModel", "TitleInput"}},
    {"pages/{id}", reads, {"PageModel"}},
    {"pages/{id}", changes, {"PageModel", "FieldsInput"}},
    {"pages/{id}", deletes, {"Done", "DeleteInput"}},
    {"pages/{id}/title", changes, {"PageModel", "TitleInput"}},
    {"pages/{id}/slug", changes, {"PageModel", "SlugInput"}},
    {"pages/{id}/status", changes, {"PageModel", "StatusInput"}},
    {"pages/{id}/template", changes, {"PageModel", "TemplateInput"}},
    {"pages/{id}/duplicate", posts, {"PageModel", "CopyInput"}},

    {"users", reads, {"UserCollection"}},
    {"users", posts, {"UserModel", "UserInput"}},
    {"users/{id%}", reads, {"UserModel"}},
    {"account", reads, {"UserModel"}},
    {"users/{id%}", changes, {"UserModel", "FieldsInput"}},
    {"account", changes, {"UserModel", "FieldsInput"}},
    {"*/email", changes, {"UserModel", "EmailInput"}},
    {"*/name", changes, {"UserModel", "NameInput"}},
    {"*/language", changes, {"UserModel", "LanguageCodeInput"}},
    {"*/role", changes, {"UserModel", "RoleInput"}},
    {"*/password", changes, {"UserModel", "PasswordInput"}},
    {"*roles", reads, {"RoleCollection"}},
    {"roles/{name%}", reads, {"RoleModel"}},

    {"languages", reads, {"LanguageCollection"}},
    {"languages", posts, {"LanguageModel", "LanguageInput"}},
    {"languages/{code}", reads, {"LanguageModel"}},
    {"languages/{code}", changes, {"LanguageModel", "LanguageChange"}},
    {"translations", reads, {"TranslationCollection"}},
    {"translations/{code}", reads, {"TranslationModel"}},
    {"query", reads, {"QueryAnswer"}},
    {"query", posts, {"QueryAnswer", "QueryInput"}},
    {"*", deletes, {"Done"}},
};

bool fits_pattern(std::string_view wanted, std::string_view pattern) {
  auto const star = wanted.find('*');
  if (star == wanted.npos) return pattern == wanted;
  auto const end = wanted.rfind('*');
  if (star != end) return pattern.find(wanted.substr(1, end - 1)) != pattern.npos;
  return pattern.size() + 1 >= wanted.size() && pattern.starts_with(wanted.substr(0, star)) &&
         pattern.ends_with(wanted.substr(star + 1));
}

/// Searches by GET and POST answer with the collection of what they search.
Shape shape_of_search(Route const& row) {
  std::string_view const input = row.method == posts ? "SearchInput" : "";
  if (row.pattern.starts_with("users/search")) return {"UserCollection", input};
  bool const of_files = row.pattern.find("files/search") != std::string_view::npos;
  return {of_files ? "FileCollection" : "PageCollection", input};
}

}  // namespace

Shape shape_of(Route const& row) {
  if (row.pattern.ends_with("/search")) return shape_of_search(row);
  auto const* const found =
      std::ranges::find_if(pattern_shapes, [&](PatternShape const& candidate) {
        return candidate.method == row.method && fits_pattern(candidate.pattern, row.pattern);
      });
  return found == std::end(pattern_shapes) ? Shape{} : found->shape;
}

bool is_selectable(Route const& row, Shape const& shape) {
  bool const has_shape = shape.is_model() || shape.is_collection();
  return has_shape && row.pattern != "auth" && row.pattern != "system";
}

bool has_language(Route const& row) {
  for (auto const* const first : {"site", "pages/", "users", "account", "files/", "query"})
    if (row.pattern.starts_with(first)) return true;
  return row.pattern == "languages" || row.pattern.starts_with("languages/");
}

bool has_etag(Route const& row, Shape const& shape) {
  if (row.method == reads) return is_selectable(row, shape);
  for (auto const* const model : {"PageModel", "SiteModel", "FileModel", "UserModel"})
    if (shape.answer == model) return true;
  return false;
}

}  // namespace latchkey::api
