#pragma once
// Files as the wire has them, and who may do what to them. Source: spec/content-api 4, 7, 9.

#include <string_view>
#include <vector>

#include "api/page_view.h"
#include "api/search.h"
#include "content/file.h"

namespace latchkey::api {

Schema<content::File, PageContext> file_schema();

/// Hard rules, blueprint, role, in this order.
bool may(PageContext const& context, std::string_view action, content::File const& file);
bool is_accessible(PageContext const& context, content::File const& file);
bool is_listable(PageContext const& context, content::File const& file);

/// The listable files in the order of the listing.
std::vector<content::FilePtr> listable_files(PageContext const& context,
                                             content::Owner const& owner);
/// Those, rendered; for a member `files` of another model.
json::value render_files(PageContext const& context, content::Owner const& owner,
                         std::string_view view);

/// What searches look at.
SearchTexts search_texts(content::File const& file, std::string_view language);

/// The profile picture cropped to 512×512, in the views of a file version: "compact", else all of
/// it. Null without one.
json::value render_avatar(PageContext const& context, content::Owner const& user,
                          std::string_view view);

/// As panels paint a file in lists: colour, icon, and the picture itself. Source: recorded cases
/// file-views, section-files.
json::object file_image(PageContext const& context, content::File const& file);

/// "191 B", "1.5 KB": two decimals at most, a no-break space, 1024 to the next unit.
std::string nice_size(std::uint64_t bytes);
/// ISO 8601 in UTC, with offset.
std::string iso_time(std::int64_t seconds);

}  // namespace latchkey::api
