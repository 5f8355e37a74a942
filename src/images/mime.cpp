#include "images/mime.h"

#include <magic.h>

#include <memory>
#include <mutex>

#include "core/log.h"
#include "core/text.h"

namespace latchkey::images {
namespace {

constexpr char const* unknown_mime = "application/octet-stream";

/// libmagic's cookie, which belongs to one thread at a time.
class Magic {
 public:
  Magic() : cookie_(magic_open(MAGIC_MIME_TYPE)) {
    if (cookie_ == nullptr || magic_load(cookie_, nullptr) != 0) {
      log::warn("mime.unavailable",
                {{"cause", cookie_ ? magic_error(cookie_) : "libmagic cannot be opened"}});
      ready_ = false;
    }
  }
  ~Magic() {
    if (cookie_ != nullptr) magic_close(cookie_);
  }
  Magic(Magic const&) = delete;
  Magic& operator=(Magic const&) = delete;

  std::string ask(std::string_view bytes) {
    std::lock_guard const lock(mutex_);
    if (!ready_) return unknown_mime;
    char const* const found = magic_buffer(cookie_, bytes.data(), bytes.size());
    return found == nullptr ? unknown_mime : found;
  }

 private:
  magic_t cookie_;
  bool ready_ = true;
  std::mutex mutex_;
};

bool is_svg(std::string_view head) { return lower(head.substr(0, 4096)).find("<svg") != head.npos; }

}  // namespace

std::string mime_of(std::string_view head, std::string_view extension) {
  static Magic magic;
  auto found = magic.ask(head);
  if (found != "text/plain") return found;
  auto const word = lower(extension);
  if (word == "css") return "text/css";
  if (word == "json") return "application/json";
  if (word == "mjs") return "text/javascript";
  return is_svg(head) ? "image/svg+xml" : found;
}

}  // namespace latchkey::images
