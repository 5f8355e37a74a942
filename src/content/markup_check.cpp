#include "content/markup_check.h"

#include <algorithm>
#include <array>
#include <span>
#include <unordered_set>
#include <utility>

#include "content/svg_words.h"
#include "content/xml_scan.h"
#include "core/text.h"

namespace latchkey::content {
namespace {

constexpr std::string_view svg_namespace = "http://www.w3.org/2000/svg";

/// Where browsers find nothing to run: the picture itself, links within it, notes of editors.
constexpr std::array<std::string_view, 6> plain_namespaces{
    svg_namespace,
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/XML/1998/namespace",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://purl.org/dc/elements/1.1/",
    "http://www.inkscape.org/namespaces/inkscape"};
constexpr std::array<std::string_view, 8> editor_namespaces{
    "http://sodipodi.sourceforge.net/",      "http://creativecommons.org/ns",
    "http://web.resource.org/cc/",           "http://www.serif.com/",
    "http://www.bohemiancoding.com/sketch/", "http://ns.adobe.com/",
    "http://www.figma.com/figma/",           "http://vectornator.io"};

using Words = std::unordered_set<std::string_view>;

Words read_words(std::string_view text) {
  Words out;
  for (auto const line : split(text, '\n'))
    for (auto const word : split(line, ' '))
      if (!word.empty()) out.insert(word);
  return out;
}

bool is_svg_element(std::string_view name) {
  static Words const known = read_words(svg_elements);
  return known.contains(name);
}

bool is_svg_attribute(std::string_view name) {
  static Words const known = read_words(svg_attributes);
  return known.contains(name);
}

bool is_plain_namespace(std::string_view uri) {
  return std::ranges::find(plain_namespaces, uri) != plain_namespaces.end() ||
         std::ranges::any_of(editor_namespaces, [&](auto start) { return uri.starts_with(start); });
}

/// Without space and control characters, in lower case: what a browser makes of a scheme.
std::string squeezed(std::string_view text) {
  std::string out;
  for (char const c : text)
    if (static_cast<unsigned char>(c) > 0x20 && c != 0x7f) out += to_lower(c);
  return out;
}

bool names_script(std::string_view value) {
  auto const plain = squeezed(value);
  for (std::string_view const scheme : {"javascript:", "vbscript:", "livescript:", "data:text",
                                        "data:application", "data:image/svg", "data:,", "data:;"})
    if (plain.find(scheme) != plain.npos) return true;
  return false;
}

/// A place in the same file, or a picture within the address.
bool is_inner_address(std::string_view value) {
  auto const plain = squeezed(value);
  if (plain.empty() || plain.starts_with('#')) return true;
  return std::ranges::any_of(
      std::array<std::string_view, 5>{"data:image/png;base64,", "data:image/jpeg;base64,",
                                      "data:image/jpg;base64,", "data:image/gif;base64,",
                                      "data:image/webp;base64,"},
      [&](std::string_view start) { return plain.starts_with(start); });
}

/// Style sheets and attributes that may hold url(): only places in the same file. Comments count
/// as well: where they begin and end is for a reader of CSS to say.
bool is_plain_style(std::string_view value) {
  auto const plain = squeezed(value);
  for (std::string_view const word : {"@import", "@font-face", "expression(", "behavior", "binding",
                                      "\\", "image(", "image-set(", "src(", "@namespace", "<"})
    if (plain.find(word) != plain.npos) return false;
  for (auto at = plain.find("url("); at != plain.npos; at = plain.find("url(", at + 1)) {
    auto target = std::string_view(plain).substr(at + 4);
    if (target.starts_with('"') || target.starts_with('\'')) target.remove_prefix(1);
    if (!is_inner_address(target) || target.starts_with(')')) return false;
  }
  return true;
}

/// What a file may not hold, and what it is called.
std::string not_accepted(std::string_view kind, XmlName const& name) {
  std::string const prefix = name.prefix.empty() ? "" : std::string(name.prefix) + ":";
  return "The " + std::string(kind) + " \"" + prefix + std::string(name.local) +
         "\" is not accepted";
}

class SvgRules final : public XmlVisitor {
 public:
  std::string doctype(XmlDoctype const& type) override {
    bool const is_usual =
        type.root == "svg" &&
        (type.public_id.empty() || type.public_id.starts_with("-//W3C//DTD SVG")) &&
        (type.system_id.empty() || type.system_id.starts_with("http://www.w3.org/"));
    return is_usual ? "" : "This document type is not accepted";
  }

