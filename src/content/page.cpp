#include "content/page.h"

#include <algorithm>

#include "content/node.h"

namespace latchkey::content {

std::string_view status_name(Status status) {
  switch (status) {
    case Status::draft: return "draft";
    case Status::unlisted: return "unlisted";
    case Status::listed: return "listed";
  }
  return "";
}

std::vector<Text> const& Folder::texts() const {
  std::call_once(parsed_, [this] { texts_ = parse_texts(*own); });
  return texts_;
}

std::vector<Child> const& Folder::children() const { return own->listing.children; }
std::vector<std::string> const& Folder::files() const { return own->listing.files; }
std::string_view Folder::uuid() const { return own->uuid; }

Text const& Folder::text(std::string_view language) const {
  return *std::ranges::find(texts(), languages->pick(language).code, &Text::language);
}

std::string_view Folder::field(std::string_view name, std::string_view language) const {
  auto const* const found = fields(language).find(name);
  return found ? std::string_view(*found) : std::string_view();
}

bool Folder::has_children() const {
  return std::ranges::any_of(children(),
                             [](Child const& child) { return child.status != Status::draft; });
}

bool Folder::has_drafts() const {
  return std::ranges::any_of(children(),
                             [](Child const& child) { return child.status == Status::draft; });
}

std::string Page::title(std::string_view language) const {
  auto const stored = field("title", language);
  return stored.empty() ? slug : std::string(stored);
}

std::string Page::slug_in(std::string_view language) const {
  return text(language).slug.value_or(slug);
}

std::string Page::path_in(std::string_view language) const {
  return parent ? parent->path_in(language) + "/" + slug_in(language) : slug_in(language);
}

std::string site_url(Folder const& any, std::string_view base, std::string_view language) {
  return language_url(any.languages->pick(language), base);
}

std::string page_url(Page const& page, std::string_view base, std::string_view language,
                     std::string_view home) {
  std::string const top = site_url(page, base, language);
  return page.id == home ? top : top + "/" + page.path_in(language);
}

}  // namespace latchkey::content
