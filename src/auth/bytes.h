#pragma once
// Numbers and texts as unambiguous bytes, for what is signed or hashed.

#include <cstdint>
#include <string>
#include <string_view>

namespace latchkey::auth {

/// Eight bytes, highest first.
inline void append_number(std::string& out, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>(number >> shift & 0xff);
}

/// Of the first eight bytes; `bytes` has at least that many.
inline std::uint64_t read_number(std::string_view bytes) {
  std::uint64_t out = 0;
  for (char const c : bytes.substr(0, 8)) out = out << 8 | static_cast<unsigned char>(c);
  return out;
}

/// Length first, so that ("ab", "c") and ("a", "bc") differ.
inline void append_text(std::string& out, std::string_view text) {
  append_number(out, text.size());
  out += text;
}

}  // namespace latchkey::auth
