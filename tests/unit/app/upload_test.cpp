// Uploads from head to answer, without sockets (S16): judged before the first byte, judged again
// behind the last, and nothing left where they end early.

#include "app/upload.h"

#include "support/auth_world.h"
#include "support/site_fixture.h"

namespace latchkey {
namespace {

using test::body;
using test::header;
using test::SiteFixture;
using HeaderList = SiteFixture::HeaderList;

std::string credentials(std::string_view name) {
  return test::basic(std::string(name) + "@example.com", std::string(name) + "-password-1");
}

struct FormFile {
  std::string name, bytes;
};

std::string form_of(std::vector<std::pair<std::string, std::string>> const& fields,
                    std::vector<FormFile> const& files) {
  std::string out;
  for (auto const& [name, value] : fields)
    out +=
        "--edge\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  for (auto const& file : files)
    out += "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + file.name +
           "\"\r\n\r\n" + file.bytes + "\r\n";
  return out + "--edge--\r\n";
}

/// One request as `net` brings it: its head, its body by pieces, its answer.
class Sending {
 public:
  Sending(SiteFixture& site, std::string target, HeaderList const& headers, std::size_t length)
      : site_(site) {
    request.method = http::Method::post;
    request.target = std::move(target);
    request.host = "localhost";
    request.headers.add("Host", "localhost");
    request.headers.add("Content-Type", "multipart/form-data; boundary=edge");
    request.headers.add("Content-Length", std::to_string(length));
    for (auto const& [name, value] : headers) request.headers.add(name, value);
    request.peer.address = "127.0.0.1";
    lane = site.service->judging_lane(request);
    if (!lane) return;
    auto judged = site.service->judge(request);
    if (auto* const reply = std::get_if<http::Reply>(&judged))
      refusal = std::move(*reply);
    else
      request.intake = std::get<std::shared_ptr<http::Intake>>(judged);
  }
  /// How many bytes were wanted.
  std::size_t pass(std::string_view bytes, std::size_t step) const {
    std::size_t at = 0;
    while (at < bytes.size() && request.intake->take(bytes.substr(at, step))) at += step;
    return std::min(at, bytes.size());
  }
  http::Reply answer() {
    auto started = site_.service->start(request);
    auto reply =
        started.lane == net::Lane::loop ? std::move(started.reply) : site_.service->answer(request);
    request.intake.reset();
    return reply;
  }

  http::Request request;
  std::optional<net::Lane> lane;
  std::optional<http::Reply> refusal;

 private:
  SiteFixture& site_;
};

class Uploads : public testing::Test {
 protected:
  Uploads() {
    site.copy.write("site/blueprints/files/tiny.yml",
                    "accept:\n  extension: [md, png]\n  maxsize: 1000\n");
    site.copy.write("site/blueprints/files/closed.yml", "options:\n  create: false\n");
    for (auto const& [id, name] :
         {std::pair("adaadmin", "ada"), std::pair("edithor1", "ed"), std::pair("readerr1", "rea")})
      site.copy.write(std::string("site/accounts/") + id + "/.htpasswd",
                      test::hash_of(std::string(name) + "-password-1"));
  }
  http::Reply upload(std::string const& target, HeaderList const& headers, std::string const& form,
                     std::size_t step = 4096) {
    Sending sending(site, target, headers, form.size());
    if (sending.refusal) return std::move(*sending.refusal);
    sending.pass(form, step);
    return sending.answer();
  }
  /// The same request with its body in memory.
  http::Reply in_memory(std::string const& target, HeaderList headers, std::string form) {
    headers.emplace_back("Content-Type", "multipart/form-data; boundary=edge");
    return site.send(http::Method::post, target, headers, std::move(form));
  }
  std::size_t spooled() const {
    auto const folder = site.copy.root() / "site/latchkey/spool";
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
  }
  std::string stored(std::string const& name) const {
    return site.copy.read("content/home/" + name);
  }

