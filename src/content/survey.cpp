#include "content/survey.h"

#include <algorithm>
#include <unordered_map>

#include "core/crew.h"

namespace latchkey::content {
namespace {

constexpr std::size_t pages_at_once = 256;  // pages a thread takes at once

}  // namespace

Survey Survey::children(Handles& handles, StatePtr state, NodePtr parent, PagePtr above,
                        std::function<bool(Status)> const& wanted) {
  Survey out(handles, std::move(state), std::move(parent), std::move(above));
  if (!out.top_) return out;
  auto const& listed = out.top_->own->listing.children;
  for (std::uint32_t i = 0; i < listed.size(); ++i) {
    if (!out.top_->children[i] || !wanted(listed[i].status)) continue;
    out.kept_.push_back(static_cast<std::uint32_t>(out.items_.size()));
    out.items_.push_back({out.top_.get(), i, none});
  }
  return out;
}

Survey Survey::all_below(Handles& handles, StatePtr state, NodePtr parent, PagePtr above) {
  Survey out(handles, std::move(state), std::move(parent), std::move(above));
  if (!out.top_) return out;
  out.add_below(*out.top_, none);
  out.kept_.resize(out.items_.size());
  for (std::uint32_t i = 0; i < out.kept_.size(); ++i) out.kept_[i] = i;
  return out;
}

void Survey::add_below(Node const& node, std::uint32_t above) {
  for (std::uint32_t i = 0; i < node.children.size(); ++i) {
    if (i + 4 < node.children.size()) __builtin_prefetch(node.children[i + 4].get());
    if (!node.children[i]) continue;
    auto const self = static_cast<std::uint32_t>(items_.size());
    items_.push_back({&node, i, above});
    add_below(*node.children[i], self);
  }
}

void Survey::keep_templates(std::function<bool(std::string_view)> const& wanted) {
  std::unordered_map<std::string_view, bool> known;
  std::size_t place = 0;  // what comes soon is asked of the memory now, see `fetch`
  std::erase_if(kept_, [&](std::uint32_t item) {
    if (place + 16 < kept_.size()) __builtin_prefetch(&items_[kept_[place + 16]].node());
    if (place + 8 < kept_.size())
      __builtin_prefetch(&items_[kept_[place + 8]].node().own->listing.text_name);
    ++place;
    std::string_view const name = items_[item].node().own->listing.text_name;
    auto const found = known.find(name);
    return !(found != known.end() ? found->second
                                  : known.emplace(name, wanted(name)).first->second);
  });
}

void Survey::keep_slice(std::size_t first, std::size_t count) {
  first = std::min(first, kept_.size());
  kept_.erase(kept_.begin(), kept_.begin() + static_cast<std::ptrdiff_t>(first));
  kept_.resize(std::min(count, kept_.size()));
}

/// Ids have the slugs of all above in them.
std::vector<std::uint8_t> Survey::ids_passing(Sieve const& sieve) const {
  std::vector<std::uint8_t> by_slug(items_.size());
  Crew::of_cores().each_slice(items_.size(), pages_at_once, [&](std::size_t i, std::size_t end) {
    for (; i < end; ++i) by_slug[i] = sieve.may_hit_slug(items_[i].child().slug) ? 1 : 0;
  });
  bool const above = top_page_ && sieve.may_hit_slug(top_page_->id);
  for (std::size_t i = 0; i < items_.size(); ++i) {
    auto const parent = items_[i].above;
    if (parent == none ? above : by_slug[parent] != 0) by_slug[i] = 1;
  }
  std::vector<std::uint8_t> out(kept_.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = by_slug[kept_[i]];
  return out;
}

std::string Survey::id(std::size_t i) const {
  std::vector<std::string_view> slugs;
  for (auto at = kept_[i]; at != none; at = items_[at].above)
    slugs.push_back(items_[at].child().slug);
  std::string out = top_page_ ? top_page_->id : "";
  for (auto slug = slugs.rbegin(); slug != slugs.rend(); ++slug) {
    if (!out.empty()) out += '/';
    out += *slug;
  }
  return out;
}

/// From step to step what the step before has fetched.
void Survey::fetch(std::size_t first, std::size_t end) const {
  for (auto i = first; i < end; ++i) __builtin_prefetch(&items_[kept_[i]].node());
  for (auto i = first; i < end; ++i) __builtin_prefetch(&facts(i).texts);
  for (auto i = first; i < end; ++i)
    for (auto const& text : facts(i).texts) __builtin_prefetch(&text.bytes);
  for (auto i = first; i < end; ++i)
    for (auto const& text : facts(i).texts) __builtin_prefetch(text.bytes.data());
}

void Survey::keep(std::vector<std::size_t> const& places) {
  std::vector<std::uint32_t> next;
  next.reserve(places.size());
  for (auto const place : places) next.push_back(kept_[place]);
  kept_ = std::move(next);
}

PagePtr Survey::page(std::uint32_t at) {
  if (made_.empty()) made_.resize(items_.size());
  auto& made = made_[at];
  if (made) return made;
  auto const& item = items_[at];
  auto const above = item.above == none ? top_page_ : page(item.above);
  return made = handles_.child(*state_, *item.parent, above, item.at);
}

std::vector<PagePtr> Survey::pages() {
  std::vector<PagePtr> out;
  out.reserve(kept_.size());
  for (auto const item : kept_) out.push_back(page(item));
  return out;
}

}  // namespace latchkey::content
