#pragma once
// Models as lists of sections and pickers show them. Source: spec/content-api 10, 11.

#include "api/page_view.h"
#include "fields/world.h"

namespace latchkey::api {

/// What a section or field says about its items.
struct ItemLook {
  std::string text;  ///< template
  std::string info;  ///< template
  json::value image = nullptr;
  std::string layout = "list";
};

/// From `text`, `info`, `image` and `layout` of a section or field; texts in the language
/// `language`.
ItemLook look_of(json::object const& props, std::string_view text,
                 std::string_view language = "en");

json::object section_page(PageContext const& context, fields::World const& world,
                          fields::PagePtr const& page, ItemLook const& look);
json::object section_file(PageContext const& context, fields::World const& world,
                          content::FilePtr const& file, ItemLook const& look);
json::object picked_page(PageContext const& context, fields::World const& world,
                         fields::PagePtr const& page, ItemLook const& look);
/// `of`: whose field it is; its own files go by their bare names.
json::object picked_file(PageContext const& context, fields::World const& world,
                         content::FilePtr const& file, ItemLook const& look,
                         fields::Model const& of);
json::object picked_user(PageContext const& context, fields::World const& world,
                         fields::UserPtr const& user, ItemLook const& look);

/// As panels paint a page.
json::value page_image(PageContext const& context, fields::World const& world,
                       fields::PagePtr const& page, ItemLook const& look);

}  // namespace latchkey::api
