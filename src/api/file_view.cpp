#include "api/file_view.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "api/blueprint_view.h"
#include "api/locks.h"
#include "api/user_view.h"
#include "content/media.h"
#include "core/text.h"
#include "images/kind.h"
#include "images/mime.h"

namespace latchkey::api {
namespace {

using content::File;
using content::FilePtr;
using content::Owner;
using json::value;
using std::string_view;

constexpr std::array<string_view, 10> all_file_actions{
    "access", "changeName", "changeTemplate", "create", "delete",
    "list",   "read",       "replace",        "sort",   "update"};

value text_or_null(string_view text) { return text.empty() ? value(nullptr) : json::text(text); }

/// Whole numbers without a fraction, as the wire has them.
value whole_or_real(double x) {
  if (x == std::floor(x) && std::abs(x) < 1e15) return static_cast<std::int64_t>(x);
  return x;
}

json::object dimensions_of(images::Dimensions const& size) {
  if (size.width == 0 || size.height == 0)
    return {{"width", 0}, {"height", 0}, {"ratio", 0}, {"orientation", false}};
  string_view const shape = size.width == size.height  ? "square"
                            : size.width > size.height ? "landscape"
                                                       : "portrait";
  return {
      {"width", size.width},
      {"height", size.height},
      {"ratio", whole_or_real(static_cast<double>(size.width) / static_cast<double>(size.height))},
      {"orientation", shape}};
}

value render_dimensions(File const& file, PageContext const& c, string_view) {
  if (file.type() != "image") return {{"dimensions", nullptr}};
  return dimensions_of(c.content.facts(file).dimensions.value_or(images::Dimensions()));
}

/// "/pages/garden+tulips", "/site", "/users/ada", "/account".
std::string owner_link(Owner const& owner, PageContext const& c) {
  switch (owner.kind) {
    case Owner::Kind::site: return "/site";
    case Owner::Kind::page: return "/pages/" + replace_all(owner.id, "/", "+");
    case Owner::Kind::user:
      return owner.id == c.actor.user().id ? "/account" : "/users/" + owner.id;
  }
  return "";
}

value render_file_link(File const& file, PageContext const& c, string_view) {
  return json::text(owner_link(file.owner, c) + "/files/" + file.name);
}

value render_file_uuid(File const& file, PageContext const& c, string_view) {
  auto const uuid = c.content.uuid(file);
  return uuid.empty() ? value(nullptr) : json::text("file://" + uuid);
}

value render_drag_text(File const& file, PageContext const& c, string_view) {
  auto const type = file.type();
  auto const uuid = c.content.uuid(file);
  std::string out = "(";
  out.append(type == "image" || type == "video" ? type : "file").append(": ");
  return json::text(out + (uuid.empty() ? file.name : "file://" + uuid) + ")");
}

value render_file_content(File const& file, PageContext const& c, string_view) {
  return render_values(c, model_of(file));
}

value render_file_blueprint(File const& file, PageContext const& c, string_view) {
  return c.tools ? value(render_blueprint(c, model_of(file))) : value(nullptr);
}

value render_file_options(File const& file, PageContext const& c, string_view) {
  json::object out;
  for (auto const action : all_file_actions) out.emplace(action, may(c, action, file));
  return held_options(c, model_of(file), std::move(out));
}

/// The nearest listable file before (-1) or behind (1) in `files`.
value render_file_neighbour(std::vector<FilePtr> const& files, File const& file,
                            PageContext const& c, string_view view, std::ptrdiff_t step) {
  auto const size = static_cast<std::ptrdiff_t>(files.size());
  auto at = std::ranges::find_if(files, [&](auto const& one) { return one->name == file.name; }) -
            files.begin();
  if (at == size) return nullptr;
  for (at += step; at >= 0 && at < size; at += step)
    if (auto const& other = *files[static_cast<std::size_t>(at)]; is_listable(c, other))
      return render(other, c, file_schema(), view);
  return nullptr;
}

/// By name, not by sort number.
template <int step>
value by_name(File const& file, PageContext const& c, string_view view) {
  return render_file_neighbour(c.content.files_by_name(file.owner), file, c, view, step);
}

/// Among those of the same template, by sort number.
template <int step>
value by_template(File const& file, PageContext const& c, string_view view) {
  auto files = c.content.files(file.owner);
  std::erase_if(files,
                [&](FilePtr const& one) { return one->template_name() != file.template_name(); });
  return render_file_neighbour(files, file, c, view, step);
}

value render_file_parent(File const& file, PageContext const& c, string_view view) {
  auto const& owner = file.owner;
  if (owner.page)
    return is_accessible(c, *owner.page) ? render(*owner.page, c, page_schema(), view)
                                         : value(nullptr);
  if (owner.kind == Owner::Kind::site) return render(*c.content.site(), c, site_schema(), view);
  auto const user = c.accounts ? c.accounts->by_id(owner.id) : nullptr;
  if (!user || !accounts::is_accessible(c.actor, *user, *c.accounts)) return nullptr;
  return render(*user, UserContext{*c.accounts, c.actor, &c}, user_schema(), view);
}

value render_file_parents(File const& file, PageContext const& c, string_view view) {
  json::array out;
  for (auto const* at = file.owner.page.get(); at != nullptr; at = at->parent.get())
    if (is_listable(c, *at))
      out.insert(out.begin(), render(*at, c, page_schema(), view == "default" ? "compact" : view));
  return out;
}

value render_thumbs(File const& file, PageContext const& c, string_view) {
  if (!images::is_resizable(file.extension())) return nullptr;
  constexpr std::array<std::pair<string_view, int>, 5> sizes{
      {{"tiny", 128}, {"small", 256}, {"medium", 512}, {"large", 768}, {"huge", 1024}}};
  json::object out;
  for (auto const& [name, width] : sizes)
    out.emplace(name, json::text(c.content.media().thumb_url(file, c.base, {width, 0, false})));
  return out;
}

constexpr Field<File, PageContext> file_fields[] = {
    {"blueprint", render_file_blueprint},
    {"content", render_file_content},
    {"dimensions", render_dimensions},
    {"dragText", render_drag_text},
    {"exists", [](File const&, PageContext const&, string_view) { return value(true); }},
    {"extension",
     [](File const& f, PageContext const&, string_view) { return json::text(f.extension()); }},
    {"filename", [](File const& f, PageContext const&, string_view) { return json::text(f.name); }},
    {"id", [](File const& f, PageContext const&, string_view) { return json::text(f.id); }},
    {"link", render_file_link},
    {"mime", [](File const& f, PageContext const& c,
                string_view) { return json::text(c.content.facts(f).mime); }},
    {"modified", [](File const& f, PageContext const& c,
                    string_view) { return value(iso_time(f.modified(c.language))); }},
    {"name",
     [](File const& f, PageContext const&, string_view) { return json::text(f.base_name()); }},
    {"next", by_name<1>},
    {"nextWithTemplate", by_template<1>},
    {"niceSize",
     [](File const& f, PageContext const&, string_view) { return value(nice_size(f.stamp.size)); }},
    {"options", render_file_options},
    {"panelImage",
     [](File const& f, PageContext const& c, string_view) { return value(file_image(c, f)); }},
    {"panelUrl", render_file_link},
    {"parent", render_file_parent},
    {"parents", render_file_parents},
    {"prev", by_name<-1>},
    {"prevWithTemplate", by_template<-1>},
    {"size", [](File const& f, PageContext const&, string_view) { return value(f.stamp.size); }},
    {"template", [](File const& f, PageContext const&,
                    string_view) { return text_or_null(f.template_name()); }},
    {"thumbs", render_thumbs},
    {"type", [](File const& f, PageContext const&, string_view) { return text_or_null(f.type()); }},
    {"url", [](File const& f, PageContext const& c,
               string_view) { return json::text(c.content.media().url(f, c.base)); }},
    {"uuid", render_file_uuid},
};

constexpr Pick file_default[] = {{"content"},
                                 {"dimensions"},
                                 {"exists"},
                                 {"extension"},
                                 {"filename"},
                                 {"id"},
                                 {"link"},
                                 {"mime"},
                                 {"modified"},
                                 {"name"},
                                 {"next", "compact"},
                                 {"niceSize"},
                                 {"options"},
                                 {"parent", "compact"},
                                 {"prev", "compact"},
                                 {"size"},
                                 {"template"},
                                 {"type"},
                                 {"url"},
                                 {"uuid"}};
constexpr Pick file_compact[] = {{"filename"}, {"id"}, {"link"}, {"type"}, {"url"}, {"uuid"}};
constexpr Pick file_panel[] = {{"blueprint"},
                               {"content"},
                               {"dimensions"},
                               {"extension"},
                               {"filename"},
                               {"id"},
                               {"link"},
                               {"mime"},
                               {"modified"},
                               {"name"},
                               {"nextWithTemplate", "compact"},
                               {"niceSize"},
                               {"options"},
                               {"panelImage"},
                               {"parent", "compact"},
                               {"parents", ">crumb"},
                               {"prevWithTemplate", "compact"},
                               {"template"},
                               {"type"},
                               {"url"},
                               {"uuid"}};
constexpr View file_views[] = {
    {"default", file_default}, {"compact", file_compact}, {"panel", file_panel}};

struct Paint {
  string_view type, icon, color;
};
constexpr std::array<Paint, 6> paints{{{"archive", "archive", "gray-500"},
                                       {"audio", "audio", "aqua-500"},
                                       {"code", "code", "pink-500"},
                                       {"document", "document", "red-500"},
                                       {"image", "image", "orange-500"},
                                       {"video", "video", "yellow-500"}}};

Paint paint_of(File const& file) {
  auto const extension = lower(file.extension());
  if (extension == "csv" || extension.starts_with("xl")) return {"", "table", "green-500"};
  auto const* const found = std::ranges::find(paints, file.type(), &Paint::type);
  return found == paints.end() ? Paint{"", "file", "gray-500"} : *found;
}

}  // namespace

Schema<File, PageContext> file_schema() { return {file_fields, file_views}; }

bool may(PageContext const& context, string_view action, File const& file) {
  auto const* const options = file.rules->options.is_object() ? &file.rules->options : nullptr;
  bool refused = false;
  if (action == "changeTemplate") refused = context.content.templates_for(file).size() <= 1;
  if (action == "replace")
    refused = !content::accepts(file.rules->accept, file, context.content.facts(file));
  return accounts::may(context.actor, action, {"files", options, refused});
}

bool is_accessible(PageContext const& context, File const& file) {
  return may(context, "read", file) && may(context, "access", file);
}

bool is_listable(PageContext const& context, File const& file) {
  return is_accessible(context, file) && may(context, "list", file);
}

std::vector<FilePtr> listable_files(PageContext const& context, Owner const& owner) {
  auto out = context.content.files(owner);
  std::erase_if(out, [&](FilePtr const& file) { return !is_listable(context, *file); });
  return out;
}

json::value render_files(PageContext const& context, Owner const& owner, string_view view) {
  json::array out;
  auto const schema = file_schema();
  for (auto const& file : listable_files(context, owner))
    out.push_back(render(*file, context, schema, view));
  return out;
}

SearchTexts search_texts(File const& file, string_view language) {
  SearchTexts out{{"id", file.id}};
  for (auto const& [name, text] : file.fields(language)) out.push_back({name, text});
  return out;
}

json::value render_avatar(PageContext const& context, Owner const& user, string_view view) {
  auto const picture = context.content.avatar(user);
  if (!picture) return nullptr;
  content::ThumbSize const size{512, 0, true};
  std::string const name = content::thumb_name(*picture, size);
  value const url = json::text(context.content.media().thumb_url(*picture, context.base, size));
  value const id = json::text(user.id + "/" + name);
  if (view == "compact")
    return {{"filename", json::text(name)}, {"id", id}, {"type", "image"}, {"url", url}};
  auto const bytes = picture->stamp.size;
  return {{"dimensions", dimensions_of(content::thumb_dimensions(size, std::nullopt))},
          {"exists", true},
          {"extension", json::text(picture->extension())},
          {"filename", json::text(name)},
          {"id", id},
          {"mime", json::text(context.content.facts(*picture).mime)},
          {"modified", iso_time(picture->stamp.mtime_seconds())},
          {"name", json::text(name.substr(0, name.rfind('.')))},
          {"niceSize", nice_size(bytes)},
          {"size", bytes},
          {"type", "image"},
          {"url", url}};
}

json::object file_image(PageContext const& context, File const& file) {
  auto const paint = paint_of(file);
  json::object out{
      {"back", "pattern"}, {"color", paint.color}, {"cover", false}, {"icon", paint.icon}};
  if (file.type() != "image") return out;
  auto const& media = context.content.media();
  auto const url = media.url(file, context.base);
  bool const scales = images::is_resizable(file.extension());
  if (!scales && lower(file.extension()) != "svg") return out;
  out["url"] = json::text(url);
  if (!scales) {
    out["src"] = json::text(url);
    return out;
  }
  // One transparent pixel: the browser chooses from srcset.
  out["src"] = "data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw";
  out["srcset"] = json::text(media.thumb_url(file, context.base, {38, 0, false}) + " 38w, " +
                             media.thumb_url(file, context.base, {76, 0, false}) + " 76w");
  return out;
}

std::string iso_time(std::int64_t seconds) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}+00:00", fmt::gmtime(static_cast<std::time_t>(seconds)));
}

std::string nice_size(std::uint64_t bytes) {
  constexpr std::array<string_view, 4> units{"B", "KB", "MB", "GB"};
  double amount = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (amount >= 1024 && unit + 1 < units.size()) {
    amount /= 1024;
    ++unit;
  }
  std::string digits = fmt::format("{:.2f}", std::round(amount * 100) / 100);
  while (digits.back() == '0') digits.pop_back();
  if (digits.back() == '.') digits.pop_back();
  return digits + "\u00a0" + std::string(units[unit]);
}

}  // namespace latchkey::api
