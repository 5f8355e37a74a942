#pragma once
// Files sent as they are: types by extension, validators, conditional requests.

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/clock.h"
#include "http/compress.h"
#include "http/message.h"
#include "store/files.h"

namespace latchkey::site {

/// "text/css; charset=UTF-8"; application/octet-stream for what is unknown.
std::string_view content_type_of(std::string_view file_name);

/// Whether files of that type shrink: text in any form.
bool is_compressible(std::string_view content_type);

class Assets {
 public:
  Assets(store::Files const& files, Clock const& clock) : files_(files), clock_(clock) {}

  /// The file at `path` beneath the root, for GET and HEAD: 200, 206 for one range, 304 where the
  /// client has it already, 416. None where there is no such file. Small files are kept in memory
  /// and re-checked by stat at most once a second; text above a few kilobytes is sent in the coding
  /// the client asks for. `for_ever`: the address is another one as soon as the bytes are.
  std::optional<http::Reply> answer(std::string const& path, http::Request const& request,
                                    bool for_ever = false) {
    return answer(path, request, for_ever, 0);
  }

 private:
  struct Kept {
    store::Stamp stamp;
    std::shared_ptr<std::string const> bytes;  ///< null for large files
    Instant checked{};
    std::shared_ptr<std::string const> gzip, br;  ///< of `bytes`, once asked for
  };

  std::optional<Kept> look_up(std::string const& path);
  std::optional<http::Reply> answer(std::string const& path, http::Request const& request,
                                    bool for_ever, int depth);
  void forget(std::string const& path);
  bool send(std::string const& path, Kept const& found, http::Request const& request,
            std::string const& etag, http::Reply& reply);
  std::shared_ptr<std::string const> coded(std::string const& path, Kept const& found,
                                           http::Coding coding);

  store::Files const& files_;
  Clock const& clock_;
  std::mutex mutex_;
  std::unordered_map<std::string, Kept> kept_;
  std::size_t kept_bytes_ = 0;
};

}  // namespace latchkey::site
