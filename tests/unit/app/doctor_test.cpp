#include "app/doctor.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "app/init_command.h"
#include "support/certificate.h"
#include "support/temp_site.h"

namespace latchkey::app {
namespace {

namespace fs = std::filesystem;
using Level = Finding::Level;

/// A fresh site of `latchkey init`; tests make it ill.
class Doctor : public testing::Test {
 protected:
  Doctor() {
    std::ostringstream out;
    EXPECT_EQ(init_command({root_, false}, {0, out, out}), 0) << out.str();
  }
  Findings look_at_certificate(long seconds_left) const {
    std::string const certificate = dir_ / "cert.pem", key = dir_ / "key.pem";
    test::write_certificate(certificate, key, seconds_left);
    fs::permissions(key, fs::perms::owner_read);
    auto const findings = examine({root_, {}, {}, certificate, key, false});
    fs::remove(key);
    return findings;
  }
  Findings look(std::vector<std::string> flags = {}) const {
    return examine({root_, {}, std::move(flags), "", "", false});
  }

  static std::string all(Findings const& findings) {
    std::string out;
    for (auto const& finding : findings)
      out += std::to_string(static_cast<int>(finding.level)) + " " + finding.area + ": " +
             finding.text + "\n";
    return out;
  }
  static bool has(Findings const& findings, Level level, std::string_view part) {
    return std::ranges::any_of(findings, [&](Finding const& finding) {
      return finding.level == level &&
             (finding.area + ": " + finding.text).find(part) != std::string::npos;
    });
  }
  void expect(Findings const& findings, Level level, std::string_view part) const {
    EXPECT_TRUE(has(findings, level, part)) << part << "\n" << all(findings);
  }

