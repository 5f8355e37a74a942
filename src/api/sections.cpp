// Routes of sections. Source: spec/content-api 10, 21.4.

#include "api/model_target.h"
#include "api/route.h"
#include "api/section_view.h"

namespace latchkey::api {
namespace {

Result<SectionRequest> read_section_request(Call const& call) {
  SectionRequest out;
  if (auto const page = call.query.find("page"); page && !page->empty()) {
    LK_TRY(auto const paging, read_paging(call.query));
    out.page = paging.page;
  }
  if (auto const term = call.query.find("searchterm")) out.search = *term;
  return out;
}

template <FindModel find>
Result<Answer> show_section(Call& call) {
  Scene const scene(call);
  LK_TRY(auto const model, find(call, scene));
  LK_TRY(auto const request, read_section_request(call));
  auto const blueprint = call.services.tools.blueprints.find(model.blueprint_name());
  auto const* const section = blueprint->section(call.args.get("section"));
  if (!section) return Answer(NotFound{});
  auto const world = make_world(scene.context);
  LK_TRY(auto shown, render_section({scene.context, world, model, *section}, request));
  LK_CHECK(ensure_whole(scene.context));
  return Answer(Raw{std::move(shown)});
}

constexpr auto get = http::Method::get;
constexpr auto panel = Access::panel;
constexpr auto disk = Work::disk;

constexpr Route section_rows[] = {
    {get, "site/sections/{section%}", panel, disk, show_section<site_model>,
     "A section of the site"},
    {get, "pages/{id}/sections/{section%}", panel, disk, show_section<page_model>,
     "A section of a page"},
    {get, "users/{id%}/sections/{section%}", panel, disk, show_section<user_model>,
     "A section of a user"},
    {get, "account/sections/{section%}", panel, disk, show_section<account_model>,
     "A section of the acting user"},
    {get, "site/files/{name%}/sections/{section%}", panel, disk,
     show_section<file_model<site_model>>, "A section of a file of the site"},
    {get, "pages/{id}/files/{name%}/sections/{section%}", panel, disk,
     show_section<file_model<page_model>>, "A section of a file of a page"},
    {get, "users/{id%}/files/{name%}/sections/{section%}", panel, disk,
     show_section<file_model<user_model>>, "A section of a file of a user"},
    {get, "account/files/{name%}/sections/{section%}", panel, disk,
     show_section<file_model<account_model>>, "A section of a file of the acting user"},
};

}  // namespace

std::span<Route const> section_routes() { return section_rows; }

}  // namespace latchkey::api
