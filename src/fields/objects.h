#pragma once
// The site as queries see it: kirby, site, pages, users and stored fields. Source:
// spec/content-api 18, "Allowed members".

#include <string>
#include <vector>

#include "fields/world.h"
#include "query/collection.h"

namespace latchkey::fields {

/// All borrow `world`, which must outlive them.
query::ObjectPtr make_kirby(World const& world);
query::ObjectPtr make_site(World const& world, SitePtr site);
query::ItemPtr make_page(World const& world, PagePtr page);
query::ItemPtr make_user(World const& world, UserPtr user);
/// The roles of the site; as text, a role is its name.
query::Value make_roles(World const& world);
query::ItemPtr make_file(World const& world, content::FilePtr file);
std::shared_ptr<query::Collection const> make_files(World const& world,
                                                    std::vector<content::FilePtr> files);
std::shared_ptr<query::Collection const> make_pages(World const& world, std::vector<PagePtr> pages);
std::shared_ptr<query::Collection const> make_users(World const& world, std::vector<UserPtr> users);
/// A stored value under its name; `model` is where the name was asked for.
query::ObjectPtr make_field(World const& world, Model const& model, std::string name,
                            std::string value);
query::ObjectPtr make_object(World const& world, Model const& model);
/// The stored fields of a model.
query::ObjectPtr make_content(World const& world, Model const& model);
/// The rows of a structure that `model` stores, as a collection; what is no map is left out.
query::ObjectPtr make_structure(World const& world, Model const& model, json::array const& rows);

/// The model behind an item; all null for anything else.
PagePtr page_of(query::Object const* object);
UserPtr user_of(query::Object const* object);
content::FilePtr file_of(query::Object const* object);
SitePtr site_of(query::Object const* object);

/// Names that queries of a blueprint may begin with: kirby, site, model and the model's own kind;
/// besides `page(id)`, `user(id)` and the like.
query::Scope scope_of(World const& world, Model const& model);

}  // namespace latchkey::fields
