#include "site/variables.h"

#include <algorithm>
#include <array>

#include "content/media.h"
#include "core/text.h"
#include "formats/markdown.h"
#include "http/query.h"

namespace latchkey::site {
namespace {

using content::Filter;
using PagePtr = std::shared_ptr<content::Page const>;

/// `page.text.html`
class FieldScope final : public Scope {
 public:
  explicit FieldScope(std::string text) : text_(std::move(text)) {}
  std::optional<Value> member(std::string_view name) override {
    if (name == "html") return Value(formats::render_markdown(text_));
    return std::nullopt;
  }

 private:
  std::string text_;
};

Value field_value(std::string text) {
  auto members = std::make_shared<FieldScope>(text);
  return Value(std::move(text), std::move(members));
}

ScopePtr make_page(Rendering const& rendering, PagePtr page);

Value page_list(Rendering const& rendering, content::Folder const& of, Filter filter) {
  std::vector<ScopePtr> out;
  for (auto& child : rendering.content.children(of, filter))
    out.push_back(make_page(rendering, std::move(child)));
  return Value(std::move(out));
}

bool is_image(std::string_view name) {
  auto const dot = name.rfind('.');
  std::string const extension = dot == name.npos ? "" : lower(name.substr(dot + 1));
  constexpr std::array<std::string_view, 7> known{"avif", "gif", "jpeg", "jpg",
                                                  "png",  "svg", "webp"};
  return std::ranges::find(known, extension) != known.end();
}

/// One file of a page or of the site.
class FileScope final : public Scope {
 public:
  FileScope(std::string name, std::string url) : name_(std::move(name)), url_(std::move(url)) {}
  std::optional<Value> member(std::string_view name) override {
    if (name == "name" || name == "filename") return Value(name_);
    if (name == "url") return Value(url_);
    if (name == "isImage") return Value(is_image(name_));
    return std::nullopt;
  }

 private:
  std::string name_, url_;
};

/// By sort number, then name.
Value file_list(Rendering const& rendering, content::Owner const& owner, bool images) {
  auto const& base = rendering.visit.address().base;
  std::vector<ScopePtr> out;
  for (auto const& file : rendering.content.files(owner))
    if (!images || is_image(file->name))
      out.push_back(
          std::make_shared<FileScope>(file->name, rendering.content.media().url(*file, base)));
  return Value(std::move(out));
}

/// Names that mean the same everywhere, so no stored field can take their place.
bool is_global(std::string_view name) {
  return name == "page" || name == "site" || name == "kirby" || name == "csrf";
}

class PageScope final : public Scope {
 public:
  PageScope(Rendering const& rendering, PagePtr page)
      : rendering_(rendering), page_(std::move(page)) {}

  std::optional<Value> member(std::string_view name) override {
    if (is_global(name)) return std::nullopt;
    if (auto value = identity(name)) return value;
    if (auto value = relatives(name)) return value;
    auto const* const stored = page_->fields(rendering_.language).find(lower(name));
    return stored ? std::optional<Value>(field_value(*stored)) : std::nullopt;
  }

 private:
  std::optional<Value> identity(std::string_view name) {
    auto const& language = rendering_.language;
    if (name == "title") return field_value(page_->title(language));
    if (name == "url")
      return Value(content::page_url(*page_, rendering_.visit.address().base, language, home()));
    if (name == "id") return Value(page_->id);
    if (name == "slug") return Value(page_->slug_in(language));
    if (name == "status") return Value(std::string(content::status_name(page_->status)));
    if (name == "template") return Value(page_->template_name());
    if (name == "num") return page_->num ? Value(std::to_string(*page_->num)) : Value(false);
    if (name == "isHome") return Value(page_->id == home());
    if (name == "isActive") return Value(is_current(page_->id));
    if (name == "isOpen")
      return Value(is_current(page_->id) || current_id().starts_with(page_->id + "/"));
    return std::nullopt;
  }

  std::optional<Value> relatives(std::string_view name) {
    if (name == "children") return page_list(rendering_, *page_, Filter::published);
    if (name == "listed") return page_list(rendering_, *page_, Filter::listed);
    if (name == "unlisted") return page_list(rendering_, *page_, Filter::unlisted);
    if (name == "hasChildren") return Value(page_->has_children());
    if (name == "files") return file_list(rendering_, content::owner_of(*page_), false);
    if (name == "images") return file_list(rendering_, content::owner_of(*page_), true);
    if (name == "parent")
      return page_->parent ? Value(make_page(rendering_, page_->parent)) : Value(false);
    if (name == "next") return neighbour(1);
    if (name == "prev") return neighbour(-1);
    return std::nullopt;
  }

