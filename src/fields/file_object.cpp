// Files, and pictures scaled from them. Source: spec/content-api 4, 18, "file".

#include <algorithm>
#include <cmath>

#include "content/media.h"
#include "core/text.h"
#include "fields/lists.h"
#include "fields/members.h"
#include "fields/model_members.h"
#include "fields/objects.h"
#include "fields/text_forms.h"
#include "fields/views.h"
#include "images/kind.h"

namespace latchkey::fields {
namespace {

using content::FilePtr;
using content::ThumbSize;
using query::Value;
using query::Values;

/// As text "12 × 8".
class DimensionsObject final : public query::Object {
 public:
  explicit DimensionsObject(images::Dimensions const& of) : of_(of) {}

  std::string_view type() const override { return "dimensions"; }
  std::string text() const override {
    if (is_none()) return {};
    return std::to_string(of_.width) + " × " + std::to_string(of_.height);
  }
  json::value data() const override {
    return {{"width", of_.width},
            {"height", of_.height},
            {"ratio", json::value(query::json_number(ratio()))},
            {"orientation", orientation()}};
  }
  bool is_true() const override { return !is_none(); }
  Result<Value> call(std::string_view name, Values const&) const override {
    auto const all = data();
    auto const* const found = all.get_object().if_contains(name);
    return found ? Result<Value>(Value(*found)) : query::no_member(type(), name);
  }
  double ratio() const {
    if (is_none()) return 0;
    return static_cast<double>(of_.width) / static_cast<double>(of_.height);
  }
  json::value orientation() const {
    if (is_none()) return false;
    return of_.width == of_.height ? "square" : of_.width > of_.height ? "landscape" : "portrait";
  }

 private:
  bool is_none() const { return of_.width == 0 || of_.height == 0; }
  images::Dimensions of_;
};

class FileObject final : public query::Item {
 public:
  FileObject(World const& in, FilePtr of, std::optional<ThumbSize> as = {})
      : world(in), file(std::move(of)), size(as) {}

  std::string_view type() const override { return "file"; }
  std::string key() const override { return id(); }
  Result<Value> call(std::string_view name, Values const& arguments) const override;
  std::string text() const override { return id(); }
  json::value data() const override { return json::text(id()); }

  Model model() const { return {nullptr, nullptr, nullptr, file}; }
  std::string name() const { return size ? content::thumb_name(*file, *size) : file->name; }
  std::string id() const {
    return size ? file->id.substr(0, file->id.size() - file->name.size()) + name() : file->id;
  }
  images::Dimensions dimensions() const {
    auto const own = world.content.facts(*file).dimensions;
    if (size) return content::thumb_dimensions(*size, own);
    return own.value_or(images::Dimensions());
  }
  json::value shape() const { return DimensionsObject(dimensions()).orientation(); }
  std::string url() const {
    auto const& media = world.content.media();
    return size ? media.thumb_url(*file, world.base, *size) : media.url(*file, world.base);
  }
  /// The picture in another size; itself where it cannot be scaled.
  query::ItemPtr scaled(ThumbSize const& wanted) const {
    bool const is_sized = wanted.width > 0 || wanted.height > 0;
    if (!is_sized || !images::is_resizable(file->extension())) return make_file(world, file);
    // Never larger than it is: anybody may ask, and each size is made and kept.
    auto const own = world.content.facts(*file).dimensions.value_or(images::Dimensions());
    auto const within = [](int wish, std::int64_t most) {
      return static_cast<int>(std::min<std::int64_t>(wish, most));
    };
    ThumbSize const possible{within(wanted.width, own.width), within(wanted.height, own.height),
                             wanted.crop};
    return std::make_shared<FileObject const>(world, file, possible);
  }

