// Files and lists of them. Source: spec/content-api 18.

#include <algorithm>

#include "content/media.h"
#include "core/text.h"
#include "fields/members.h"
#include "fields/objects.h"
#include "formats/date.h"

namespace latchkey::fields {
namespace {

using content::File;
using content::FilePtr;
using query::Value;
using query::Values;

class FileObject final : public query::Item {
 public:
  FileObject(World const& in, FilePtr of) : world(in), file(std::move(of)) {}

  std::string_view type() const override { return "file"; }
  std::string key() const override { return file->id; }
  Result<Value> call(std::string_view name, Values const& arguments) const override;
  std::string text() const override { return file->id; }
  json::value data() const override { return json::text(file->id); }
  Model model() const { return {nullptr, nullptr, nullptr, file}; }

  World const& world;
  FilePtr file;
};

using F = FileObject;

std::string nice_size(std::uint64_t bytes) {
  constexpr std::string_view units[]{"B", "KB", "MB", "GB"};
  auto size = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; size >= 1024 && unit < 3; ++unit) size /= 1024;
  return query::print_number(std::round(size * 100) / 100) + "\u00a0" + std::string(units[unit]);
}

Value dimension(F const& f, bool width) {
  auto const facts = f.world.content.facts(*f.file);
  if (!facts.dimensions) return number(0);
  return number(width ? facts.dimensions->width : facts.dimensions->height);
}

Value dimensions(F const& f, Values const&) {
  auto const facts = f.world.content.facts(*f.file);
  if (!facts.dimensions) return text("");
  return text(std::to_string(facts.dimensions->width) + " × " +
              std::to_string(facts.dimensions->height));
}

Value parent_of(F const& f, Values const&) {
  auto const& owner = f.file->owner;
  if (owner.page) return object(make_page(f.world, owner.page));
  if (owner.kind == content::Owner::Kind::site)
    return object(make_site(f.world, f.world.content.site()));
  auto user = f.world.accounts.by_id(owner.id);
  return user ? object(make_user(f.world, std::move(user))) : Value();
}

Value modified(F const& f, Values const& a) {
  auto const at = f.file->modified(f.world.language);
  auto const format = query::text_argument(a, 0);
  return format.empty() ? number(at) : text(formats::format_date(at, format));
}

Members<F> const& file_members() {
  static Members<F> const table{
      {"id", [](F const& f, Values const&) { return text(f.file->id); }},
      {"filename", [](F const& f, Values const&) { return text(f.file->name); }},
      {"name", [](F const& f, Values const&) { return text(f.file->base_name()); }},
      {"extension", [](F const& f, Values const&) { return text(lower(f.file->extension())); }},
      {"type",
       [](F const& f, Values const&) {
         return f.file->type().empty() ? Value() : text(f.file->type());
       }},
      {"mime", [](F const& f, Values const&) { return text(f.world.content.facts(*f.file).mime); }},
      {"template",
       [](F const& f, Values const&) {
         return f.file->template_name().empty() ? Value() : text(f.file->template_name());
       }},
      {"size", [](F const& f,
                  Values const&) { return number(static_cast<std::int64_t>(f.file->stamp.size)); }},
      {"niceSize", [](F const& f, Values const&) { return text(nice_size(f.file->stamp.size)); }},
      {"width", [](F const& f, Values const&) { return dimension(f, true); }},
      {"height", [](F const& f, Values const&) { return dimension(f, false); }},
      {"dimensions", dimensions},
      {"url",
       [](F const& f, Values const&) {
         return text(f.world.content.media().url(*f.file, f.world.base));
       }},
      {"uuid",
       [](F const& f, Values const&) {
         auto const uuid = f.world.content.uuid(*f.file);
         return uuid.empty() ? Value() : text("file://" + uuid);
       }},
      {"exists", [](F const&, Values const&) { return flag(true); }},
      {"modified", modified},
      {"parent", parent_of},
      {"parentId", [](F const& f, Values const&) { return text(f.file->owner.id); }},
      {"page",
       [](F const& f, Values const&) {
         return f.file->owner.page ? object(make_page(f.world, f.file->owner.page)) : Value();
       }},
      {"site", [](F const& f,
                  Values const&) { return object(make_site(f.world, f.world.content.site())); }},
      {"kirby", [](F const& f, Values const&) { return object(make_kirby(f.world)); }},
      {"files",
       [](F const& f, Values const&) {
         return object(make_files(f.world, f.world.content.files(f.file->owner)));
       }},
      {"siblings",
       [](F const& f, Values const&) {
         return object(make_files(f.world, f.world.content.files(f.file->owner)));
       }},
  };
  return table;
}

Result<Value> FileObject::call(std::string_view name, Values const& arguments) const {
  auto const found = file_members().find(name);
  if (found != file_members().end()) return found->second(*this, arguments);
  auto const key = lower(name);
  return Value(make_field(world, model(), key, std::string(file->field(key, world.language))));
}

class FilesObject final : public query::Collection {
 public:
  FilesObject(World const& in, query::Items items) : Collection(std::move(items)), world_(in) {}

  std::string_view type() const override { return "files"; }
  std::shared_ptr<Collection const> with(query::Items items) const override {
    return std::make_shared<FilesObject const>(world_, std::move(items));
  }
  Result<Value> more(std::string_view name, Values const& arguments) const override {
    auto const by = [&](auto const& keep) {
      query::Items out;
      for (auto const& item : items())
        if (keep(*file_of(item.get()))) out.push_back(item);
      return object(with(std::move(out)));
    };
    if (name == "template") {
      auto const wanted = query::text_argument(arguments, 0);
      return by([&](File const& file) { return file.template_name() == wanted; });
    }
    constexpr std::pair<std::string_view, std::string_view> kinds[]{{"images", "image"},
                                                                    {"documents", "document"},
                                                                    {"videos", "video"},
                                                                    {"audio", "audio"},
                                                                    {"code", "code"}};
    for (auto const& kind : kinds)
      if (name == kind.first)
        return by([&](File const& file) { return file.type() == kind.second; });
    return query::no_member("files", name);
  }
  query::ItemPtr find_one(std::string_view key) const override {
    for (auto const& item : items()) {
      auto const file = file_of(item.get());
      if (file->name == key || file->id == key) return item;
      if (key.starts_with("file://") && key.substr(7) == world_.content.uuid(*file)) return item;
    }
    return nullptr;
  }

 private:
  World const& world_;
};

}  // namespace

query::ItemPtr make_file(World const& world, FilePtr file) {
  return std::make_shared<FileObject const>(world, std::move(file));
}

std::shared_ptr<query::Collection const> make_files(World const& world,
                                                    std::vector<FilePtr> files) {
  query::Items items;
  for (auto& file : files) items.push_back(make_file(world, std::move(file)));
  return std::make_shared<FilesObject const>(world, std::move(items));
}

FilePtr file_of(query::Object const* object) {
  auto const* const file = dynamic_cast<FileObject const*>(object);
  return file ? file->file : nullptr;
}

}  // namespace latchkey::fields
