#include "api/openapi_shapes.h"

#include <algorithm>
#include <array>

namespace latchkey::api {
namespace {

constexpr auto get = http::Method::get, post = http::Method::post, patch = http::Method::patch,
               del = http::Method::del;

struct PatternShape {
  std::string_view pattern;  ///< "*" before or behind it: anything there
  http::Method method;
  Shape shape;
};

/// The first that fits counts.
constexpr PatternShape pattern_shapes[] = {
    {"auth", get, {"UserModel"}},
    {"auth/csrf", get, {"Csrf"}},
    {"auth/login", post, {"Login", "LoginInput"}},
    {"auth/code", post, {"Login", "CodeInput"}},
    {"auth/*", post, {"Done"}},
    {"system", get, {"SystemModel"}},
    {"system/install", post, {"Installed", "AccountInput"}},
    {"openapi.json", get, {"Document"}},

    {"*/changes/save", post, {"Saved", "FieldsInput"}},
    {"*/changes/publish", post, {"Saved", "FieldsInput"}},
    {"*/changes/*", post, {"Saved"}},
    {"*/fields/{path...}", get, {"FieldOffer"}},
    {"*/fields/{path...}", post, {"FieldResult", "FieldInput"}},
    {"*/sections/{section%}", get, {"Section"}},
    {"*/sections/{section%}/sort", patch, {"Done", "SortInput"}},
    {"*/sections/{section%}/delete", del, {"Done", "SectionDeleteInput"}},
    {"*/blueprint", get, {"BlueprintModel"}},
    {"*/blueprints", get, {"TemplateChoices"}},

    {"*files", get, {"FileCollection"}},
    {"*files", post, {"Upload", "UploadInput"}},
    {"*files/search", get, {"FileCollection"}},
    {"*files/search", post, {"FileCollection", "SearchInput"}},
    {"*files/sort", patch, {"FileCollection", "SortInput"}},
    {"*files/{name%}", get, {"FileModel"}},
    {"*files/{name%}", patch, {"FileModel", "FieldsInput"}},
    {"*files/{name%}", post, {"Upload", "FileInput"}},
    {"*files/{name%}/name", patch, {"FileModel", "NameInput"}},
    {"*/avatar", get, {"FileModel"}},
    {"*/avatar", post, {"Upload", "FileInput"}},

    {"*children", get, {"PageCollection"}},
    {"*children", post, {"PageModel", "PageInput"}},
    {"*/search", get, {"PageCollection"}},  // of users: below
    {"site/find", post, {"PageCollection", "FindInput"}},
    {"site", get, {"SiteModel"}},
    {"site", patch, {"SiteModel", "FieldsInput"}},
    {"site/title", patch, {"SiteModel", "TitleInput"}},
    {"pages/{id}", get, {"PageModel"}},
    {"pages/{id}", patch, {"PageModel", "FieldsInput"}},
    {"pages/{id}", del, {"Done", "DeleteInput"}},
    {"pages/{id}/title", patch, {"PageModel", "TitleInput"}},
    {"pages/{id}/slug", patch, {"PageModel", "SlugInput"}},
    {"pages/{id}/status", patch, {"PageModel", "StatusInput"}},
    {"pages/{id}/template", patch, {"PageModel", "TemplateInput"}},
    {"pages/{id}/duplicate", post, {"PageModel", "CopyInput"}},

    {"users", get, {"UserCollection"}},
    {"users", post, {"UserModel", "UserInput"}},
    {"users/{id%}", get, {"UserModel"}},
    {"account", get, {"UserModel"}},
    {"users/{id%}", patch, {"UserModel", "FieldsInput"}},
    {"account", patch, {"UserModel", "FieldsInput"}},
    {"*/email", patch, {"UserModel", "EmailInput"}},
    {"*/name", patch, {"UserModel", "NameInput"}},
    {"*/language", patch, {"UserModel", "LanguageCodeInput"}},
    {"*/role", patch, {"UserModel", "RoleInput"}},
    {"*/password", patch, {"UserModel", "PasswordInput"}},
    {"*roles", get, {"RoleCollection"}},
    {"roles/{name%}", get, {"RoleModel"}},

    {"languages", get, {"LanguageCollection"}},
    {"languages", post, {"LanguageModel", "LanguageInput"}},
    {"languages/{code}", get, {"LanguageModel"}},
    {"languages/{code}", patch, {"LanguageModel", "LanguageChange"}},
    {"translations", get, {"TranslationCollection"}},
    {"translations/{code}", get, {"TranslationModel"}},
    {"*", del, {"Done"}},
};

bool fits(std::string_view wanted, std::string_view pattern) {
  auto const star = wanted.find('*');
  if (star == wanted.npos) return pattern == wanted;
  auto const end = wanted.rfind('*');
  if (star != end) return pattern.find(wanted.substr(1, end - 1)) != pattern.npos;
  return pattern.size() + 1 >= wanted.size() && pattern.starts_with(wanted.substr(0, star)) &&
         pattern.ends_with(wanted.substr(star + 1));
}

/// Searches by GET and POST answer with the collection of what they search.
Shape shape_of_search(Route const& row) {
  std::string_view const input = row.method == post ? "SearchInput" : "";
  if (row.pattern.starts_with("users/search")) return {"UserCollection", input};
  bool const of_files = row.pattern.find("files/search") != std::string_view::npos;
  return {of_files ? "FileCollection" : "PageCollection", input};
}

}  // namespace

Shape shape_of(Route const& row) {
  if (row.pattern.ends_with("/search")) return shape_of_search(row);
  auto const* const found =
      std::ranges::find_if(pattern_shapes, [&](PatternShape const& candidate) {
        return candidate.method == row.method && fits(candidate.pattern, row.pattern);
      });
  return found == std::end(pattern_shapes) ? Shape{} : found->shape;
}

bool is_selectable(Route const& row, Shape const& shape) {
  bool const has_shape = shape.is_model() || shape.is_collection();
  return has_shape && row.pattern != "auth" && row.pattern != "system";
}

bool has_language(Route const& row) {
  for (auto const* const first : {"site", "pages/", "users", "account", "files/"})
    if (row.pattern.starts_with(first)) return true;
  return row.pattern == "languages" || row.pattern.starts_with("languages/");
}

bool has_etag(Route const& row, Shape const& shape) {
  if (row.method == get) return is_selectable(row, shape);
  for (auto const* const model : {"PageModel", "SiteModel", "FileModel", "UserModel"})
    if (shape.answer == model) return true;
  return false;
}

}  // namespace latchkey::api