  SiteFixture site{{}, "content"};
  HeaderList const ada{{"Authorization", credentials("ada")}};
  std::string const home = "/api/pages/home/files";
};

std::string text_of(std::size_t size) {
  std::string out;
  while (out.size() < size) out += "line " + std::to_string(out.size()) + "\n";
  out.resize(size);
  return out;
}

// Oracle: the same request with its body in memory, which the recorded cases upload-* check.
TEST_F(Uploads, AreAnsweredAsThoseInMemory_S16) {
  auto const bytes = text_of(300'000);
  for (std::size_t const step : {1UL << 18, 4099UL}) {
    auto const name = "long" + std::to_string(step) + ".md";
    auto const streamed = upload(home, ada, form_of({}, {{name, bytes}}), step);
    ASSERT_EQ(streamed.status, 200) << streamed.body_text();
    EXPECT_TRUE(stored(name) == bytes);
    auto const data = body(streamed).at("data");
    EXPECT_EQ(data.at("size"), json::value(bytes.size()));
    auto const whole = in_memory(home, ada, form_of({}, {{"m" + name, bytes}}));
    EXPECT_EQ(whole.status, 200);
    EXPECT_EQ(body(whole).at("data").as_object().size(), data.as_object().size());
  }
  EXPECT_EQ(spooled(), 0U);
  for (auto const& form :
       {form_of({}, {{"shell.php", "x"}}), form_of({}, {{"a.png", "<?php x"}}),
        form_of({}, {{"one.md", "1"}, {"two.exe", "2"}}), form_of({}, {}),
        std::string("--edge\r\nno form"), form_of({{"template", "closed"}}, {{"c.md", "c"}})}) {
    auto const streamed = upload(home, ada, form, 7);
    auto const whole = in_memory("/api/site/files", ada, form);
    EXPECT_EQ(streamed.status, whole.status) << form;
    EXPECT_EQ(streamed.body_text(), whole.body_text()) << form;
    EXPECT_EQ(spooled(), 0U);
  }
}

// Oracle: S16 "permission before the first byte is stored": a refusal by the head says what the
// whole request in memory is told.
TEST_F(Uploads, AreRefusedByTheirHead_S16) {
  auto const form = form_of({}, {{"a.md", "text"}});
  struct Case {
    std::string target;
    HeaderList headers;
    int status;
  };
  for (auto const& [target, headers, status] : std::vector<Case>{
           {home, {}, 401},
           {home, {{"Cookie", "kirby_session=s%2Bstolen"}, {"X-CSRF", "x"}}, 401},
           {home, {{"Authorization", credentials("nobody")}}, 403},
           {home, {{"Authorization", credentials("rea")}}, 400},
           {home, {ada[0], {"Sec-Fetch-Site", "cross-site"}}, 403},
           {"/api/pages/none/files", ada, 404},
           {"/api/pages/home/files/none.md", ada, 404},
           {"/api/users/adaadmin/avatar", {{"Authorization", credentials("rea")}}, 404},
           {"/api/pages/home/fields/none/upload", ada, 404}}) {
    Sending const sending(site, target, headers, 1'000'000'000);
    ASSERT_TRUE(sending.lane) << target;
    ASSERT_TRUE(sending.refusal) << target;
    EXPECT_EQ(sending.refusal->status, status) << target << sending.refusal->body_text();
    auto const whole = in_memory(target, headers, form);
    EXPECT_EQ(whole.status, status) << target << whole.body_text();
    EXPECT_EQ(sending.refusal->body_text(), whole.body_text()) << target;
    for (auto const* const name : {"Cache-Control", "Vary", "Content-Type"})
      EXPECT_EQ(header(*sending.refusal, name), header(whole, name)) << target;
  }
  EXPECT_EQ(spooled(), 0U);
}

// Oracle: the route table: other bodies stay in memory, under their small limit.
TEST_F(Uploads, AreOnlyFormsToRowsThatTakeFiles) {
  Sending const login(site, "/api/auth/login", {}, 10);
  EXPECT_FALSE(login.lane);
  Sending const paste(site, "/api/pages/home/fields/text/paste", ada, 10);
  EXPECT_FALSE(paste.lane);
  Sending const unknown(site, "/api/nothing", ada, 10);
  EXPECT_FALSE(unknown.lane);
}

// Oracle: `accept.maxsize` of the blueprint. A long body ends there; a short one is read on, so
// that the other files are kept, as spec/content-api 13 says of several.
TEST_F(Uploads, EndWhereAFileIsTooLong_S16) {
  auto const form = form_of({{"template", "tiny"}}, {{"big.md", text_of(2'000'000)}});
  Sending sending(site, home, ada, 1'000'000'000);
  ASSERT_FALSE(sending.refusal);
  EXPECT_LT(sending.pass(form, 500), 2500U);
  EXPECT_LE(spooled(), 1U);
  auto const reply = sending.answer();
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(body(reply).at("message"),
            json::value("The file is larger than what is accepted here"));
  EXPECT_EQ(spooled(), 0U);

  auto const several = form_of({{"template", "tiny"}},
                               {{"good.md", "1"}, {"big.md", text_of(3000)}, {"fine.md", "2"}});
  auto const mixed = upload(home, ada, several, 100);
  EXPECT_EQ(mixed.status, 400);
  EXPECT_TRUE(body(mixed).at("errors").as_object().contains("big.md")) << mixed.body_text();
  EXPECT_EQ(stored("good.md") + stored("big.md") + stored("fine.md"), "12");
}

// Oracle: its own promise: fields stand in the memory, so there are few of them.
TEST_F(Uploads, HaveSmallFields_S16) {
  auto const refused =
      upload(home, ada, form_of({{"a", text_of(700'000)}, {"b", text_of(700'000)}}, {}));
  EXPECT_EQ(refused.status, 413) << refused.body_text();
}

// Oracle: its own promise: each file of a form holds a descriptor, so there are few; and the
// refusal says it.
TEST_F(Uploads, HaveFewFiles_S16) {
  std::vector<FormFile> files;
  for (int i = 0; i < 201; ++i) files.push_back({std::to_string(i) + ".md", "text"});
  auto const refused = upload(home, ada, form_of({}, files));
  EXPECT_EQ(refused.status, 413);
  EXPECT_NE(refused.body_text().find("More than 200 files"), std::string_view::npos);
  std::vector<std::pair<std::string, std::string>> const fields(1000, {"a", "b"});
  EXPECT_EQ(upload(home, ada, form_of(fields, {{"a.md", "text"}})).status, 413);
  EXPECT_EQ(spooled(), 0U);
  EXPECT_EQ(stored("0.md"), "");
}

// Oracle: what was judged may have changed by the end: S4, S14, S23.
TEST_F(Uploads, AreJudgedAgainAtTheirEnd_S16) {
  auto const form = form_of({}, {{"late.md", "text"}});
  HeaderList const ed{{"Authorization", credentials("ed")}};
  {
    Sending sending(site, home, ed, form.size());
    ASSERT_FALSE(sending.refusal);
    sending.pass(form, 10);
    site.copy.write("site/blueprints/users/editor.yml",
                    "title: Editor\npermissions:\n  files: false\n");
    site.application->accounts().refresh();
    EXPECT_EQ(sending.answer().status, 400);
  }
  EXPECT_EQ(stored("late.md"), "");
  test::Client client(site);
  ASSERT_EQ(client.sign_in("ada@example.com", "ada-password-1").status, 200);
  std::string jar;
  for (auto const& [name, value] : client.cookies) jar += name + "=" + value + "; ";
  HeaderList const session{{"Cookie", jar}, {"X-CSRF", client.csrf}};
  Sending kept(site, home, session, form.size()), ended(site, home, session, form.size());
  ASSERT_FALSE(kept.refusal || ended.refusal);
  kept.pass(form, 10);
  EXPECT_EQ(kept.answer().status, 200);
  EXPECT_EQ(stored("late.md"), "text");
  ended.pass(form, 10);
  ASSERT_EQ(client.post("/api/auth/logout", nullptr).status, 200);
  EXPECT_EQ(ended.answer().status, 401);
  EXPECT_EQ(spooled(), 0U);
}

/// A form that nobody reads.
class Unread : public http::Intake {
 public:
  bool take(std::string_view) override { return true; }
  std::vector<http::Part> parts() const override { return {}; }
  std::optional<Error> failure() const override { return std::nullopt; }
};

// Oracle: spec/auth 6: activity keeps a session from idling out (1800 s); without it, it ends.
TEST(Upload, KeepsItsSessionAwake_S16) {
  test::AuthWorld world;
  test::Browser browser(world);
  browser.token();
  ASSERT_TRUE(browser.login("editor@example.com", "editor-secret-2"));
  http::Request request;
  request.method = http::Method::post;
  request.target = "/api/x";
  request.host = "example.com";
  request.headers.add("Cookie", "kirby_session=" + browser.session_cookie());
  request.headers.add("X-CSRF", browser.csrf);
  app::Upload upload(*world.auth, request, browser.address, world.options);
  ASSERT_TRUE(world.auth->gate(upload.visit()));
  upload.use(std::make_unique<Unread>(), nullptr);
  auto const user = [&] {
    world.auth->look_again(upload.visit());
    auto const actor = world.auth->gate(upload.visit());
    return actor ? actor->user().id : actor.error().key;
  };
  for (int i = 0; i < 3; ++i) {
    world.wait(1700);
    EXPECT_TRUE(upload.take("bytes"));
  }
  EXPECT_EQ(user(), "aedit002");
  world.wait(1900);
  EXPECT_TRUE(upload.take("bytes"));
  EXPECT_EQ(user(), "error.auth");
}

// Oracle: limits.uploads, and half of it for one user.
TEST_F(Uploads, AreFewAtATime_S16) {
  SiteFixture narrow({"limits.uploads=3"}, "content");
  narrow.copy.write("site/accounts/adaadmin/.htpasswd", test::hash_of("ada-password-1"));
  narrow.copy.write("site/accounts/edithor1/.htpasswd", test::hash_of("ed-password-1"));
  HeaderList const ed{{"Authorization", credentials("ed")}};
  auto const begin = [&](HeaderList const& who) {
    return std::make_unique<Sending>(narrow, home, who, 100);
  };
  auto const first = begin(ada);
  auto second = begin(ada);
  ASSERT_FALSE(first->refusal || second->refusal);
  auto const third = begin(ada);
  ASSERT_TRUE(third->refusal);
  EXPECT_EQ(third->refusal->status, 503);
  EXPECT_EQ(header(*third->refusal, "Retry-After"), "5");
  auto other = begin(ed);
  ASSERT_FALSE(other->refusal);
  EXPECT_EQ(begin(ed)->refusal->status, 503);
  second.reset();
  EXPECT_FALSE(begin(ada)->refusal);
}

// Oracle: an answer that names the cause, and nothing left. The spool's folder is gone: EIO, as a
// broken disk has it.
TEST_F(Uploads, SayThatNothingCanBeStored_S16) {
  auto const form = form_of({}, {{"a.md", "text"}});
  Sending sending(site, home, ada, form.size());
  ASSERT_FALSE(sending.refusal);
  std::filesystem::remove(site.copy.root() / "site/latchkey/spool");
  EXPECT_LT(sending.pass(form, form.size()), form.size());
  auto const reply = sending.answer();
  EXPECT_EQ(reply.status, 500);
  EXPECT_EQ(stored("a.md"), "");
}

}  // namespace
}  // namespace latchkey
