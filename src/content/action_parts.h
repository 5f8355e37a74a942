#pragma once
// What the actions of Content share. For its .cpp files only.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "content/site.h"

namespace latchkey::content {

Failure page_not_found(std::string_view id);

/// Rules of a new page's slug below `parent`; `top`: the parent is the site. `except`: the page
/// that has the slug already. Errors, in this order: error.page.slug.invalid,
/// error.page.slug.maxlength, error.page.changeSlug.reserved, error.page.duplicate,
/// error.page.draft.duplicate.
Result<> check_new_slug(Folder const& parent, bool top, std::string_view slug, std::size_t longest,
                        Child const* except = nullptr);

/// The failure of a slug that a page of that status has.
Failure slug_taken(std::string_view slug, Status by);

/// Where the text of a folder is in that language, whether it exists or not.
std::string text_path(Folder const& folder, Settings const& settings, std::string_view language,
                      std::string_view text_name = {});

/// The order on writing: Title, Slug in translations, then as it was. Source: spec/content-api 2.
formats::Fields in_written_order(formats::Fields const& fields, bool translation);

/// Whether pages of these rules are not numbered by their place.
bool has_own_number(Rules const& rules);
/// Whether the number of `page` follows from its content.
bool number_follows(Page const& page, Number const& number);

/// The name of a listed page's folder.
std::string listed_folder(std::int64_t num, std::string_view slug);

/// Errors: error.page.slug.maxlength for a name no folder can have. Source: spec/content-api 21.3.
Result<> check_folder_name(std::string_view name);

/// A step of a plan for Files::apply.
store::Step rename_step(std::string from, std::string to);
store::Step replace_step(std::string path, std::string bytes, store::WriteOptions options = {});
store::Step remove_step(std::string path);

/// A name nobody else has.
std::string random_word(Random& random);

}  // namespace latchkey::content
