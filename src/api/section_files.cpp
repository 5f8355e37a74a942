// Sections of files. Source: spec/content-api 10, recorded cases section-files, section-variants.

#include <algorithm>
#include <array>

#include "api/collection.h"
#include "api/file_view.h"
#include "api/items.h"
#include "api/section_view.h"
#include "core/text.h"
#include "fields/objects.h"

namespace latchkey::api {
namespace {

using content::FilePtr;
using json::value;

struct MimeExtensions {
  std::string_view mime, extensions;
};
constexpr std::array<MimeExtensions, 30> known_mimes{{
    {"application/json", ".json"},
    {"application/msword", ".doc"},
    {"application/pdf", ".pdf"},
    {"application/rtf", ".rtf"},
    {"application/vnd.ms-excel", ".xls"},
    {"application/vnd.ms-powerpoint", ".ppt"},
    {"application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx"},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"},
    {"application/zip", ".zip"},
    {"audio/flac", ".flac"},
    {"audio/midi", ".mid,.midi"},
    {"audio/mp4", ".m4a"},
    {"audio/mpeg", ".mp3"},
    {"audio/ogg", ".oga,.ogg"},
    {"audio/wav", ".wav"},
    {"image/avif", ".avif"},
    {"image/bmp", ".bmp"},
    {"image/gif", ".gif"},
    {"image/jpeg", ".jpg,.jpeg,.jpe"},
    {"image/png", ".png"},
    {"image/svg+xml", ".svg"},
    {"image/tiff", ".tif,.tiff"},
    {"image/webp", ".webp"},
    {"text/css", ".css"},
    {"text/csv", ".csv"},
    {"text/plain", ".txt"},
    {"video/mp4", ".mp4"},
    {"video/quicktime", ".mov"},
    {"video/webm", ".webm"},
}};

struct TypeExtensions {
  std::string_view type, extensions;
};
constexpr std::array<TypeExtensions, 6> known_types{{
    {"archive", "gz gzip tar tgz zip"},
    {"audio", "aif aiff flac m4a midi mp3 ogg opus wav"},
    {"code", "css js json java htm html mjs php rb py scss xml yaml yml"},
    {"document",
     "csv doc docx dotx ics indd md mdown odc odp odt pdf ppt pptx rtf txt xl xls xlsx xltx"},
    {"image",
     "ai avif bmp gif eps heic heif ico j2k jp2 jpeg jpg jpe jxl png ps psd svg tif tiff webp"},
    {"video", "avi flv m4v mkv mov movie mpe mpg mp4 ogg ogv swf webm"},
}};

std::vector<std::string> list_in(value const* node) {
  std::vector<std::string> out;
  if (node && node->is_string())
    for (auto const part : split(node->get_string(), ','))
      if (auto const word = trim(part); !word.empty()) out.push_back(lower(word));
  if (node && node->is_array())
    for (auto const& item : node->get_array())
      if (item.is_string()) out.push_back(lower(item.get_string()));
  return out;
}

void add_mime(std::vector<std::string>& out, std::string_view pattern) {
  bool const wild = pattern.ends_with("/*");
  for (auto const& row : known_mimes) {
    bool const fits =
        wild ? row.mime.starts_with(pattern.substr(0, pattern.size() - 1)) : row.mime == pattern;
    if (!fits) continue;
    for (auto const extension : split(row.extensions, ',')) out.emplace_back(extension);
  }
}

/// What a file dialog should offer, from the `accept` of a file blueprint; null for anything.
value accepted_extensions(value const& accept) {
  std::vector<std::string> out;
  if (accept.is_string()) {
    for (auto const& mime : list_in(&accept)) add_mime(out, mime);
  } else if (accept.is_object()) {
    auto const& said = accept.get_object();
    for (auto const& mime : list_in(said.if_contains("mime"))) add_mime(out, mime);
    for (auto const& extension : list_in(said.if_contains("extension")))
      out.push_back("." + extension);
    for (auto const& type : list_in(said.if_contains("type")))
      for (auto const& row : known_types)
        if (row.type == type)
          for (auto const extension : split(row.extensions, ' '))
            out.push_back("." + std::string(extension));
  }
  std::string joined;
  for (auto const& extension : out) joined += (joined.empty() ? "" : ",") + extension;
  return joined.empty() ? value() : json::text(joined);
}

Result<std::vector<FilePtr>> files_of_section(SectionScene const& scene,
                                              fields::Model const& parent) {
  std::vector<FilePtr> out;
  if (auto const* const said = scene.find("query"); said && said->is_string()) {
    auto const found =
        query::evaluate(said->get_string(), fields::scope_of(scene.world, scene.model));
    auto const* const all =
        found ? dynamic_cast<query::Collection const*>(found->object()) : nullptr;
    if (!all || all->type() != "files")
      return fail(Kind::invalid, "error.invalidArgument",
                  "The query of the section \"" + scene.section.name + "\" gives no files");
    for (auto const& item : all->items()) out.push_back(fields::file_of(item.get()));
  } else {
    out = scene.context.content.files(parent.owner());
  }
  auto const name = scene.text("template");
  std::erase_if(out, [&](FilePtr const& file) {
    bool const other = name.is_string() && file->template_name() != name.get_string() &&
                       !(name.get_string() == "default" && file->template_name().empty());
    return other || !is_listable(scene.context, *file);
  });
  return out;
}

void arrange_files(SectionScene const& scene, std::vector<FilePtr>& files) {
  if (auto const by = scene.text("sortBy"); by.is_string()) {
    auto const sorted =
        query::sort_items(fields::make_files(scene.world, files)->items(), {query::Value(by)})
            .value();  // nobody watches the queries of blueprints
    files.clear();
    for (auto const& item : sorted) files.push_back(fields::file_of(item.get()));
  }
  if (scene.is_on("flip")) std::ranges::reverse(files);
}

/// Where uploads of the section go, and how many more it takes; false where it takes none.
value upload_of(SectionScene const& scene, std::string const& path, value const& accept,
                std::size_t total, bool sortable) {
  auto const most = scene.number("max");
  auto const left = most ? std::optional(*most - static_cast<std::int64_t>(total)) : std::nullopt;
  if (left && *left <= 0) return false;
  auto const* const image = scene.find("image");
  return json::object{{"accept", accept},
                      {"api", json::text(path + "/files")},
                      {"attributes", json::object{{"sort", sortable ? value(total + 1) : value()},
                                                  {"template", scene.text("template")}}},
                      {"max", left ? value(*left) : value()},
                      {"multiple", !left || *left > 1},
                      {"preview", image && image->is_object() ? *image : value(json::array())}};
}

}  // namespace

Result<std::vector<FilePtr>> files_in_section(SectionScene const& scene) {
  LK_TRY(auto const parent, section_parent(scene));
  return files_of_section(scene, parent);
}

Result<json::object> render_files_section(SectionScene const& scene,
                                          SectionRequest const& request) {
  LK_TRY(auto const parent, section_parent(scene));
  LK_TRY(auto files, files_of_section(scene, parent));
  bool const searched = scene.is_on("search") && !request.search.empty();
  if (searched)
    files =
        search_items(SearchRequest{request.search, {}}, std::move(files),
                     [&](auto const& file) { return search_texts(*file, scene.context.language); });
  arrange_files(scene, files);
  auto const* const said = scene.find("sortable");
  bool const sortable = !(said && !blueprint::is_truthy(*said)) && !searched &&
                        !scene.find("query") && !scene.is_on("sortBy") && !scene.is_on("flip");
  auto const total = files.size();
  auto const place = section_page_of(total, scene.number("limit").value_or(20), request.page);
  auto const look =
      look_of(scene.section.props, "{{ file.filename }}", scene.world.user_language());
  json::array data;
  for (auto const& file : slice(std::move(files), place.offset, place.limit))
    data.push_back(section_file(scene.context, scene.world, file, look));

  auto const name = scene.text("template");
  value accept;
  if (name.is_string()) {
    auto const lookup = "files/" + std::string(name.get_string());
    auto const blueprint = scene.world.blueprints.find(lookup);
    auto const* const own = blueprint->rest.if_contains("accept");
    if (blueprint->name == lookup && own) accept = accepted_extensions(*own);
  }
  auto const path = panel_link(scene.context, parent).substr(1);
  json::object options{{"accept", accept},
                       {"apiUrl", json::text(path + "/sections/" + scene.section.name)}};
  for (auto& [key, item] : shared_options(scene, parent)) options[key] = std::move(item);
  options["sortable"] = sortable;
  options["upload"] = upload_of(scene, path, accept, total, sortable);
  return json::object{{"data", std::move(data)},
                      {"errors", limit_errors(scene, total)},
                      {"options", std::move(options)},
                      {"pagination", place.to_json()}};
}

}  // namespace latchkey::api
