#pragma once
// The pages of a site for people: its own templates, a plain page where there are none, assets and
// page files.

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "auth/auth.h"
#include "content/media.h"
#include "content/site.h"
#include "site/assets.h"
#include "site/template.h"
#include "store/files.h"

namespace latchkey::site {

class Site {
 public:
  Site(store::Files& files, content::Content& content, auth::Auth& auth, Clock const& clock);
  ~Site();

  /// Everything that is not the API, by GET and HEAD (405 for the rest, 404 where there is
  /// nothing). Adds its own Cache-Control where the answer is private; else `vary` receives the
  /// names identity needs (spec/auth 14). Cookies and CORS are the caller's. Safe from any thread.
  http::Reply answer(auth::Visit& visit, std::vector<std::string>& vary);
  /// The site's 404: its error page, else a plain one.
  http::Reply not_found(auth::Visit& visit);
  http::Reply not_found(auth::Visit& visit, std::vector<std::string>& vary);

  /// `site/templates/<name>.mustache` filled in with `variables`; none if there is no such template
  /// or it is broken (then the log says why).
  std::optional<std::string> mail(std::string_view name, json::object const& variables);

 private:
  struct Address;
  struct Cached;

  http::Reply refuse_write(auth::Visit& visit, std::vector<std::string>& vary,
                           std::optional<std::vector<std::string>> parts);
  http::Reply page(auth::Visit& visit, std::vector<std::string>& vary,
                   std::vector<std::string> parts);
  http::Reply show(auth::Visit& visit, std::vector<std::string>& vary,
                   std::shared_ptr<content::Page const> const& page, std::string const& language,
                   int status);
  std::optional<http::Reply> media(auth::Visit& visit, std::vector<std::string> const& parts);
  std::optional<http::Reply> media_version(auth::Visit& visit, content::Snapshot const& content,
                                           content::Owner const& owner, std::string const& version,
                                           std::string const& name);
  std::optional<http::Reply> thumb(auth::Visit& visit, content::Snapshot const& content,
                                   content::File const& file, content::ThumbSize const& size);
  void finish(auth::Visit& visit, http::Reply& reply, std::vector<std::string>& vary);

  /// None where there is no such template. Errors: internal with file and line in `cause`.
  Result<std::optional<Template>> load_template(std::string_view name);
  Result<std::optional<Template>> page_template(std::string_view name);
  std::shared_ptr<Cached> compile(std::string const& path) const;

  store::Files& files_;
  content::Content& content_;
  auth::Auth& auth_;
  Clock const& clock_;
  Assets assets_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<Cached>> templates_;
};

}  // namespace latchkey::site
