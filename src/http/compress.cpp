#include "http/compress.h"

#include <brotli/encode.h>
#include <zlib.h>

#include "core/result.h"
#include "core/text.h"

namespace latchkey::http {
namespace {

constexpr int gzip_window = 15 + 16;  // the largest, with gzip's frame

std::string compress_gzip(std::string_view bytes, int level) {
  z_stream stream{};
  LK_ASSERT(deflateInit2(&stream, level, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  LK_ASSERT(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string compress_br(std::string_view bytes, int quality) {
  std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
  std::string out(size, '\0');
  LK_ASSERT(BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(),
                                  reinterpret_cast<std::uint8_t const*>(bytes.data()), &size,
                                  reinterpret_cast<std::uint8_t*>(out.data())) == BROTLI_TRUE);
  out.resize(size);
  return out;
}

/// Thousandths; 1000 without a weight, 0 for one that cannot be read.
int weight_of(std::string_view parameters) {
  for (auto part : split(parameters, ';')) {
    part = trim(part);
    if (!(part.starts_with("q=") || part.starts_with("Q="))) continue;
    auto const digits = part.substr(2);
    if (digits.empty() || (digits.front() != '0' && digits.front() != '1')) return 0;
    int weight = digits.front() == '1' ? 1000 : 0;
    int unit = 100;
    for (std::size_t i = 2; i < digits.size() && i < 5 && is_digit(digits[i]); ++i, unit /= 10)
      weight += (digits[i] - '0') * unit;
    return weight > 1000 ? 1000 : weight;
  }
  return 1000;
}

}  // namespace

std::string_view coding_name(Coding coding) {
  switch (coding) {
    case Coding::gzip: return "gzip";
    case Coding::br: return "br";
    case Coding::identity: break;
  }
  return "identity";
}

Coding choose_coding(std::string_view accept_encoding) {
  int gzip = -1, br = -1, any = -1;
  for (auto const item : split(accept_encoding, ',')) {
    auto const [name, parameters] = cut(item, ';');
    auto const word = trim(name);
    int const weight = weight_of(parameters);
    if (iequals(word, "gzip") || iequals(word, "x-gzip")) gzip = weight;
    if (iequals(word, "br")) br = weight;
    if (word == "*") any = weight;
  }
  if (gzip < 0) gzip = any;
  if (br < 0) br = any;
  if (br > 0 && br >= gzip) return Coding::br;
  return gzip > 0 ? Coding::gzip : Coding::identity;
}

std::string compress(std::string_view bytes, Coding coding, Effort effort) {
  bool const often = effort == Effort::kept;
  if (coding == Coding::gzip) return compress_gzip(bytes, often ? 8 : 5);
  if (coding == Coding::br) return compress_br(bytes, often ? 9 : 4);
  return std::string(bytes);
}

}  // namespace latchkey::http
