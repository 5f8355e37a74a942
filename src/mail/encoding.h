#pragma once
// The encodings of mail: quoted-printable, base64, encoded words.

#include <string>
#include <string_view>

namespace latchkey::mail {

/// UTF-8 text with LF as quoted-printable: lines of at most 76 characters, CRLF between them.
/// Source: RFC 2045, 6.7.
std::string to_quoted_printable(std::string_view text);

/// `text` as it stands in a header: unchanged if it is plain ASCII, else as encoded words of at
/// most 75 characters, each holding whole characters, with CRLF and a space between them. Source:
/// RFC 2047, 2 to 5.
std::string to_header_text(std::string_view text);

/// `name` as a phrase before an address: an atom, a quoted string, or encoded words. Source: RFC
/// 5322, 3.2.4 and 3.2.5.
std::string to_phrase(std::string_view name);

}  // namespace latchkey::mail
