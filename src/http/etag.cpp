#include "http/etag.h"

#include <fmt/format.h>

#include <functional>

#include "core/text.h"

namespace latchkey::http {

namespace {

std::size_t hash_of(std::string_view bytes) { return std::hash<std::string_view>()(bytes); }

std::string tag_of(std::string_view bytes) {
  return fmt::format("{:x}-{:x}", hash_of(bytes), bytes.size());
}

/// Seals `tag` with the state, so that no part of the whole can be another one.
std::string sealed(std::string const& tag, std::string_view state) {
  auto const seal = hash_of(tag + "\n" + std::string(state));
  return tag + fmt::format("-{:x}", seal);
}

/// Without the name of a coding behind it.
std::string_view plain(std::string_view tag) {
  for (auto const coding : {Coding::gzip, Coding::br})
    if (auto const name = coding_name(coding); tag.ends_with(name)) {
      tag.remove_suffix(name.size());
      if (tag.ends_with('-')) tag.remove_suffix(1);
      return tag;
    }
  return tag;
}

bool is_of_state(std::string_view tag, std::string_view state) {
  tag = plain(tag);
  auto const seal = tag.rfind('-');
  return seal != tag.npos && sealed(std::string(tag.substr(0, seal)), state) == tag;
}

}  // namespace

std::string etag_of(std::string_view bytes) { return '"' + tag_of(bytes) + '"'; }

std::string etag_of(std::string_view bytes, std::string_view state) {
  return '"' + sealed(tag_of(bytes), state) + '"';
}

std::string coded_etag(std::string_view etag, Coding coding) {
  std::string out(etag);
  if (coding != Coding::identity)
    out.insert(out.size() - 1, "-" + std::string(coding_name(coding)));
  return out;
}

bool matches_etag(std::string_view header, std::string_view etag) {
  if (trim(header) == "*") return true;
  for (auto tag : split(header, ',')) {
    tag = trim(tag);
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag == etag) return true;
  }
  return false;
}

bool matches_state(std::string_view header, std::string_view state) {
  if (trim(header) == "*") return true;
  while (true) {
    auto const open = header.find('"');
    auto const close = open == header.npos ? open : header.find('"', open + 1);
    if (close == header.npos) return false;
    bool const weak = header.substr(0, open).ends_with("W/");
    if (!weak && is_of_state(header.substr(open + 1, close - open - 1), state)) return true;
    header.remove_prefix(close + 1);
  }
}

}  // namespace latchkey::http
