#pragma once
// A tree of content as text: everything a reader can see of it.

#include <string>

#include "content/node.h"
#include "content/state.h"

namespace latchkey::content {

inline void describe(Node const& node, std::string const& path, std::string& out) {
  auto const& own = *node.own;
  out += path + " template=" + own.listing.text_name + " uuid=" + own.uuid +
         (own.listing.has_changes ? " changes" : "") + (own.listing.has_lock_file ? " lock" : "");
  for (auto const& slug : own.slugs) out += " slug=" + slug;
  for (auto const& text : own.texts)
    out += " [" + text.name + "|" + text.language + "|" + text.bytes + "]";
  for (auto const& text : own.meta_texts) out += " {" + text.name + "|" + text.bytes + "}";
  for (std::size_t i = 0; i < own.listing.files.size(); ++i)
    out += " " + own.listing.files[i] + ":" +
           (own.file_stamps[i] ? std::to_string(own.file_stamps[i]->size) : "gone");
  out += "\n";
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    auto const& child = own.listing.children[i];
    std::string const below =
        path + "/" + child.folder + " " + child.slug + " " + std::to_string(child.num.value_or(-1));
    if (node.children[i]) describe(*node.children[i], below, out);
    if (!node.children[i]) out += below + " is no page\n";
  }
}

inline std::string describe(State const& state) {
  std::string out;
  for (auto const& language : state.languages->all)
    out += "language " + language.code + (language.is_default ? "*" : "") + "\n";
  describe(*state.root, "content", out);
  return out;
}

}  // namespace latchkey::content
