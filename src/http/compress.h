#pragma once
// Content codings: which one a client takes, and the bytes in it. zlib and Brotli underneath.

#include <string>
#include <string_view>

namespace latchkey::http {

enum class Coding { identity, gzip, br };

/// As Content-Encoding names it.
std::string_view coding_name(Coding coding);

/// The best coding that `accept_encoding` allows: by its weights, br before gzip where they are
/// equal; identity where neither is asked for. Source: RFC 9110, 12.5.3.
Coding choose_coding(std::string_view accept_encoding);

/// How much work: for bytes sent once, or kept and sent often.
enum class Effort { once, kept };

/// `bytes` in that coding; as they are for identity. Pure.
std::string compress(std::string_view bytes, Coding coding, Effort effort = Effort::once);

}  // namespace latchkey::http