  /// The listed sibling that many places away; false if there is none.
  Value neighbour(std::ptrdiff_t distance) {
    auto const site = rendering_.content.site();
    content::Folder const& parent =
        page_->parent ? static_cast<content::Folder const&>(*page_->parent) : *site;
    auto const siblings = rendering_.content.children(parent, Filter::listed);
    auto const own =
        std::ranges::find(siblings, page_->id, [](PagePtr const& page) { return page->id; });
    auto const at = own - siblings.begin() + distance;
    bool const exists = own != siblings.end() && at >= 0 && at < std::ssize(siblings);
    return exists ? Value(make_page(rendering_, siblings[static_cast<std::size_t>(at)]))
                  : Value(false);
  }

  std::string const& home() const { return rendering_.visit.options().home; }
  std::string current_id() const { return rendering_.page ? rendering_.page->id : std::string(); }
  bool is_current(std::string_view id) const {
    return rendering_.page && rendering_.page->id == id;
  }

  Rendering const& rendering_;
  PagePtr page_;
};

ScopePtr make_page(Rendering const& rendering, PagePtr page) {
  return std::make_shared<PageScope>(rendering, std::move(page));
}

class SiteScope final : public Scope {
 public:
  explicit SiteScope(Rendering const& rendering)
      : rendering_(rendering), site_(rendering.content.site()) {}

  std::optional<Value> member(std::string_view name) override {
    if (is_global(name)) return std::nullopt;
    if (name == "url")
      return Value(content::site_url(*site_, rendering_.visit.address().base, rendering_.language));
    if (name == "children") return page_list(rendering_, *site_, Filter::published);
    if (name == "listed") return page_list(rendering_, *site_, Filter::listed);
    if (name == "unlisted") return page_list(rendering_, *site_, Filter::unlisted);
    if (name == "files") return file_list(rendering_, content::owner_of(*site_), false);
    if (name == "images") return file_list(rendering_, content::owner_of(*site_), true);
    auto const* const stored = site_->fields(rendering_.language).find(lower(name));
    return stored ? std::optional<Value>(field_value(*stored)) : std::nullopt;
  }

 private:
  Rendering const& rendering_;
  std::shared_ptr<content::Site const> site_;
};

class UserScope final : public Scope {
 public:
  explicit UserScope(accounts::Actor actor) : actor_(std::move(actor)) {}
  std::optional<Value> member(std::string_view name) override {
    auto const& user = actor_.user();
    if (name == "email") return Value(user.email);
    if (name == "name") return Value(user.name.value_or(""));
    if (name == "username") return Value(user.username());
    if (name == "role") return Value(actor_.role().name);
    if (name == "id") return Value(user.id);
    return std::nullopt;
  }

 private:
  accounts::Actor actor_;
};

class KirbyScope final : public Scope {
 public:
  explicit KirbyScope(Rendering const& rendering) : rendering_(rendering) {}
  std::optional<Value> member(std::string_view name) override {
    if (name == "url") return Value(rendering_.visit.address().base);
    if (name == "language")
      return rendering_.language.empty() ? Value(false) : Value(rendering_.language);
    if (name != "user") return std::nullopt;
    auto actor = rendering_.auth.session_actor(rendering_.visit);
    return actor ? Value(std::make_shared<UserScope>(std::move(*actor))) : Value(false);
  }

 private:
  Rendering const& rendering_;
};

class RootScope final : public Scope {
 public:
  explicit RootScope(Rendering const& rendering) : rendering_(rendering) {}
  std::optional<Value> member(std::string_view name) override {
    if (name == "page")
      return rendering_.page ? Value(make_page(rendering_, rendering_.page)) : Value(false);
    if (name == "site") return Value(std::make_shared<SiteScope>(rendering_));
    if (name == "kirby") return Value(std::make_shared<KirbyScope>(rendering_));
    if (name == "csrf") return Value(rendering_.auth.csrf_token(rendering_.visit));
    return std::nullopt;
  }

 private:
  Rendering const& rendering_;
};

class JsonScope final : public Scope {
 public:
  explicit JsonScope(json::value value) : value_(std::move(value)) {}
  std::optional<Value> member(std::string_view name) override {
    auto const* const object = value_.if_object();
    auto const* const found = object ? object->if_contains(name) : nullptr;
    return found ? std::optional<Value>(convert(*found)) : std::nullopt;
  }

 private:
  static Value convert(json::value const& value) {
    if (value.is_string()) return Value(std::string(value.get_string()));
    if (value.is_bool()) return Value(value.get_bool());
    if (value.is_null()) return Value(false);
    if (value.is_object()) return Value(make_json_scope(value));
    if (!value.is_array()) return Value(json::print(value));
    std::vector<ScopePtr> list;
    for (auto const& item : value.get_array()) list.push_back(make_json_scope(item));
    return Value(std::move(list));
  }

  json::value value_;
};

}  // namespace

ScopePtr make_root(Rendering const& rendering) { return std::make_shared<RootScope>(rendering); }
ScopePtr make_json_scope(json::value const& value) { return std::make_shared<JsonScope>(value); }

}  // namespace latchkey::site
