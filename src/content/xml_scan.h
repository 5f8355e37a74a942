#pragma once
// Walks through an XML text by expat, with what could make two readers see different things
// refused. Source: XML 1.0 (fifth edition), Namespaces in XML 1.0, spec/security S16.

#include <string>
#include <string_view>
#include <vector>

namespace latchkey::content {

/// The URI of the name space (empty for none), the local name and the prefix it was written with.
struct XmlName {
  std::string_view space, local, prefix;
};

struct XmlAttribute {
  XmlName name;
  std::string_view value;  ///< references resolved
};

struct XmlDoctype {
  std::string_view root, public_id, system_id;
};

/// Text and CDATA that stand directly in one element, joined as readers join them.
struct XmlText {
  std::string content;            ///< references resolved
  bool has_tag_in_cdata = false;  ///< a '<' that an HTML reader takes for a tag
};

/// Answers why it refuses what it is shown, in one sentence; empty goes on. Declarations of name
/// spaces are no attributes here.
class XmlVisitor {
 public:
  virtual ~XmlVisitor() = default;
  virtual std::string doctype(XmlDoctype const& type) = 0;
  virtual std::string element(XmlName const& name, std::vector<XmlAttribute> const& given) = 0;
  /// The end of an element that was not refused.
  virtual void leave(XmlName const& /*name*/) {}
  /// Called at the end of each element that has text.
  virtual std::string text(XmlName const& parent, XmlText const& text) = 0;
};

/// The first refusal: the visitor's, or what is wrong with the text. Empty where all is well.
/// Refused besides what is not well-formed: another encoding than UTF-8, internal document types,
/// instructions, entities of one's own, more than 256 elements in each other or attributes at one,
/// comments that hold tags, and comments and document types that end earlier for a reader of HTML
/// (HTML 13.2.5.44, .57).
std::string scan_xml(std::string_view text, XmlVisitor& visitor);

}  // namespace latchkey::content
