#include "mail/mailer.h"

#include <gtest/gtest.h>

#include "mail/address.h"
#include "support/fakes.h"
#include "support/smtp_sink.h"
#include "support/temp_site.h"

namespace latchkey::mail {
namespace {

namespace fs = std::filesystem;

Message const example{"ed@example.com", "noreply@example.com", "Käuzchen", "Your code",
                      "Code: 123 456\n.\nBye\n"};

TEST(Render,
     HasTheFieldsOfRfc5322AndMime) {  // oracle: RFC 5322, 3.6 and appendix A; RFC 2045, 3 to 6
  auto const text =
      render(example, Instant(std::chrono::seconds(1'795'494'483)), "id@example.com").value();
  EXPECT_EQ(
      text,
      "Date: Tue, 24 Nov 2026 04:28:03 +0000\r\nFrom: =?UTF-8?B?S8OkdXpjaGVu?= "
      "<noreply@example.com>\r\n"
      "To: ed@example.com\r\nMessage-ID: <id@example.com>\r\nSubject: Your code\r\nMIME-Version: "
      "1.0\r\n"
      "Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
      "Auto-Submitted: auto-generated\r\n\r\nCode: 123 456\r\n.\r\nBye\r\n");
}

TEST(Render, RefusesLineEndsAndNulInHeaders_S19) {
  std::string const evils[] = {"a\r\nBcc: x@example.com", "a\nb", "a\rb", std::string("a\0b", 3)};
  for (auto const& evil : evils) {
    for (auto const member :
         {&Message::to, &Message::from, &Message::from_name, &Message::subject}) {
      auto message = example;
      message.*member =
          member == &Message::to || member == &Message::from ? evil + "@example.com" : evil;
      EXPECT_EQ(render(message, {}, "id").error().kind, Kind::invalid) << evil;
    }
    EXPECT_EQ(render(example, {}, evil).error().kind, Kind::invalid);
  }
}

TEST(IsAddress,
     AcceptsOneBareAddressOnly) {  // oracle: RFC 5322, 3.4.1, without quoting and comments
  for (auto const* good : {"a@b", "a.b+c@example.com", "käuz@exämple.com"})
    EXPECT_TRUE(is_address(good)) << good;
  for (auto const* bad : {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b,c@d", "<a@b>", "a@b>",
                          "\"a\"@b", "a(x)@b", "a@b;"})
    EXPECT_FALSE(is_address(bad)) << bad;
}

class Sending : public testing::Test {
 protected:
  test::TempDir dir_;
  test::ManualClock clock_;
  test::SeededRandom random_;
  std::unique_ptr<Mailer> mailer_ = make_mailer(dir_ / "latchkey/outbox", clock_, random_);

  static config::MailOptions to(test::SmtpSink const& sink) {
    config::MailOptions options;
    options.type = "smtp";
    options.host = "127.0.0.1";
    options.port = sink.port();
    return options;
  }
};

TEST_F(Sending, HandsTheMailToTheServer) {  // oracle: RFC 5321, 3.3, with dot-stuffing of 4.5.2
  test::SmtpSink const sink;
  auto const sent = mailer_->send(example, to(sink));
  ASSERT_TRUE(sent) << sent.error().cause;
  auto const mails = sink.mails();
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(mails[0].from, "noreply@example.com");
  EXPECT_EQ(mails[0].to, "ed@example.com");
  EXPECT_TRUE(mails[0].data.ends_with("\r\n\r\nCode: 123 456\r\n.\r\nBye\r\n")) << mails[0].data;
  EXPECT_FALSE(dir_.exists("latchkey"));
}

TEST_F(Sending, SendsCredentialsOnlyWhereConfigured) {  // oracle: RFC 4954, 4.1: base64 of NUL user
                                                        // NUL password
  test::SmtpSink const sink({"AUTH PLAIN"});
  auto options = to(sink);
  options.username = "user";
  options.password = "pass";
  ASSERT_TRUE(mailer_->send(example, options));
  for (auto const& command : sink.commands()) EXPECT_FALSE(command.starts_with("AUTH")) << command;
  options.auth = true;
  ASSERT_TRUE(mailer_->send(example, options));
  auto const commands = sink.commands();
  EXPECT_TRUE(std::ranges::any_of(
      commands, [](auto const& line) { return line.find("AHVzZXIAcGFzcw==") != line.npos; }));
}

TEST_F(Sending, NamesTheServersRefusal) {  // oracle: mailer.h
  test::SmtpSink const sink({}, "RCPT");
  auto const sent = mailer_->send(example, to(sink));
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().kind, Kind::internal);
  EXPECT_NE(sent.error().cause.find("550"), std::string::npos) << sent.error().cause;
  EXPECT_TRUE(sink.mails().empty());
}

TEST_F(Sending, NamesAServerThatIsNotThere) {
  std::uint16_t port = 0;
  { port = test::SmtpSink().port(); }
  config::MailOptions options;
  options.type = "smtp";
  options.host = "127.0.0.1";
  options.port = port;
  auto const sent = mailer_->send(example, options);
  ASSERT_FALSE(sent);
  EXPECT_NE(sent.error().cause.find("127.0.0.1"), std::string::npos) << sent.error().cause;
}

// Oracle: RFC 3207, 6: a client that requires TLS must not go on without it; nothing secret is said
// before.
TEST_F(Sending, DoesNotSendInTheClearWhereTlsIsAskedFor) {
  for (auto const* security : {"tls", "ssl"}) {
    test::SmtpSink const sink({"AUTH PLAIN"});
    auto options = to(sink);
    options.security = security;
    options.auth = true;
    options.username = options.password = "canary";
    EXPECT_FALSE(mailer_->send(example, options)) << security;
    for (auto const& command : sink.commands())
      EXPECT_TRUE(command.starts_with("EHLO") || command.starts_with("QUIT")) << command;
    EXPECT_TRUE(sink.mails().empty());
  }
}

TEST_F(Sending, RefusesASenderWhoseHostIsAnAddress) {  // oracle: spec/auth 9, Mail
  for (auto const* host : {"127.0.0.1", "[127.0.0.1]", "::1", "[::1]", "[IPv6:::1]"}) {
    auto message = example;
    message.from = std::string("noreply@") + host;
    EXPECT_EQ(mailer_->send(message, {}).error().kind, Kind::invalid) << host;
  }
  EXPECT_FALSE(dir_.exists("latchkey"));
}

TEST_F(Sending, RefusesATransportItDoesNotKnow) {
  config::MailOptions options;
  options.type = "sendmail";
  EXPECT_FALSE(mailer_->send(example, options));
}

TEST_F(Sending,
       PutsMailsIntoTheOutboxWithoutATransportAndLogsOnlyTheName_S22) {  // oracle: mailer.h
  testing::internal::CaptureStderr();
  ASSERT_TRUE(mailer_->send(example, {}));
  ASSERT_TRUE(mailer_->send(example, {}));
  auto const log = testing::internal::GetCapturedStderr();
  EXPECT_EQ(log.find("123 456"), std::string::npos) << log;
  EXPECT_EQ(fs::status(dir_ / "latchkey/outbox").permissions(), fs::perms(0700));
  int count = 0;
  for (auto const& entry : fs::directory_iterator(dir_ / "latchkey/outbox")) {
    ++count;
    EXPECT_EQ(entry.status().permissions(), fs::perms(0600));
    EXPECT_TRUE(entry.path().filename().string().starts_with("20231114T221320Z-")) << entry.path();
    EXPECT_EQ(entry.path().extension(), ".eml");
    EXPECT_NE(
        dir_.read("latchkey/outbox/" + entry.path().filename().string()).find("Code: 123 456"),
        std::string::npos);
  }
  EXPECT_EQ(count, 2);
}

}  // namespace
}  // namespace latchkey::mail