  std::string element(XmlName const& name, std::vector<XmlAttribute> const& given) override {
    bool const is_svg = name.space.empty() || name.space == svg_namespace;
    if (is_root_ && (!is_svg || name.local != "svg")) return "The file is no SVG";
    // A prefix makes the picture no picture to a page, and all of it HTML.
    if (std::exchange(is_root_, false)) is_all_html_ = !name.prefix.empty();
    // Within a page of HTML name spaces count for nothing, but a prefix makes another name.
    bool const is_known = is_svg ? is_svg_element(name.local)
                                 : !name.prefix.empty() && is_plain_namespace(name.space);
    if (!is_known) return not_accepted("element", name);
    // What stands in a note is HTML to a page, which ends it elsewhere where there are elements.
    if (notes_ > 0) return not_accepted("element in a note", name);
    // These swallow all tags up to their own end.
    if (is_all_html_ && (name.local == "title" || name.local == "style"))
      return not_accepted("element without a prefix", name);
    if (is_note(name)) ++notes_;
    for (auto const& attribute : given)
      if (!is_harmless(attribute, is_svg)) return not_accepted("attribute", attribute.name);
    return {};
  }

  void leave(XmlName const& name) override {
    if (is_note(name)) --notes_;
  }

  std::string text(XmlName const& parent, XmlText const& text) override {
    if (text.has_tag_in_cdata) return "Tags in a CDATA section are not accepted";
    bool const fits = parent.local != "style" || is_plain_style(text.content);
    return fits ? "" : "The style sheet is not accepted";
  }

 private:
  static bool is_note(XmlName const& name) {
    return name.prefix.empty() && (name.local == "desc" || name.local == "title");
  }

  static bool is_harmless(XmlAttribute const& attribute, bool of_svg) {
    auto const& [space, local, prefix] = attribute.name;
    if (!space.empty() && !is_plain_namespace(space)) return false;
    if (names_script(attribute.value) || lower(local).starts_with("on")) return false;
    if (local == "href" || local == "src") return is_inner_address(attribute.value);
    if (local == "base") return false;
    if (local == "attributeName") {
      auto const colon = attribute.value.find(':');
      auto const moved = attribute.value.substr(colon == attribute.value.npos ? 0 : colon + 1);
      return is_svg_attribute(moved) && moved != "href" && moved != "style";
    }
    bool const is_known = !space.empty() || !of_svg || is_svg_attribute(local) ||
                          local.starts_with("data-") || local.starts_with("aria-");
    return is_known && is_plain_style(attribute.value);
  }

  bool is_root_ = true, is_all_html_ = false;
  int notes_ = 0;  ///< desc and title that are open
};

class XmlRules final : public XmlVisitor {
 public:
  std::string doctype(XmlDoctype const&) override { return "Document types are not accepted"; }

  std::string element(XmlName const& name, std::vector<XmlAttribute> const& given) override {
    if (is_live_namespace(name.space)) return "A name space is not accepted";
    auto const local = lower(name.local);
    for (std::string_view const live : {"script", "html", "svg", "iframe", "stylesheet"})
      if (local == live) return not_accepted("element", name);
    for (auto const& attribute : given)
      if (is_live_namespace(attribute.name.space) || names_script(attribute.value) ||
          lower(attribute.name.local).starts_with("on"))
        return not_accepted("attribute", attribute.name);
    return {};
  }

  std::string text(XmlName const&, XmlText const&) override { return {}; }

 private:
  static bool is_live_namespace(std::string_view uri) {
    auto const small = lower(uri);
    for (std::string_view const live : {"xhtml", "/svg", "mathml", "xml-events", "xslt", "xsl",
                                        "xinclude", "mozilla.org", "schemas-microsoft-com"})
      if (small.find(live) != std::string::npos) return true;
    return false;
  }
};

std::string check_markup(std::string_view text, XmlVisitor& rules) {
  if (text.size() > max_markup_bytes) return "The file is too large to be checked";
  return scan_xml(text, rules);
}

}  // namespace

std::string refuse_svg(std::string_view text) {
  SvgRules rules;
  return check_markup(text, rules);
}

std::string refuse_xml(std::string_view text) {
  XmlRules rules;
  return check_markup(text, rules);
}

bool holds_active_markup(std::string_view bytes, bool is_binary) {
  constexpr std::array<std::string_view, 12> marks{"<?php",     "<script", "<html",  "<iframe",
                                                   "<!doctype", "<?=",     "<svg",   "<body",
                                                   "<head",     "<object", "<embed", "<meta"};
  // Those of less than five characters turn up in compressed pictures by chance.
  auto const wanted = std::span(marks).first(is_binary ? 4 : marks.size());
  for (auto at = bytes.find('<'); at != bytes.npos; at = bytes.find('<', at + 1)) {
    auto const here = bytes.substr(at, longest_mark);
    if (std::ranges::any_of(wanted, [&](std::string_view mark) {
          return iequals(here.substr(0, mark.size()), mark);
        }))
      return true;
  }
  return false;
}

}  // namespace latchkey::content
