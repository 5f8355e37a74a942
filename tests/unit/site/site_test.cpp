// The pages of a site: its templates and what they are given, pages without a template, the error
// page, and the headers of each.

#include "site/site.h"

#include "support/auth_world.h"

namespace latchkey::site {
namespace {

using test::headers_of;

std::string header(http::Reply const& reply, std::string_view name) {
  auto const all = headers_of(reply, name);
  return all.empty() ? "" : all.front();
}

struct SitePages : testing::Test, test::AuthWorld {
  SitePages() {
    files.put("content/site.txt", "Title: Greenhouse");
    files.put("content/home/home.txt", "Title: Welcome");
    files.put("content/error/error.txt", "Title: Nothing here");
    files.put("content/1_garden/garden.txt", "Title: Garden\n\n----\n\nText: *Roses* & more");
    files.put("content/1_garden/1_roses/plant.txt", "Title: Roses");
    files.put("content/1_garden/_drafts/moss/plant.txt", "Title: Moss");
    files.put("site/templates/home.mustache",
              "{{site.title}}|{{page.title}}|{{#site.listed}}{{title}} {{url}}{{/site.listed}}");
  }

  /// A page as a browser with these cookies asks for it.
  http::Reply open(std::string const& target, test::Browser* browser = nullptr,
                   http::Method method = http::Method::get) {
    http::Request request;
    request.method = method;
    request.target = target;
    request.host = "example.com";
    std::string jar;
    if (browser != nullptr)
      for (auto const& [name, value] : browser->cookies)
        jar += (jar.empty() ? "" : "; ") + name + "=" + value;
    if (!jar.empty()) request.headers.add("Cookie", jar);
    auth::SiteAddress address;
    address.host = "example.com";
    address.origin = address.base = "http://example.com";
    auth::Visit visit(request, address, options);
    vary.clear();
    auto reply = site.answer(visit, vary);
    auth->finish(visit, reply);
    return reply;
  }
  void template_of(std::string const& name, std::string const& text) {
    files.put("site/templates/" + name + ".mustache", text);
    wait(2);
  }

