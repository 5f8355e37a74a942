// Routes of sections. Source: spec/content-api 10, 21.4.

#include <algorithm>

#include "api/file_owner.h"
#include "api/input.h"
#include "api/locks.h"
#include "api/model_target.h"
#include "api/owned_routes.h"
#include "api/page_removal.h"
#include "api/section_view.h"
#include "content/file_actions.h"

namespace latchkey::api {
namespace {

using Ids = std::vector<std::string>;

/// What `use(scene, section)` answers for the section that the call means.
template <class Use>
Result<Answer> with_section(Call& call, Use use) {
  Scene const scene(call);
  LK_TRY(auto const model, find_model(call, scene));
  auto const blueprint = call.services.tools.blueprints.find(model.blueprint_name());
  auto const* const section = blueprint->section(call.args.get("section"));
  if (!section) return Answer(NotFound{});
  auto const world = make_world(scene.context);
  return use(scene, SectionScene{scene.context, world, model, *section});
}

Result<SectionRequest> read_section_request(Call const& call) {
  SectionRequest out;
  LK_TRY(auto const paging, read_paging(call.query));
  out.page = paging.page;
  LK_TRY(out.search, read_text(call.query, "searchterm"));
  return out;
}

Result<Answer> show_section(Call& call) {
  LK_TRY(auto const request, read_section_request(call));
  return with_section(call, [&](Scene const& scene, SectionScene const& section) -> Result<Answer> {
    LK_TRY(auto shown, render_section(section, request));
    LK_CHECK(ensure_whole(scene.context));
    return Answer(Raw{std::move(shown)});
  });
}

Failure no_section_route() { return fail(Kind::not_found, "", "No such route or method"); }

Result<Answer> sort_section(Call& call) {
  return with_section(call, [&](Scene const& scene, SectionScene const& section) -> Result<Answer> {
    if (section.section.type != "files") return no_section_route();
    LK_TRY(auto const parent, section_parent(section));
    LK_CHECK(sort_files_of(call, scene, parent.owner()));
    return Answer(Done{});
  });
}

Result<Ids> read_ids(Call const& call) {
  auto const list = list_input(call, "ids");
  Ids out;
  if (list)
    for (auto const& id : *list)
      if (id.is_string()) out.emplace_back(id.get_string());
  if (!list || out.size() != list->size())
    return fail(Kind::invalid, "error.invalidArgument", "\"ids\" must be a list of ids");
  return out;
}

bool is_named(Ids const& ids, std::string_view id, std::string const& address) {
  return std::ranges::any_of(ids, [&](auto const& one) { return one == id || one == address; });
}

/// All or nothing, as far as permissions go. Those that are no longer there are as wanted.
Result<> delete_pages(Call& call, Scene const& scene, SectionScene const& section, Ids const& ids) {
  LK_TRY(bool const force, is_asked(call, "force"));
  LK_TRY(auto pages, pages_in_section(section));
  std::erase_if(pages, [&](auto const& page) {
    return !is_named(ids, page->id, "page://" + scene.content->uuid(*page));
  });
  for (auto const& page : pages) {
    LK_CHECK(ensure_may_delete(scene, *page, force));
    LK_CHECK(ensure_not_held(scene.context, call.options(), {nullptr, page, nullptr, nullptr},
                             "delete"));
    if (!force && !page->children().empty())
      return fail(Kind::invalid, "error.page.delete.hasChildren",
                  "A page has children; repeat with force to delete them too");
  }
  auto turn = call.services.content.begin();
  content::Steps steps(turn);
  for (auto const& page : pages) {
    auto removed = call.services.content.remove(page->id, force, call.actor->user().id);
    if (!removed && removed.error().kind != Kind::not_found) return removed;
  }
  return steps.commit();
}

Result<> delete_files(Call& call, Scene const& scene, SectionScene const& section, Ids const& ids) {
  LK_TRY(auto files, files_in_section(section));
  std::erase_if(files, [&](auto const& file) {
    return !is_named(ids, file->id, "file://" + scene.content->uuid(*file));
  });
  for (auto const& file : files) {
    LK_CHECK(ensure_may_change(call, scene, *file, "delete", "error.permission"));
    LK_CHECK(ensure_not_held(scene.context, call.options(), {nullptr, nullptr, nullptr, file},
                             "delete"));
  }
  auto turn = call.services.content.begin();
  content::Steps steps(turn);
  for (auto const& file : files) LK_CHECK(content::remove_file(turn, *file, call.actor->user().id));
  return steps.commit();
}

Result<Answer> delete_in_section(Call& call) {
  return with_section(call, [&](Scene const& scene, SectionScene const& section) -> Result<Answer> {
    auto const& type = section.section.type;
    if (type != "pages" && type != "files") return no_section_route();
    if (!section.is_on("batch"))
      return fail(Kind::forbidden, "error.permission",
                  "The section does not let several be deleted at once");
    LK_TRY(auto const ids, read_ids(call));
    LK_CHECK(type == "pages" ? delete_pages(call, scene, section, ids)
                             : delete_files(call, scene, section, ids));
    return Answer(Done{});
  });
}

using http::Method;

constexpr OwnedRow section_rows[] = {
    {Method::get, "/sections/{section%}", show_section, "A section of {}"},
    {Method::get, "/files/{name%}/sections/{section%}", show_section, "A section of a file of {}"},
    {Method::patch, "/sections/{section%}/sort", sort_section,
     "Sorts the files of a section of {}"},
    {Method::del, "/sections/{section%}/delete", delete_in_section,
     "Deletes several pages or files of a section of {}, where its blueprint says `batch: true`"},
};

}  // namespace

std::span<Route const> section_routes() {
  static OwnedRoutes const routes(section_rows);
  return routes.rows();
}

}  // namespace latchkey::api