  test::TempDir dir_;
  fs::path root_ = dir_ / "site";
};

TEST_F(Doctor, FindsNoProblemInAFreshSite) {  // oracle: init makes a site that works
  auto const findings = look();
  EXPECT_FALSE(std::ranges::any_of(findings, [](auto const& finding) {
    return finding.level != Level::note;
  })) << all(findings);
  expect(findings, Level::note, "there is no account yet");
  expect(findings, Level::note, "no server is running");
}

TEST_F(Doctor, NamesAConfigurationThatCannotBeRead) {  // oracle: exit code 2 of docs/latchkey.1
  dir_.write("site/site/config/config.php", "<?php return [ 'debug' => ;");
  std::ostringstream out, err;
  EXPECT_EQ(doctor({root_, {}, {}, "", "", false}, {0, out, err}), exit_usage) << out.str();
  EXPECT_NE(out.str().find("config.php"), std::string::npos) << out.str();
}

TEST_F(Doctor, NamesAFolderThatIsMissing) {
  std::ostringstream out, err;
  EXPECT_EQ(doctor({"/no/such/site", {}, {}, "", "", true}, {0, out, err}), exit_failed);
  EXPECT_EQ(json::parse(out.str())->at("ok"), false);
}

TEST_F(Doctor, SeesKeysThatOthersMayRead) {  // oracle: security S21
  fs::create_directories(root_ / "site/latchkey");
  fs::permissions(root_ / "site/latchkey", fs::perms(0755));
  dir_.write("site/site/latchkey/secret", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaG_v8_f4\n");
  fs::permissions(root_ / "site/latchkey/secret", fs::perms(0644));
  auto const findings = look();
  expect(findings, Level::warning,
         "keys: " + (root_ / "site/latchkey").string() + " can be used by other users (mode 755)");
  expect(findings, Level::problem, "mode 0644");
}

TEST_F(Doctor, SeesContradictionsOfBasicAndAddress) {  // oracle: spec/auth 7 and 13
  expect(look({"url=http://example.com"}), Level::problem, "Basic is refused without HTTPS");
  expect(look({"api.allowInsecure=true"}), Level::warning, "unencrypted");
  expect(look({"url=*"}), Level::warning, "forwarding headers");
  expect(look({"proxies=1"}), Level::warning, "HTTPS goes unnoticed");
  expect(look({"url=https://example.com"}), Level::note, "all visitors have the proxy's address");
  auto const good = look({"url=https://example.com", "proxies=1"});
  EXPECT_FALSE(has(good, Level::warning, "address") || has(good, Level::note, "address"))
      << all(good);
}

TEST_F(Doctor, SeesCookiesThatBrowsersRefuse) {  // oracle: RFC 6265, 5.3
  expect(look({"url=https://example.com", "session.cookieDomain=example.org"}), Level::problem,
         "browsers refuse the cookie");
  auto const good = look({"url=https://www.example.com", "session.cookieDomain=example.com"});
  EXPECT_FALSE(has(good, Level::problem, "cookie")) << all(good);
}

TEST_F(Doctor, SeesOpenDoors) {
  expect(look({"debug=true"}), Level::warning, "debug");
  expect(look({"auth.debug=true"}), Level::warning, "which accounts exist");
  expect(look({"panel.install=true"}), Level::problem, "whoever comes first");
  dir_.write("site/site/accounts/broken01/index.php", "<?php return [");
  auto const findings = look({"panel.install=true"});  // oracle: spec/auth 3, isInstalled
  expect(findings, Level::note, "panel.install is still on");
  EXPECT_EQ(all(findings).find("there is no account yet"), std::string::npos);
}

TEST_F(Doctor, SeesLoginsThatCannotWork) {  // oracle: spec/auth 9, Mail
  dir_.write(
      "site/site/config/config.php",
      "<?php return ['url' => 'http://192.0.2.1', 'auth' => ['methods' => ['password', 'code']]];");
  auto const findings = look();
  expect(findings, Level::warning, "they go to site/latchkey/outbox");
  expect(findings, Level::problem, "noreply@192.0.2.1");
}

TEST_F(Doctor, SeesWeakHashesAndLostRoles) {  // oracle: spec/auth 11 and 12, security S29
  test::TempSite const fixture("auth");
  fs::copy(fixture / "site/accounts", root_ / "site/accounts",
           fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  dir_.write("site/site/accounts/anopass5/.htpasswd", "plain-text-password");
  auto const findings = look();
  expect(findings, Level::note, "older or weaker password hash");
  expect(findings, Level::problem, "nopass@example.com");
  expect(findings, Level::warning, "locked@example.com (locked)");
  EXPECT_EQ(all(findings).find("plain-text-password"), std::string::npos);
}

TEST_F(Doctor, SeesBrokenBlueprintsAndTemplates) {
  dir_.write("site/site/templates/broken.mustache", "<p>{{#if}}never closed</p>");
  dir_.write("site/site/templates/old.php", "<?php echo 1;");
  dir_.write("site/site/blueprints/users/odd.yml",
             "title: Odd\npermissions:\n  pages:\n    read: maybe\n");
  auto const findings = look();
  expect(findings, Level::problem, "broken.mustache");
  expect(findings, Level::note, "old.php");
  expect(findings, Level::problem, "blueprints: site/blueprints/users/odd.yml: The value");
}

// Oracle: spec/auth 11: only the request's side is lower-cased.
TEST_F(Doctor, SeesAddressesNobodyCanLogInBy) {
  for (auto const& [id, address] :
       {std::pair("one", "Me@Example.com"), {"two", "a@example.com"}, {"three", "a@example.com"}})
    dir_.write("site/site/accounts/" + std::string(id) + "/index.php",
               "<?php return ['email' => '" + std::string(address) + "'];");
  auto const findings = look();
  expect(findings, Level::warning, "Me@Example.com in site/accounts/one (write me@example.com)");
  expect(findings, Level::problem, "a@example.com in site/accounts/three and two");
}

TEST_F(Doctor, SeesCertificatesThatEnd) {  // oracle: RFC 5280, 4.1.2.5
  constexpr long a_day = 24 * 60 * 60;
  expect(look_at_certificate(-3 * a_day), Level::problem, "cert.pem has expired 3 days ago");
  expect(look_at_certificate(5 * a_day + 60), Level::warning, "cert.pem expires in 5 days");
  EXPECT_EQ(all(look_at_certificate(60 * a_day)).find("tls:"), std::string::npos);
}

TEST_F(Doctor, SeesLinksThatLeadOutside) {  // oracle: store/files.h
  fs::create_directory_symlink("/tmp", root_ / "content/shared");
  fs::create_directory_symlink("home", root_ / "content/inner");
  expect(look(), Level::warning,
         "these links lead out of the site and are treated as missing: content/shared");
}

TEST_F(Doctor, NamesLinksThatLeadNowhereOrUpwards) {  // oracle: store/files.h
  fs::create_symlink("none", root_ / "content/dangling");
  fs::create_symlink("loop", root_ / "content/loop");
  fs::create_directories(root_ / "content/deep/deeper");
  fs::create_directory_symlink("../../deep", root_ / "content/deep/deeper/up");
  fs::create_directory_symlink("home", root_ / "content/sound");
  auto const findings = look();
  for (auto const* part : {"content/dangling", "content/loop"})
    EXPECT_TRUE(has(findings, Level::warning, "lead nowhere: ") &&
                has(findings, Level::warning, part))
        << all(findings);
  expect(findings, Level::warning,
         "lead to a folder they are in and are left out: content/deep/deeper/up");
  EXPECT_FALSE(has(findings, Level::warning, "content/sound")) << all(findings);
}

/// Oracle: what is written here; content/listing.h says which text counts.
TEST_F(Doctor, NamesPagesThatCannotBeReadOrToldApart) {
  auto const write = [&](std::string const& path, std::string_view text) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary) << text;
  };
  write("content/sound/page.txt", "Title: Sound\n\n----\n\nUuid: sound");
  write("content/latin/page.txt", "Title: Caf\xe9");
  write("content/two/a.txt", "Title: A");
  write("content/two/b.txt", "Title: B");
  write("content/two/photo.jpg", "");
  write("content/two/photo.jpg.txt", "Alt: no text of the page");
  write("content/1_slug/page.txt", "Uuid: twin");
  write("content/_drafts/slug/page.txt", "Uuid: twin");
  write("content/line\nfeed/\xff/page.txt", "");
  auto const findings = look();
  expect(findings, Level::warning, "are no UTF-8: content/latin/page.txt");
  expect(findings, Level::warning, "have two texts; the last in natural order counts: content/two");
  expect(findings, Level::warning, ": content/_drafts/slug (as content/1_slug)");
  expect(findings, Level::warning, "may lead to either: content/_drafts/slug (as content/1_slug)");
  expect(findings, Level::warning, "content/line?feed/");
  for (auto const* part : {"sound", "photo"})
    EXPECT_FALSE(has(findings, Level::warning, part)) << part << all(findings);
}

TEST_F(Doctor, NamesATextThatIsTooLarge) {  // oracle: content/tree.cpp, max_text_bytes
  fs::create_directories(root_ / "content/huge");
  std::ofstream(root_ / "content/huge/page.txt") << "Title: Huge";
  fs::resize_file(root_ / "content/huge/page.txt", (16 << 20) + 1);
  expect(look(), Level::warning, "cannot be read: content/huge/page.txt (The file is too large)");
}

}  // namespace
}  // namespace latchkey::app
