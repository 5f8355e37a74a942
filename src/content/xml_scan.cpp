#include "content/xml_scan.h"

#include <expat.h>

#include <memory>
#include <utility>

#include "core/text.h"

namespace latchkey::content {
namespace {

constexpr std::size_t max_nesting = 256, max_attributes = 256;
/// Between the parts of expat's names; no character of XML.
constexpr char part_end = '\x1f';

/// "local", "uri|local" or "uri|local|prefix".
XmlName split_triplet(std::string_view text) {
  if (text.find(part_end) == text.npos) return {{}, text, {}};
  auto const [space, rest] = cut(text, part_end);
  auto const [local, prefix] = cut(rest, part_end);
  return {space, local, prefix};
}

std::string_view or_empty(char const* text) { return text ? text : std::string_view(); }

/// Whether a reader of HTML that sees no comment would see a tag: HTML 13.2.5.6.
bool has_tag(std::string_view text) {
  for (auto at = text.find('<'); at != text.npos; at = text.find('<', at + 1)) {
    auto const next = text.substr(at + 1, 1);
    if (!next.empty() && (is_alpha(next[0]) || std::string_view("/!?").find(next[0]) != text.npos))
      return true;
  }
  return false;
}

class Scanner {
 public:
  explicit Scanner(XmlVisitor& visitor)
      : visitor_(visitor), parser_(XML_ParserCreateNS("UTF-8", part_end), &XML_ParserFree) {
    auto* const p = parser_.get();
    XML_SetUserData(p, this);
    XML_SetReturnNSTriplet(p, 1);
    XML_SetXmlDeclHandler(p, [](void* me, char const*, char const* encoding, int) {
      self(me).take_encoding(or_empty(encoding));
    });
    XML_SetStartDoctypeDeclHandler(p, [](void* me, char const* root, char const* system_id,
                                         char const* public_id, int has_internal) {
      self(me).take_doctype({root, or_empty(public_id), or_empty(system_id)}, has_internal != 0);
    });
    XML_SetElementHandler(
        p, [](void* me, char const* name, char const** given) { self(me).open(name, given); },
        [](void* me, char const*) { self(me).close(); });
    XML_SetCharacterDataHandler(p, [](void* me, char const* bytes, int count) {
      self(me).append({bytes, static_cast<std::size_t>(count)});
    });
    XML_SetCdataSectionHandler(
        p, [](void* me) { self(me).is_cdata_ = true; },
        [](void* me) { self(me).is_cdata_ = false; });
    XML_SetProcessingInstructionHandler(p, [](void* me, char const*, char const*) {
      self(me).stop("Processing instructions are not accepted");
    });
    XML_SetCommentHandler(
        p, [](void* me, char const* text) { self(me).take_comment(or_empty(text)); });
    XML_SetSkippedEntityHandler(
        p, [](void* me, char const*, int) { self(me).stop("The text has an unknown reference"); });
  }

  std::string run(std::string_view text) {
    auto* const p = parser_.get();
    if (XML_Parse(p, text.data(), static_cast<int>(text.size()), XML_TRUE) == XML_STATUS_OK ||
        !refused_.empty())
      return refused_;
    return "The file is no whole XML (line " + std::to_string(XML_GetCurrentLineNumber(p)) + ": " +
           XML_ErrorString(XML_GetErrorCode(p)) + ")";
  }

 private:
  struct Element {
    std::string name;
    XmlText text;
  };

  static Scanner& self(void* me) { return *static_cast<Scanner*>(me); }

  /// The first refusal counts: expat may still end what it has begun.
  void stop(std::string refused) {
    if (refused.empty() || !refused_.empty()) return;
    refused_ = std::move(refused);
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  void take_encoding(std::string_view encoding) {
    if (!encoding.empty() && !iequals(encoding, "UTF-8") && !iequals(encoding, "US-ASCII"))
      stop("Only UTF-8 is accepted");
  }

  void take_comment(std::string_view text) {
    if (text.starts_with('>') || text.starts_with("->")) stop("A comment begins with its own end");
    if (has_tag(text)) stop("Tags in a comment are not accepted");
  }

  void take_doctype(XmlDoctype const& type, bool has_internal) {
    for (auto const id : {type.public_id, type.system_id})
      if (id.find('>') != id.npos) stop("This document type is not accepted");
    stop(has_internal ? "Document types of one's own are not accepted" : visitor_.doctype(type));
  }

  void open(std::string_view name, char const** given) {
    std::vector<XmlAttribute> attributes;
    for (; *given; given += 2) attributes.push_back({split_triplet(given[0]), given[1]});
    open_.push_back({std::string(name), {}});
    if (open_.size() > max_nesting) return stop("The elements are too deep in each other");
    if (attributes.size() > max_attributes) return stop("An element has too many attributes");
    stop(visitor_.element(split_triplet(name), attributes));
  }

  void close() {
    auto const done = std::move(open_.back());
    open_.pop_back();
    auto const name = split_triplet(done.name);
    if (!done.text.content.empty()) stop(visitor_.text(name, done.text));
    visitor_.leave(name);
  }

  void append(std::string_view content) {
    auto& text = open_.back().text;
    text.content += content;
    if (is_cdata_ && content.find('<') != content.npos) text.has_tag_in_cdata = true;
  }

  XmlVisitor& visitor_;
  std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser_;
  std::vector<Element> open_;
  std::string refused_;
  bool is_cdata_ = false;
};

}  // namespace

std::string scan_xml(std::string_view text, XmlVisitor& visitor) {
  if (!is_utf8(text) || text.find('\0') != text.npos) return "The file is no text in UTF-8";
  return Scanner(visitor).run(text);
}

}  // namespace latchkey::content