  content::Content content{files, clock, random, content::Settings()};
  Site site{files, content, *auth, clock};
  std::vector<std::string> vary;
};

// Oracle of these: the list of variables; spec/content-api 1 and 3 for addresses.
TEST_F(SitePages, FillInTheTemplateOfThePage) {
  auto const reply = open("/");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body_text(), "Greenhouse|Welcome|Garden http://example.com/garden");
  EXPECT_EQ(header(reply, "Content-Type"), "text/html; charset=UTF-8");
  EXPECT_EQ(open("/home").status, 302);
}

TEST_F(SitePages, TakeTheDefaultTemplateForOthers) {
  template_of("default", "default {{page.title}} {{{page.text.html}}}");
  EXPECT_EQ(open("/garden").body_text(), "default Garden <p><em>Roses</em> &amp; more</p>\n");
  template_of("garden", "{{#page.children}}{{title}} of {{parent.title}};{{/page.children}}");
  EXPECT_EQ(open("/garden").body_text(), "Roses of Garden;");
}

TEST_F(SitePages, AreShownPlainlyWithoutAnyTemplate_S20) {
  files.put("content/2_evil/evil.txt",
            "Title: <script>alert(1)</script>\n\n----\n\nText: <img src=x onerror=alert(2)>");
  for (auto const* path : {"/garden", "/evil", "/garden/roses"}) {
    auto const reply = open(path);
    EXPECT_EQ(reply.status, 200) << path;
    auto const policy = header(reply, "Content-Security-Policy");
    EXPECT_NE(policy.find("default-src 'none'"), std::string::npos) << policy;
    EXPECT_EQ(policy.find("unsafe"), std::string::npos) << policy;
    EXPECT_EQ(header(reply, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(reply.body_text().find("<script"), std::string::npos) << path;
    EXPECT_EQ(reply.body_text().find("<img"), std::string::npos) << path;
  }
}

TEST_F(SitePages, AnswerUnknownAddressesWithTheErrorPage) {
  template_of("error", "error {{page.title}}");
  for (auto const* path :
       {"/nowhere", "/garden/nowhere", "/assets/none.css", "/media/pages/x/y.jpg",
        "/site/accounts/aadmin01/index.php", "/content/site.txt", "/index.php"}) {
    auto const reply = open(path);
    EXPECT_EQ(reply.status, 404) << path;
    EXPECT_EQ(reply.body_text(), "error Nothing here") << path;
  }
}

TEST_F(SitePages, HaveAnErrorPageOfOurOwnWhereTheSiteHasNone_S20) {
  ASSERT_TRUE(files.remove("content/error"));
  wait(2);
  auto const reply = open("/<script>alert(1)</script>");
  EXPECT_EQ(reply.status, 404);
  EXPECT_EQ(reply.body_text().find("<script"), std::string::npos);
  EXPECT_NE(header(reply, "Content-Security-Policy").find("default-src 'none'"), std::string::npos);
}

// Oracle: a draft is not published: not by its address, not in a list.
TEST_F(SitePages, ShowNoDrafts_S14) {
  template_of("default", "{{page.title}}:{{#page.children}}{{title}}{{/page.children}}");
  EXPECT_EQ(open("/garden/moss").status, 404);
  EXPECT_EQ(open("/garden/_drafts/moss").status, 404);
  EXPECT_EQ(open("/garden").body_text(), "Garden:Roses");
}

TEST_F(SitePages, TellWhyATemplateIsBrokenInTheLogOnly) {
  template_of("garden", "{{#page}} never closed; secret-of-the-template");
  auto const reply = open("/garden");
  EXPECT_EQ(reply.status, 500);
  EXPECT_EQ(reply.body_text().find("secret-of-the-template"), std::string::npos);
  EXPECT_EQ(reply.body_text().find("garden.mustache"), std::string::npos);
}

TEST_F(SitePages, CanOnlyBeRead) {
  for (auto const method : {http::Method::post, http::Method::put, http::Method::del}) {
    auto const reply = open("/garden", nullptr, method);
    EXPECT_EQ(reply.status, 405);
    EXPECT_EQ(header(reply, "Allow"), "GET, HEAD");
  }
  EXPECT_EQ(open("/garden", nullptr, http::Method::head).status, 200);
}

// Oracle: spec/auth 1: where the API is off or elsewhere, its addresses are the site's 404, and so
// is a draft's (S14); RFC 9110, 9.1 for a method nobody knows.
TEST_F(SitePages, AreMissingForEveryKnownMethod) {
  for (auto const method : {http::Method::post, http::Method::patch, http::Method::options})
    for (auto const* path : {"/api/auth/login", "/nothing", "/garden/moss"})
      EXPECT_EQ(open(path, nullptr, method).status, 404) << path;
  EXPECT_EQ(open("/nothing", nullptr, http::Method::other).status, 405);
}

// Oracle: spec/auth 5: the template's token is the session's, and asking for it sets the cookie.
TEST_F(SitePages, HandOutTheTokenOfTheSession) {
  template_of("garden", "{{csrf}}");
  auto const first = open("/garden");
  EXPECT_EQ(first.body_text().size(), 64U);
  EXPECT_NE(test::set_cookie(first), "");
  EXPECT_EQ(header(first, "Cache-Control"), "no-store, private");
  EXPECT_TRUE(vary.empty());

  test::Browser browser(*this);
  browser.token();
  auto const again = open("/garden", &browser);
  EXPECT_EQ(again.body_text(), browser.csrf);
  ASSERT_TRUE(browser.login("editor@example.com", "editor-secret-2"));
  EXPECT_EQ(open("/garden", &browser).body_text(), browser.csrf);
  EXPECT_NE(first.body_text(), browser.csrf);
}

TEST_F(SitePages, SetNoCookieWhereNoTokenIsAsked_S27) {
  template_of("garden", "{{page.title}}{{#page.never}}{{csrf}}{{/page.never}}");
  auto const reply = open("/garden");
  EXPECT_EQ(test::set_cookie(reply), "");
  EXPECT_EQ(header(reply, "Cache-Control"), "");
  EXPECT_TRUE(vary.empty()) << "nothing of the visitor was looked at";
}

// Oracle: the issue, section B: `kirby.user` with email, name and role, or false; spec/auth 14.
TEST_F(SitePages, KnowTheUserOfTheSession) {
  template_of("garden",
              "{{#kirby.user}}{{email}} {{name}} {{role}}{{/kirby.user}}"
              "{{^kirby.user}}nobody{{/kirby.user}}");
  EXPECT_EQ(open("/garden").body_text(), "nobody");
  EXPECT_EQ(vary, std::vector<std::string>{"Cookie"});
  test::Browser browser(*this);
  browser.token();
  ASSERT_TRUE(browser.login("editor@example.com", "editor-secret-2"));
  auto const reply = open("/garden", &browser);
  EXPECT_EQ(reply.body_text(), "editor@example.com editor editor");
  EXPECT_EQ(header(reply, "Cache-Control"), "no-store, private");
  EXPECT_TRUE(vary.empty());
  ASSERT_TRUE(browser.logout());
  EXPECT_EQ(open("/garden", &browser).body_text(), "nobody");
}

// Oracle: security S9: a second step that is pending is nobody.
TEST_F(SitePages, KnowNobodyWhileACodeIsPending_S9) {
  template_of("garden",
              "{{#kirby.user}}{{email}}{{/kirby.user}}{{^kirby.user}}nobody{{/kirby.user}}");
  options->auth.methods.two_factor = true;
  test::Browser browser(*this);
  browser.token();
  auto const pending = browser.login("totp@example.com", "totp-secret-3");
  ASSERT_TRUE(pending);
  EXPECT_FALSE(pending->user);
  EXPECT_EQ(open("/garden", &browser).body_text(), "nobody");
}

TEST_F(SitePages, TellTemplatesNoSecrets_S22) {
  template_of("garden",
              "{{#kirby.user}}{{password}}{{htpasswd}}{{hash}}{{totp}}{{secret}}{{token}}"
              "{{session}}{{/kirby.user}}{{kirby.options}}{{kirby.session}}{{session}}");
  test::Browser browser(*this);
  browser.token();
  ASSERT_TRUE(browser.login("editor@example.com", "editor-secret-2"));
  EXPECT_EQ(open("/garden", &browser).body_text(), "");
}

TEST_F(SitePages, CarryTheHeadersOfTheirOwner) {
  template_of("garden", "x");
  options->headers = {{"Content-Security-Policy", "default-src 'self'"}, {"X-Owner", "me"}};
  auto const reply = open("/garden");
  EXPECT_EQ(headers_of(reply, "Content-Security-Policy"),
            std::vector<std::string>{"default-src 'self'"});
  EXPECT_EQ(header(reply, "X-Owner"), "me");
  EXPECT_EQ(header(reply, "X-Content-Type-Options"), "nosniff");
}

TEST_F(SitePages, RenderMails) {
  files.put("site/templates/emails/auth/login.mustache", "Hello {{user.name}}, {{code}}");
  EXPECT_EQ(site.mail("emails/auth/login", {{"user", {{"name", "Edda"}}}, {"code", "123 456"}}),
            "Hello Edda, 123 456");
  EXPECT_FALSE(site.mail("emails/auth/none", {}));
}

}  // namespace
}  // namespace latchkey::site
