// Lists of files. Source: spec/content-api 18, "files".

#include <algorithm>

#include "fields/lists.h"
#include "fields/members.h"
#include "fields/objects.h"

namespace latchkey::fields {
namespace {

using content::File;
using query::Value;
using query::Values;

constexpr std::pair<std::string_view, std::string_view> file_kinds[]{{"images", "image"},
                                                                     {"documents", "document"},
                                                                     {"videos", "video"},
                                                                     {"audio", "audio"},
                                                                     {"code", "code"}};

class FilesObject final : public SiteList {
 public:
  using SiteList::SiteList;

  std::string_view type() const override { return "files"; }
  Result<Value> more(std::string_view name, Values const& arguments) const override {
    if (name == "template") {
      auto const names = names_in(arguments);
      return kept([&](File const& file) {
        return names.empty() || std::ranges::find(names, file.template_name()) != names.end();
      });
    }
    for (auto const& one : file_kinds)
      if (name == one.first)
        return kept([&](File const& file) { return file.type() == one.second; });
    return SiteList::more(name, arguments);
  }
  query::ItemPtr find_one(std::string_view key) const override {
    for (auto const& item : items()) {
      auto const file = file_of(item.get());
      if (file->name == key || file->id == key) return item;
      if (key.starts_with("file://") && key.substr(7) == world().content.uuid(*file)) return item;
    }
    return nullptr;
  }

 private:
  std::shared_ptr<Collection> make(query::Items items) const override {
    return std::make_shared<FilesObject>(world(), std::move(items));
  }
  template <class Keep>
  Value kept(Keep keep) const {
    query::Items out;
    for (auto const& item : items())
      if (keep(*file_of(item.get()))) out.push_back(item);
    return object(with(std::move(out)));
  }
};

}  // namespace

std::shared_ptr<query::Collection const> make_files(World const& world,
                                                    std::vector<content::FilePtr> files) {
  query::Items items;
  for (auto& file : files) items.push_back(make_file(world, std::move(file)));
  return std::make_shared<FilesObject const>(world, std::move(items));
}

}  // namespace latchkey::fields