  World const& world;
  FilePtr file;
  std::optional<ThumbSize> size;
};

using F = FileObject;

std::string nice_size_of(std::uint64_t bytes) {
  constexpr std::string_view units[]{"B", "KB", "MB", "GB"};
  auto size = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; size >= 1024 && unit < 3; ++unit) size /= 1024;
  return query::print_number(std::round(size * 100) / 100) + "\u00a0" + std::string(units[unit]);
}

Value parent_of(F const& f, Values const&) {
  auto const& owner = f.file->owner;
  if (owner.page) return object(make_page(f.world, owner.page));
  if (owner.kind == content::Owner::Kind::site)
    return object(make_site(f.world, f.world.content.site()));
  auto user = f.world.accounts.by_id(owner.id);
  return user ? object(make_user(f.world, std::move(user))) : Value();
}

ListPtr beside(F const& f, bool of_template) {
  auto all = f.world.content.files_by_name(f.file->owner);
  std::erase_if(all, [&](FilePtr const& one) {
    return of_template && one->template_name() != f.file->template_name();
  });
  return make_files(f.world, std::move(all));
}

/// Pixels that an argument asks for.
int pixels(Values const& a, std::size_t at) {
  return static_cast<int>(std::clamp<std::int64_t>(query::integer_argument(a, at, 0), 0, 10'000));
}

Value resized(F const& f, Values const& a) {
  return object(f.scaled({pixels(a, 0), pixels(a, 1), false}));
}

Value cropped(F const& f, Values const& a) {
  return object(f.scaled({pixels(a, 0), pixels(a, 1), pixels(a, 0) > 0}));
}

/// Blurred and grey pictures are not made: the picture as it is.
Value unchanged(F const& f, Values const&) { return object(make_file(f.world, f.file)); }

/// Addresses with their widths, as `srcset` of HTML has them.
Value source_set(F const& f, Values const& a) {
  auto const said = a.empty() ? json::value() : query::data_of(a.front());
  if (!said.is_array() || !images::is_resizable(f.file->extension())) return {};
  std::string out;
  for (auto const& item : said.get_array()) {
    auto const width = pixels({Value(item)}, 0);
    if (width == 0) continue;
    auto const url = f.world.content.media().thumb_url(*f.file, f.world.base, {width, 0, false});
    out += (out.empty() ? "" : ", ") + url + " " + std::to_string(width) + "w";
  }
  return text(out);
}

Value html_of_file(F const& f, Values const&) {
  auto const url = escape_html(f.url());
  if (f.file->type() == "image")
    return text("<img alt=\"" + escape_html(f.file->field("alt", f.world.language)) + "\" src=\"" +
                url + "\">");
  return text("<a href=\"" + url + "\">" + url + "</a>");
}

Value data_uri(F const& f, Values const&) {
  constexpr std::size_t largest = 1 << 20;
  auto const bytes = f.world.views ? f.world.views->bytes(*f.file, largest) : std::nullopt;
  if (!bytes || !f.world.spend(bytes->size() / 64)) return {};
  return text("data:" + f.world.content.facts(*f.file).mime + ";base64," + to_base64(*bytes));
}

Members<F> const& file_members() {
  static Members<F> const table{
      {"blur", unchanged},
      {"bw", unchanged},
      {"crop", cropped},
      {"dataUri", data_uri},
      {"dimensions",
       [](F const& f, Values const&) {
         return Value(query::ObjectPtr(std::make_shared<DimensionsObject const>(f.dimensions())));
       }},
      {"exif", [](F const&, Values const&) { return Value(); }},
      {"extension", [](F const& f, Values const&) { return text(lower(f.file->extension())); }},
      {"filename", [](F const& f, Values const&) { return text(f.name()); }},
      {"files", [](F const& f, Values const&) { return object(beside(f, false)); }},
      {"grayscale", unchanged},
      {"greyscale", unchanged},
      {"height", [](F const& f, Values const&) { return number(f.dimensions().height); }},
      {"html", html_of_file},
      {"id", [](F const& f, Values const&) { return text(f.id()); }},
      {"isLandscape", [](F const& f, Values const&) { return flag(f.shape() == "landscape"); }},
      {"isPortrait", [](F const& f, Values const&) { return flag(f.shape() == "portrait"); }},
      {"isSquare", [](F const& f, Values const&) { return flag(f.shape() == "square"); }},
      {"mime", [](F const& f, Values const&) { return text(f.world.content.facts(*f.file).mime); }},
      {"name",
       [](F const& f, Values const&) {
         return text(f.size ? f.name().substr(0, f.name().rfind('.')) : f.file->base_name());
       }},
      {"niceSize",
       [](F const& f, Values const&) { return text(nice_size_of(f.file->stamp.size)); }},
      {"orientation", [](F const& f, Values const&) { return Value(f.shape()); }},
      {"page",
       [](F const& f, Values const&) {
         return f.file->owner.page ? object(make_page(f.world, f.file->owner.page)) : Value();
       }},
      {"parent", parent_of},
      {"parentModel", parent_of},
      {"parentId",
       [](F const& f, Values const&) {
         return f.file->owner.id.empty() ? Value() : text(f.file->owner.id);
       }},
      {"parents",
       [](F const& f, Values const&) {
         std::vector<PagePtr> out;
         for (auto at = f.file->owner.page; at; at = at->parent) out.push_back(at);
         return object(make_pages(f.world, std::move(out)));
       }},
      {"ratio",
       [](F const& f, Values const&) {
         return Value(query::json_number(DimensionsObject(f.dimensions()).ratio()));
       }},
      {"resize", resized},
      {"size", [](F const& f,
                  Values const&) { return number(static_cast<std::int64_t>(f.file->stamp.size)); }},
      {"srcset", source_set},
      {"template",
       [](F const& f, Values const&) {
         return f.file->template_name().empty() ? Value() : text(f.file->template_name());
       }},
      {"templateSiblings",
       [](F const& f, Values const& a) {
         auto found = sibling_member(
             f.world, f, [&f] { return beside(f, true); }, "siblings", a);
         return found ? std::move(*found) : Value();
       }},
      {"thumb", resized},
      {"type",
       [](F const& f, Values const&) {
         return f.file->type().empty() ? Value() : text(f.file->type());
       }},
      {"url", [](F const& f, Values const&) { return text(f.url()); }},
      {"width", [](F const& f, Values const&) { return number(f.dimensions().width); }},
  };
  return table;
}

Result<Value> FileObject::call(std::string_view member, Values const& arguments) const {
  auto const found = file_members().find(member);
  if (found != file_members().end()) return found->second(*this, arguments);
  if (auto value = model_member(world, model(), member, arguments)) return std::move(*value);
  auto const all = [this] { return beside(*this, false); };
  if (auto value = sibling_member(world, *this, all, member, arguments)) return std::move(*value);
  auto const key = lower(member);
  return Value(make_field(world, model(), key, std::string(file->field(key, world.language))));
}

}  // namespace

query::ItemPtr make_file(World const& world, FilePtr file) {
  return std::make_shared<FileObject const>(world, std::move(file));
}

FilePtr file_of(query::Object const* object) {
  auto const* const file = dynamic_cast<FileObject const*>(object);
  return file ? file->file : nullptr;
}

}  // namespace latchkey::fields
