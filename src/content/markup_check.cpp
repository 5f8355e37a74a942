#include "content/markup_check.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>

#include "content/xml_scan.h"
#include "core/text.h"

namespace latchkey::content {
namespace {

constexpr std::string_view svg_namespace = "http://www.w3.org/2000/svg";

/// Names of elements that draw, group, describe or move; sorted. Missing on purpose: script,
/// foreignObject, handler, listener, iframe, embed, audio, video, canvas and all unknown ones.
constexpr std::array<std::string_view, 67> svg_elements{"a",
                                                        "animate",
                                                        "animateColor",
                                                        "animateMotion",
                                                        "animateTransform",
                                                        "circle",
                                                        "clipPath",
                                                        "color-profile",
                                                        "cursor",
                                                        "defs",
                                                        "desc",
                                                        "ellipse",
                                                        "feBlend",
                                                        "feColorMatrix",
                                                        "feComponentTransfer",
                                                        "feComposite",
                                                        "feConvolveMatrix",
                                                        "feDiffuseLighting",
                                                        "feDisplacementMap",
                                                        "feDistantLight",
                                                        "feDropShadow",
                                                        "feFlood",
                                                        "feFuncA",
                                                        "feFuncB",
                                                        "feFuncG",
                                                        "feFuncR",
                                                        "feGaussianBlur",
                                                        "feImage",
                                                        "feMerge",
                                                        "feMergeNode",
                                                        "feMorphology",
                                                        "feOffset",
                                                        "fePointLight",
                                                        "feSpecularLighting",
                                                        "feSpotLight",
                                                        "feTile",
                                                        "feTurbulence",
                                                        "filter",
                                                        "g",
                                                        "hkern",
                                                        "image",
                                                        "line",
                                                        "linearGradient",
                                                        "marker",
                                                        "mask",
                                                        "metadata",
                                                        "mpath",
                                                        "path",
                                                        "pattern",
                                                        "polygon",
                                                        "polyline",
                                                        "radialGradient",
                                                        "rect",
                                                        "set",
                                                        "solidColor",
                                                        "stop",
                                                        "style",
                                                        "svg",
                                                        "switch",
                                                        "symbol",
                                                        "text",
                                                        "textPath",
                                                        "title",
                                                        "tref",
                                                        "tspan",
                                                        "use",
                                                        "view"};
static_assert(std::ranges::is_sorted(svg_elements));

/// Attributes with these names, sorted; besides data-… and aria-….
constexpr std::array<std::string_view, 252> svg_attributes{"accent-height",
                                                           "accumulate",
                                                           "additive",
                                                           "alignment-baseline",
                                                           "alphabetic",
                                                           "amplitude",
                                                           "arabic-form",
                                                           "ascent",
                                                           "attributeName",
                                                           "attributeType",
                                                           "azimuth",
                                                           "baseFrequency",
                                                           "baseProfile",
                                                           "baseline-shift",
                                                           "bbox",
                                                           "begin",
                                                           "bias",
                                                           "by",
                                                           "calcMode",
                                                           "cap-height",
                                                           "class",
                                                           "clip",
                                                           "clip-path",
                                                           "clip-rule",
                                                           "clipPathUnits",
                                                           "color",
                                                           "color-interpolation",
                                                           "color-interpolation-filters",
                                                           "color-profile",
                                                           "color-rendering",
                                                           "contentScriptType",
                                                           "contentStyleType",
                                                           "cursor",
                                                           "cx",
                                                           "cy",
                                                           "d",
                                                           "descent",
                                                           "diffuseConstant",
                                                           "direction",
                                                           "display",
                                                           "divisor",
                                                           "dominant-baseline",
                                                           "dur",
                                                           "dx",
                                                           "dy",
                                                           "edgeMode",
                                                           "elevation",
                                                           "enable-background",
                                                           "end",
                                                           "exponent",
                                                           "externalResourcesRequired",
                                                           "fill",
                                                           "fill-opacity",
                                                           "fill-rule",
                                                           "filter",
                                                           "filterRes",
                                                           "filterUnits",
                                                           "flood-color",
                                                           "flood-opacity",
                                                           "focusable",
                                                           "font-family",
                                                           "font-feature-settings",
                                                           "font-size",
                                                           "font-size-adjust",
                                                           "font-stretch",
                                                           "font-style",
                                                           "font-variant",
                                                           "font-weight",
                                                           "format",
                                                           "fr",
                                                           "from",
                                                           "fx",
                                                           "fy",
                                                           "g1",
                                                           "g2",
                                                           "glyph-name",
                                                           "glyph-orientation-horizontal",
                                                           "glyph-orientation-vertical",
                                                           "gradientTransform",
                                                           "gradientUnits",
                                                           "hanging",
                                                           "height",
                                                           "horiz-adv-x",
                                                           "horiz-origin-x",
                                                           "horiz-origin-y",
                                                           "href",
                                                           "id",
                                                           "ideographic",
                                                           "image-rendering",
                                                           "in",
                                                           "in2",
                                                           "intercept",
                                                           "isolation",
                                                           "k",
                                                           "k1",
                                                           "k2",
                                                           "k3",
                                                           "k4",
                                                           "kernelMatrix",
                                                           "kernelUnitLength",
                                                           "kerning",
                                                           "keyPoints",
                                                           "keySplines",
                                                           "keyTimes",
                                                           "lang",
                                                           "lengthAdjust",
                                                           "letter-spacing",
                                                           "lighting-color",
                                                           "limitingConeAngle",
                                                           "local",
                                                           "marker-end",
                                                           "marker-mid",
                                                           "marker-start",
                                                           "markerHeight",
                                                           "markerUnits",
                                                           "markerWidth",
                                                           "mask",
                                                           "mask-type",
                                                           "maskContentUnits",
                                                           "maskUnits",
                                                           "mathematical",
                                                           "max",
                                                           "media",
                                                           "method",
                                                           "min",
                                                           "mix-blend-mode",
                                                           "mode",
                                                           "name",
                                                           "numOctaves",
                                                           "offset",
                                                           "opacity",
                                                           "operator",
                                                           "order",
                                                           "orient",
                                                           "orientation",
                                                           "origin",
                                                           "overflow",
                                                           "overline-position",
                                                           "overline-thickness",
                                                           "paint-order",
                                                           "panose-1",
                                                           "path",
                                                           "pathLength",
                                                           "patternContentUnits",
                                                           "patternTransform",
                                                           "patternUnits",
                                                           "pointer-events",
                                                           "points",
                                                           "pointsAtX",
                                                           "pointsAtY",
                                                           "pointsAtZ",
                                                           "preserveAlpha",
                                                           "preserveAspectRatio",
                                                           "primitiveUnits",
                                                           "r",
                                                           "radius",
                                                           "refX",
                                                           "refY",
                                                           "rendering-intent",
                                                           "repeatCount",
                                                           "repeatDur",
                                                           "requiredExtensions",
                                                           "requiredFeatures",
                                                           "restart",
                                                           "result",
                                                           "role",
                                                           "rotate",
                                                           "rx",
                                                           "ry",
                                                           "scale",
                                                           "seed",
                                                           "shape-rendering",
                                                           "side",
                                                           "slope",
                                                           "space",
                                                           "spacing",
                                                           "specularConstant",
                                                           "specularExponent",
                                                           "spreadMethod",
                                                           "startOffset",
                                                           "stdDeviation",
                                                           "stemh",
                                                           "stemv",
                                                           "stitchTiles",
                                                           "stop-color",
                                                           "stop-opacity",
                                                           "strikethrough-position",
                                                           "strikethrough-thickness",
                                                           "string",
                                                           "stroke",
                                                           "stroke-dasharray",
                                                           "stroke-dashoffset",
                                                           "stroke-linecap",
                                                           "stroke-linejoin",
                                                           "stroke-miterlimit",
                                                           "stroke-opacity",
                                                           "stroke-width",
                                                           "style",
                                                           "surfaceScale",
                                                           "systemLanguage",
                                                           "tabindex",
                                                           "tableValues",
                                                           "target",
                                                           "targetX",
                                                           "targetY",
                                                           "text-anchor",
                                                           "text-decoration",
                                                           "text-overflow",
                                                           "text-rendering",
                                                           "textLength",
                                                           "title",
                                                           "to",
                                                           "transform",
                                                           "transform-origin",
                                                           "type",
                                                           "u1",
                                                           "u2",
                                                           "underline-position",
                                                           "underline-thickness",
                                                           "unicode",
                                                           "unicode-bidi",
                                                           "unicode-range",
                                                           "units-per-em",
                                                           "v-alphabetic",
                                                           "v-hanging",
                                                           "v-ideographic",
                                                           "v-mathematical",
                                                           "values",
                                                           "vector-effect",
                                                           "version",
                                                           "vert-adv-y",
                                                           "vert-origin-x",
                                                           "vert-origin-y",
                                                           "viewBox",
                                                           "viewTarget",
                                                           "visibility",
                                                           "white-space",
                                                           "width",
                                                           "widths",
                                                           "word-spacing",
                                                           "writing-mode",
                                                           "x",
                                                           "x-height",
                                                           "x1",
                                                           "x2",
                                                           "xChannelSelector",
                                                           "y",
                                                           "y1",
                                                           "y2",
                                                           "yChannelSelector",
                                                           "z",
                                                           "zoomAndPan"};
static_assert(std::ranges::is_sorted(svg_attributes));

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

bool is_in_list(std::span<std::string_view const> list, std::string_view word) {
  return std::ranges::binary_search(list, word);
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

/// Style sheets and attributes that may hold url(): only places in the same file.
bool is_plain_style(std::string_view value) {
  auto plain = squeezed(value);
  for (std::size_t open; (open = plain.find("/*")) != plain.npos;) {
    auto const close = plain.find("*/", open + 2);
    plain.erase(open, close == plain.npos ? close : close + 2 - open);
  }
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

/// Prefixes and what they stand for; one prefix stands for one thing in the whole file.
class Namespaces {
 public:
  /// Whether `name` is a declaration; `refused` tells why it is not accepted.
  bool declare(XmlAttribute const& attribute, bool any_namespace, std::string& refused) {
    bool const is_default = attribute.name == "xmlns";
    if (!is_default && !attribute.name.starts_with("xmlns:")) return false;
    auto const prefix = is_default ? std::string_view() : attribute.name.substr(6);
    auto const [place, added] = known_.try_emplace(std::string(prefix), attribute.value);
    if (!added && place->second != attribute.value) refused = "A name space changes its meaning";
    if (!any_namespace && !is_plain(attribute.value)) refused = "A name space is not accepted";
    return true;
  }
  /// Name space and local name; null for a prefix nobody declared.
  std::string const* find(std::string_view prefix) const {
    static std::string const xml = "http://www.w3.org/XML/1998/namespace", none;
    if (prefix == "xml") return &xml;
    auto const found = known_.find(std::string(prefix));
    if (found != known_.end()) return &found->second;
    return prefix.empty() ? &none : nullptr;
  }

 private:
  static bool is_plain(std::string_view uri) {
    return std::ranges::find(plain_namespaces, uri) != plain_namespaces.end() ||
           std::ranges::any_of(editor_namespaces,
                               [&](auto start) { return uri.starts_with(start); });
  }

  std::map<std::string, std::string> known_;
};

std::pair<std::string_view, std::string_view> split_name(std::string_view name) {
  auto const [prefix, local] = cut(name, ':');
  return local.empty() ? std::pair(std::string_view(), prefix) : std::pair(prefix, local);
}

class SvgRules final : public XmlVisitor {
 public:
  std::string doctype(std::string_view text) override {
    auto const plain = squeezed(text);
    bool const is_usual = plain == "svg" || (plain.starts_with("svgpublic\"-//w3c//dtdsvg") &&
                                             plain.find("\"http://www.w3.org/") != plain.npos);
    return is_usual ? "" : "This document type is not accepted";
  }

  std::string element(std::string_view name, std::vector<XmlAttribute> const& given) override {
    std::string refused;
    for (auto const& attribute : given) spaces_.declare(attribute, false, refused);
    if (!refused.empty()) return refused;
    auto const [prefix, local] = split_name(name);
    auto const* const space = spaces_.find(prefix);
    bool const is_svg = space && (*space == svg_namespace || space->empty());
    if (is_root_ && (!is_svg || local != "svg")) return "The file is no SVG";
    is_root_ = false;
    if (!space || (is_svg && !is_in_list(svg_elements, local)))
      return "The element \"" + std::string(name) + "\" is not accepted";
    for (auto const& attribute : given)
      if (!is_harmless(attribute, is_svg))
        return "The attribute \"" + std::string(attribute.name) + "\" is not accepted";
    return {};
  }

  std::string text(std::string_view parent, std::string const& content) override {
    bool const fits = split_name(parent).second != "style" || is_plain_style(content);
    return fits ? "" : "The style sheet is not accepted";
  }

 private:
  bool is_harmless(XmlAttribute const& attribute, bool of_svg) const {
    if (attribute.name == "xmlns" || attribute.name.starts_with("xmlns:")) return true;
    auto const [prefix, local] = split_name(attribute.name);
    auto const* const space = spaces_.find(prefix);
    if (!space || names_script(attribute.value)) return false;
    if (lower(local).starts_with("on")) return false;
    if (local == "href" || local == "src") return is_inner_address(attribute.value);
    if (local == "base") return false;
    if (local == "attributeName")
      return is_in_list(svg_attributes, split_name(attribute.value).second) &&
             split_name(attribute.value).second != "href" && attribute.value != "style";
    bool const is_known = !prefix.empty() || !of_svg || is_in_list(svg_attributes, local) ||
                          local.starts_with("data-") || local.starts_with("aria-");
    return is_known && is_plain_style(attribute.value);
  }

  Namespaces spaces_;
  bool is_root_ = true;
};

class XmlRules final : public XmlVisitor {
 public:
  std::string doctype(std::string_view) override { return "Document types are not accepted"; }

  std::string element(std::string_view name, std::vector<XmlAttribute> const& given) override {
    std::string refused;
    for (auto const& attribute : given) {
      if (!spaces_.declare(attribute, true, refused)) continue;
      for (std::string_view const live : {"xhtml", "/svg", "mathml", "xml-events", "xslt", "xsl",
                                          "xinclude", "mozilla.org", "schemas-microsoft-com"})
        if (lower(attribute.value).find(live) != std::string::npos)
          refused = "A name space is not accepted";
    }
    if (!refused.empty()) return refused;
    auto const local = lower(split_name(name).second);
    for (std::string_view const live : {"script", "html", "svg", "iframe", "stylesheet"})
      if (local == live) return "The element \"" + std::string(name) + "\" is not accepted";
    for (auto const& attribute : given)
      if (lower(split_name(attribute.name).second).starts_with("on") ||
          names_script(attribute.value))
        return "The attribute \"" + std::string(attribute.name) + "\" is not accepted";
    return {};
  }

  std::string text(std::string_view, std::string const&) override { return {}; }

 private:
  Namespaces spaces_;
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
    auto const here = bytes.substr(at, 9);
    if (std::ranges::any_of(wanted, [&](std::string_view mark) {
          return iequals(here.substr(0, mark.size()), mark);
        }))
      return true;
  }
  return false;
}

}  // namespace latchkey::content
