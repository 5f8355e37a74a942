#include "net/chunked.h"

#include <boost/beast/http/basic_parser.hpp>

namespace latchkey::net {
namespace {

namespace beast = boost::beast;

/// Most bytes of one chunk header with its extensions, or of all trailers.
constexpr std::size_t max_unfinished = 4096;

}  // namespace

/// Beast's chunk grammar without its head: it is shown one that announces chunks.
class ChunkedBody::Parser final : public beast::http::basic_parser<true> {
 public:
  explicit Parser(std::size_t limit) {
    constexpr std::string_view head = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
    beast::error_code error;
    body_limit(limit);
    put(boost::asio::buffer(head.data(), head.size()), error);
    eager(true);
  }

  tl::expected<std::size_t, Refusal> feed(std::string_view bytes, std::string& body) {
    body_ = &body;
    beast::error_code error;
    std::size_t used = 0;
    while (!is_done() && used < bytes.size()) {
      auto const n = put(boost::asio::buffer(bytes.data() + used, bytes.size() - used), error);
      used += n;
      if (error == beast::http::error::need_more || (!error && n == 0)) break;
      if (error) return tl::make_unexpected(explain(error));
    }
    if (!is_done() && bytes.size() - used > max_unfinished)
      return tl::make_unexpected(Refusal{400, "A chunk header or the trailers are too long"});
    return used;
  }

 private:
  using Error = beast::error_code;

  static Refusal explain(Error const& error) {
    if (error == beast::http::error::body_limit) return {413, "The request body is too large"};
    return {400, "The chunked body is malformed"};
  }

  void on_chunk_header_impl(std::uint64_t, beast::string_view, Error&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view bytes, Error&) override {
    body_->append(bytes.data(), bytes.size());
    return bytes.size();
  }
  void on_request_impl(beast::http::verb, beast::string_view, beast::string_view, int,
                       Error&) override {}
  void on_response_impl(int, beast::string_view, int, Error&) override {}
  void on_field_impl(beast::http::field, beast::string_view, beast::string_view, Error&) override {}
  void on_header_impl(Error&) override {}
  void on_body_init_impl(boost::optional<std::uint64_t> const&, Error&) override {}
  std::size_t on_body_impl(beast::string_view bytes, Error&) override { return bytes.size(); }
  void on_finish_impl(Error&) override {}

  std::string* body_ = nullptr;  // borrowed for one feed
};

ChunkedBody::ChunkedBody(std::size_t limit) : parser_(std::make_unique<Parser>(limit)) {}
ChunkedBody::ChunkedBody(ChunkedBody&&) noexcept = default;
ChunkedBody& ChunkedBody::operator=(ChunkedBody&&) noexcept = default;
ChunkedBody::~ChunkedBody() = default;

tl::expected<std::size_t, Refusal> ChunkedBody::feed(std::string_view bytes, std::string& body) {
  return parser_->feed(bytes, body);
}

bool ChunkedBody::done() const { return parser_->is_done(); }

}  // namespace latchkey::net
