#include "fields/folder_members.h"

#include "fields/members.h"

namespace latchkey::fields {
namespace {

using content::Filter;
using query::Value;
using query::Values;

void add_below(World const& world, content::Folder const& folder, Filter filter,
               std::vector<PagePtr>& out) {
  if (folder.children().empty()) return;
  for (auto& page : world.content.children(folder, filter)) {
    out.push_back(page);
    add_below(world, *page, filter, out);
  }
}

Value children(World const& world, content::Folder const& folder, Filter filter) {
  return object(make_pages(world, world.content.children(folder, filter)));
}

std::vector<PagePtr> grand_children(World const& world, content::Folder const& folder) {
  std::vector<PagePtr> out;
  for (auto const& child : world.content.children(folder, Filter::published))
    for (auto& page : world.content.children(*child, Filter::published))
      out.push_back(std::move(page));
  return out;
}

Value found_among(World const& world, content::Folder const& folder, Filter filter,
                  Values const& arguments) {
  auto found = make_pages(world, world.content.children(folder, filter))->call("find", arguments);
  return found ? std::move(*found) : Value();
}

/// By its id below `folder`: of "a/b" the last part, or one above it, is a draft.
Value draft_below(World const& world, content::Folder const& folder, Values const& arguments) {
  auto const wanted = query::text_argument(arguments, 0);
  auto const* const above = dynamic_cast<content::Page const*>(&folder);
  auto page = world.content.page(above ? above->id + "/" + wanted : wanted);
  for (auto const* at = page.get(); at != nullptr; at = at->parent.get())
    if (at->status == content::Status::draft) return object(make_page(world, page));
  return {};
}

/// The type of a member such as "images"; empty for all files; none for others.
std::optional<std::string_view> file_type(std::string_view member) {
  constexpr std::pair<std::string_view, std::string_view> names[]{
      {"files", ""},      {"images", "image"}, {"documents", "document"}, {"videos", "video"},
      {"audio", "audio"}, {"code", "code"},    {"archives", "archive"}};
  for (auto const& [name, type] : names)
    if (name == member) return type;
  return std::nullopt;
}

std::vector<content::FilePtr> files_of_type(World const& world, content::Owner const& owner,
                                            std::string_view type) {
  auto out = world.content.files_by_name(owner);
  world.spend(out.size());
  std::erase_if(out, [&](auto const& file) { return !type.empty() && file->type() != type; });
  return out;
}

}  // namespace

std::vector<PagePtr> pages_below(World const& world, content::Folder const& folder, bool drafts) {
  std::vector<PagePtr> out;
  add_below(world, folder, drafts ? Filter::all : Filter::published, out);
  return out;
}

std::optional<Value> file_member(World const& world, content::Owner const& owner,
                                 std::string_view name, Values const& arguments) {
  if (auto const type = file_type(name))
    return object(make_files(world, files_of_type(world, owner, *type)));
  if (name.starts_with("has") && name.size() > 3) {
    std::string plural(name.substr(3));
    plural.front() = static_cast<char>(plural.front() | 0x20);
    if (auto const type = file_type(plural))
      return flag(!files_of_type(world, owner, *type).empty());
  }
  if (name != "file" && name != "image") return std::nullopt;
  auto const wanted = query::text_argument(arguments, 0);
  if (!wanted.empty()) {
    auto file = wanted.starts_with("file://") ? world.content.file_by_uuid(wanted.substr(7))
                                              : world.content.file(owner, wanted);
    return file ? object(make_file(world, std::move(file))) : Value();
  }
  auto const all = files_of_type(world, owner, name == "image" ? "image" : "");
  return all.empty() ? Value() : object(make_file(world, all.front()));
}

std::optional<Value> folder_member(World const& world, content::Folder const& folder,
                                   content::Owner const& owner, std::string_view name,
                                   Values const& arguments) {
  if (name == "children") return children(world, folder, Filter::published);
  if (name == "drafts") return children(world, folder, Filter::drafts);
  if (name == "childrenAndDrafts") return children(world, folder, Filter::all);
  if (name == "grandChildren") return object(make_pages(world, grand_children(world, folder)));
  if (name == "hasChildren") return flag(folder.has_children());
  if (name == "hasDrafts") return flag(folder.has_drafts());
  if (name == "hasListedChildren")
    return flag(!world.content.children(folder, Filter::listed).empty());
  if (name == "hasUnlistedChildren")
    return flag(!world.content.children(folder, Filter::unlisted).empty());
  if (name == "index")
    return object(make_pages(
        world, pages_below(world, folder, !arguments.empty() && query::is_true(arguments[0]))));
  if (name == "find") return found_among(world, folder, Filter::published, arguments);
  if (name == "findPageOrDraft") return found_among(world, folder, Filter::all, arguments);
  if (name == "draft") return draft_below(world, folder, arguments);
  if (name == "search") {
    auto found = make_pages(world, pages_below(world, folder, false))->call("search", arguments);
    return found ? std::move(*found) : Value();
  }
  return file_member(world, owner, name, arguments);
}

}  // namespace latchkey::fields
