#include "content/site.h"

#include <algorithm>
#include <array>

#include "content/tree.h"
#include "core/text.h"

namespace latchkey::content {

std::optional<Filter> parse_filter(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, Filter>, 6> names{
      {{"all", Filter::all},
       {"draft", Filter::drafts},
       {"drafts", Filter::drafts},
       {"listed", Filter::listed},
       {"unlisted", Filter::unlisted},
       {"published", Filter::published}}};
  for (auto const& [known, filter] : names)
    if (known == name) return filter;
  return std::nullopt;
}

std::shared_ptr<Site const> Snapshot::site() const { return tree_.site(); }
std::shared_ptr<Languages const> Snapshot::languages() const { return tree_.languages(); }
std::shared_ptr<Rules const> Snapshot::rules(std::string_view template_name) const {
  return tree_.rules(template_name);
}
Settings const& Snapshot::settings() const { return tree_.settings(); }

std::shared_ptr<Page const> Snapshot::page(std::string_view id, std::string_view language) const {
  return tree_.page(id, language);
}

std::vector<std::shared_ptr<Page const>> Snapshot::children(Folder const& of, Filter filter) const {
  auto const wanted = [filter](Status status) {
    switch (filter) {
      case Filter::all: return true;
      case Filter::drafts: return status == Status::draft;
      case Filter::listed: return status == Status::listed;
      case Filter::unlisted: return status == Status::unlisted;
      case Filter::published: return status != Status::draft;
    }
    return false;
  };
  std::vector<std::shared_ptr<Page const>> out;
  for (auto const& child : of.children) {
    if (!wanted(child.status)) continue;
    if (auto page = tree_.child(of, child)) out.push_back(std::move(page));
  }
  return out;
}

Content::Content(store::Files& files, Clock const& clock, Random& random, Settings settings)
    : files_(files),
      random_(random),
      tree_(std::make_unique<Tree>(files, clock, std::move(settings))),
      snapshot_(std::make_shared<Snapshot const>(*tree_)) {}

Content::~Content() = default;

std::uint64_t Content::version() const { return tree_->version(); }

}  // namespace latchkey::content
