#include "mail/smtp.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <array>
#include <cstring>
#include <memory>

namespace latchkey::mail {
namespace {

constexpr long total_ms = 20'000, connect_ms = 8'000;

struct CloseCurl {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

std::size_t read_more(char* buffer, std::size_t size, std::size_t count, void* user) {
  auto& rest = *static_cast<std::string_view*>(user);
  auto const n = std::min(size * count, rest.size());
  std::memcpy(buffer, rest.data(), n);
  rest.remove_prefix(n);
  return n;
}

std::string url_of(config::MailOptions const& options) {
  bool const is_ipv6 =
      options.host.find(':') != std::string::npos && !options.host.starts_with('[');
  auto const host = is_ipv6 ? "[" + options.host + "]" : options.host;
  return fmt::format("{}://{}:{}", options.security == "ssl" ? "smtps" : "smtp", host,
                     options.port);
}

/// STARTTLS is required where "tls" is asked for, and never tried where nothing is: a man in the
/// middle must not decide.
long tls_of(config::MailOptions const& options) {
  return options.security.empty() ? CURLUSESSL_NONE : CURLUSESSL_ALL;
}

void set_credentials(CURL* curl, config::MailOptions const& options) {
  if (!options.auth) return;
  curl_easy_setopt(curl, CURLOPT_USERNAME, options.username.c_str());
  curl_easy_setopt(curl, CURLOPT_PASSWORD, options.password.c_str());
}

void set_timeouts(CURL* curl) {
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, connect_ms);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, total_ms);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);  // no alarm: threads
}

/// Nobody's environment or ~/.netrc decides where codes go.
void set_isolation(CURL* curl) {
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
}

bool library_ready() {
  static bool const ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return ready;
}

}  // namespace

Result<> send_by_smtp(config::MailOptions const& options, std::string const& from,
                      std::string const& to, std::string_view text) {
  std::unique_ptr<CURL, CloseCurl> const curl(library_ready() ? curl_easy_init() : nullptr);
  std::unique_ptr<curl_slist, FreeList> const recipients(
      curl_slist_append(nullptr, ("<" + to + ">").c_str()));
  if (!curl || !recipients) return fail_internal("smtp: libcurl could not start");
  std::array<char, CURL_ERROR_SIZE> words{};
  curl_easy_setopt(curl.get(), CURLOPT_URL, url_of(options).c_str());
  curl_easy_setopt(curl.get(), CURLOPT_USE_SSL, tls_of(options));
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_FROM, ("<" + from + ">").c_str());
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(curl.get(), CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_READFUNCTION, read_more);
  curl_easy_setopt(curl.get(), CURLOPT_READDATA, &text);
  curl_easy_setopt(curl.get(), CURLOPT_ERRORBUFFER, words.data());
  set_credentials(curl.get(), options);
  set_timeouts(curl.get());
  set_isolation(curl.get());
  if (auto const code = curl_easy_perform(curl.get()); code != CURLE_OK) {
    return fail_internal(fmt::format("smtp {}:{}: {}", options.host, options.port,
                                     words[0] != '\0' ? words.data() : curl_easy_strerror(code)));
  }
  return {};
}

}  // namespace latchkey::mail
