#pragma once
// Walks through an XML text, strictly: whoever reads the same bytes sees no other elements than we
// do. Source: XML 1.0 (fifth edition), the part without document types.

#include <string>
#include <string_view>
#include <vector>

namespace latchkey::content {

struct XmlAttribute {
  std::string_view name;
  std::string value;  ///< references resolved
};

/// Answers why it refuses what it is shown, in one sentence; empty goes on.
class XmlVisitor {
 public:
  virtual ~XmlVisitor() = default;
  /// What stands between `<!DOCTYPE` and `>`; it holds no '[' and no '<'.
  virtual std::string doctype(std::string_view text) = 0;
  virtual std::string element(std::string_view name, std::vector<XmlAttribute> const& given) = 0;
  /// Text and CDATA inside of the element `parent`, references resolved.
  virtual std::string text(std::string_view parent, std::string const& content) = 0;
};

/// The first refusal: the visitor's, or what is wrong with the text. Empty where all is well.
/// Refused besides what is not well-formed: another encoding than UTF-8, internal document types,
/// instructions, entities of one's own, more than 256 elements in each other or attributes at one.
std::string scan_xml(std::string_view text, XmlVisitor& visitor);

}  // namespace latchkey::content
