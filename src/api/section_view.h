#pragma once
// Sections as panels ask for them: the models in it, its options, its limits. Source:
// spec/content-api 10.

#include "api/form_view.h"
#include "blueprint/blueprint.h"

namespace latchkey::api {

/// What a client asks of a section.
struct SectionRequest {
  std::int64_t page = 1;  ///< clamped to the pages there are
  std::string search;     ///< counts only where the blueprint says `search: true`
};

/// One section of one model, for one answer.
struct SectionScene {
  PageContext const& context;
  fields::World const& world;
  fields::Model const& model;
  blueprint::Section const& section;

  json::value const* find(std::string_view prop) const { return section.props.if_contains(prop); }
  /// A property as text in the user's language, templates filled; null where it is missing.
  json::value text(std::string_view prop) const;
  /// As `text`, made HTML.
  json::value html(std::string_view prop) const;
  bool is_on(std::string_view prop) const;
  std::optional<std::int64_t> number(std::string_view prop) const;
  std::string headline() const;
};

/// The whole answer of a section, in the order of the wire. Errors: error.invalidArgument for a
/// parent or query that gives nothing fitting, or options that cannot be read.
Result<json::object> render_section(SectionScene const& scene, SectionRequest const& request);

/// What keeps a page from being published: `{<name>: {label, message}}` of every field that fails
/// and every section with too few or too many items. Errors: error.invalidArgument for options that
/// cannot be read, internal for such a blueprint.
Result<json::object> model_errors(PageContext const& context, fields::Model const& model);

// For render_section only: the two kinds that list models.
Result<json::object> render_pages_section(SectionScene const& scene, SectionRequest const& request);
Result<json::object> render_files_section(SectionScene const& scene, SectionRequest const& request);

/// The model in which a section looks: what its `parent` gives, else its own. Errors:
/// error.invalidArgument.
Result<fields::Model> section_parent(SectionScene const& scene);

/// The site, page or user that `query` gives. Errors: error.invalidArgument, which names `whose`.
Result<fields::Model> find_parent(fields::World const& world, fields::Model const& model,
                                  std::string_view query, std::string const& whose);

/// What a section lists, without search and order: what the actor may not see is left out. Errors:
/// error.invalidArgument.
Result<std::vector<fields::PagePtr>> pages_in_section(SectionScene const& scene);
Result<std::vector<content::FilePtr>> files_in_section(SectionScene const& scene);

/// A page of a list: `{limit, offset, page, total}`.
struct SectionPage {
  std::int64_t limit = 20, offset = 0, page = 0, total = 0;
  json::object to_json() const;
};
SectionPage section_page_of(std::size_t total, std::int64_t limit, std::int64_t page);

/// `min` and `max` against a number of items.
json::value limit_errors(SectionScene const& scene, std::size_t total);
/// The options both kinds share.
json::object shared_options(SectionScene const& scene, fields::Model const& parent);

}  // namespace latchkey::api
