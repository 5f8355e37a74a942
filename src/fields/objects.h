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
/// As text, a role is its name.
query::ItemPtr make_role(World const& world, std::shared_ptr<accounts::Role const> const& role);
/// The roles of the site.
query::ObjectPtr make_roles(World const& world);
query::ItemPtr make_file(World const& world, content::FilePtr file);
query::ItemPtr make_language(World const& world, content::Language const& language);
/// The languages of the site; none where it has no languages.
query::ObjectPtr make_languages(World const& world);
query::ObjectPtr make_translations(World const& world);
query::ObjectPtr make_blueprint(World const& world, Model const& model);
/// The published version ("latest"), or the pending one ("changes"); null for other names.
query::ObjectPtr make_version(World const& world, Model const& model, std::string_view name);
std::shared_ptr<query::Collection const> make_files(World const& world,
                                                    std::vector<content::FilePtr> files);
std::shared_ptr<query::Collection const> make_pages(World const& world, std::vector<PagePtr> pages);
std::shared_ptr<query::Collection const> make_users(World const& world, std::vector<UserPtr> users);
/// A stored value under its name; `model` is where the name was asked for.
query::ObjectPtr make_field(World const& world, Model const& model, std::string name,
                            std::string value);
query::ObjectPtr make_object(World const& world, Model const& model);
/// The stored fields of a model; of an account nothing that is named as a secret would be.
query::ObjectPtr make_content(World const& world, Model const& model);
/// Fields under their names, as they lie in what `model` stores.
query::ObjectPtr make_content(World const& world, Model const& model, json::object values);
/// What `model` stores as rows, blocks and layouts, as collections; what is no map is left out,
/// hidden blocks too.
query::ObjectPtr make_structure(World const& world, Model const& model, json::array const& rows);
query::ObjectPtr make_blocks(World const& world, Model const& model, json::array const& blocks);
query::ObjectPtr make_layouts(World const& world, Model const& model, json::array const& layouts);
/// Texts as a collection of fields.
query::ObjectPtr make_entries(World const& world, Model const& model, std::string const& name,
                              json::array const& entries);

/// The model behind an item; all null for anything else.
PagePtr page_of(query::Object const* object);
UserPtr user_of(query::Object const* object);
/// Of scaled pictures: the picture they are made of.
content::FilePtr file_of(query::Object const* object);
SitePtr site_of(query::Object const* object);

/// Names that queries of a blueprint may begin with: kirby, site, model and the model's own kind;
/// besides `page(id)`, `user(id)` and the like.
query::Scope scope_of(World const& world, Model const& model);
/// Without a model.
query::Scope scope_of(World const& world);
/// Whether a name is that of a secret of an account: no query finds what is stored under it.
bool is_secret_name(std::string_view name);

}  // namespace latchkey::fields
