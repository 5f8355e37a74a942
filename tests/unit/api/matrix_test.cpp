// Every route with every permission: what a role may not do is refused, and nothing else is.
// Generated from one row a route; a route without a row fails here (default deny).

#include <set>

#include "support/api_world.h"

namespace latchkey::api {
namespace {

using http::Method;
using test::json_of;
using test::key_of;

/// What a route does when one permission is missing.
struct Need {
  std::string permission;  ///< "users.update"
  std::string key;         ///< of the refusal; empty: 200, and `Row::shown` is left out; "null": of
                           ///< an upload, which is 400
  std::string missing{};   ///< in place of `Row::missing`
};

struct Row {
  Method method;
  std::string path;     ///< what is asked; `pattern` is found from it
  std::string missing;  ///< the same with a model that does not exist, where models can be hidden
  json::value body;
  std::vector<Need> needs;
  std::string shown{};    ///< in the answer of an allowed request
  std::string allowed{};  ///< key of an allowed request that stops before it writes; else 200
  std::string upload{};   ///< name of a file that is sent
};

std::vector<Need> hidden(std::string const& key, std::vector<std::string> const& permissions) {
  std::vector<Need> out;
  for (auto const& permission : permissions) out.push_back({permission, key});
  return out;
}

std::vector<Need> with(std::vector<Need> needs, Need one) {
  needs.push_back(std::move(one));
  return needs;
}

json::value const wrong_new_password{{"currentPassword", "tester-secret-5"}, {"password", "short"}};

/// A user's own routes and those of others: two categories, two keys for what is hidden.
std::vector<Row> rows_of_user(std::string const& base, std::string const& missing,
                              std::string const& category, std::string const& not_found,
                              std::string const& id) {
  auto const access = hidden(not_found, {category + ".access"});
  auto const row = [&](Method method, std::string const& part, json::value body,
                       std::string const& action, std::string shown = {},
                       std::string allowed = {}) {
    auto needs = access;
    if (!action.empty())
      needs = with(access, {category + "." + action, "error.user." + action + ".permission"});
    return Row{method,
               base + part,
               missing.empty() ? "" : missing + part,
               std::move(body),
               needs,
               std::move(shown),
               std::move(allowed)};
  };
  auto roles = row(Method::get, "/roles", nullptr, "", "helper");
  roles.needs.push_back({category + ".changeRole", ""});
  return {row(Method::get, "", nullptr, "", id),
          row(Method::patch, "", {{"motto", "changed"}}, "update", "changed"),
          row(Method::del, "", nullptr, "delete"),
          row(Method::patch, "/email", {{"email", "other@example.com"}}, "changeEmail", "other@"),
          row(Method::patch, "/name", {{"name", "Other"}}, "changeName", "Other"),
          row(Method::patch, "/language", {{"language", "de"}}, "changeLanguage", "\"de\""),
          row(Method::patch, "/role", {{"role", "helper"}}, "changeRole"),
          row(Method::patch, "/password", wrong_new_password, "changePassword", "",
              "error.user.password.invalid"),
          roles};
}

std::vector<Row> rows_of_page() {
  auto const access = hidden("error.page.notFound", {"pages.access", "pages.read"});
  auto const list = [&](Need one) {
    auto needs = access;
    needs.push_back(std::move(one));
    return needs;
  };
  auto const action = [&](std::string const& name) {
    return list({"pages." + name, "error.page." + name + ".permission"});
  };
  json::value const child{{"slug", "new"}, {"template", "plant"}};
  json::value const find{{"search", "marigold"}};
  std::string const page = "pages/garden", none = "pages/nowhere";
  std::string const roses = "pages/garden+roses", no_roses = "pages/garden+nowhere";
  return {
      {Method::get, roses, no_roses, nullptr, access, "marigold rosa"},
      {Method::patch, roses, no_roses, {{"latin", "changed"}}, action("update"), "changed"},
      // its files go with it
      {Method::del, roses, no_roses, nullptr,
       with(action("delete"), {"files.delete", "error.permission"})},
      {Method::patch,
       roses + "/title",
       no_roses + "/title",
       {{"title", "Other"}},
       action("changeTitle"),
       "Other"},
      {Method::patch,
       roses + "/slug",
       no_roses + "/slug",
       {{"slug", "thorns"}},
       action("changeSlug"),
       "thorns"},
      {Method::patch,
       roses + "/status",
       no_roses + "/status",
       {{"status", "unlisted"}},
       action("changeStatus"),
       "unlisted"},
      {Method::patch,
       roses + "/template",
       no_roses + "/template",
       {{"template", "seed"}},
       action("changeTemplate"),
       "seed"},
      {Method::post,
       roses + "/duplicate",
       no_roses + "/duplicate",
       {{"slug", "thorns"}},
       action("duplicate"),
       "thorns"},
      {Method::get, page + "/children", none + "/children", nullptr, list({"pages.list", ""}),
       "roses"},
      {Method::post, page + "/children", none + "/children", child, action("create"), "new"},
      {Method::get, page + "/children/search?q=marigold", none + "/children/search?q=marigold",
       nullptr, list({"pages.list", ""}), "roses"},
      {Method::post, page + "/children/search", none + "/children/search", find,
       list({"pages.list", ""}), "roses"},
  };
}

std::vector<Row> rows_of_site() {
  auto const access = hidden("error.site.notAccessible", {"site.access"});
  auto const action = [&](std::string const& name) {
    return with(access, {"site." + name, "error.site." + name + ".permission"});
  };
  auto const listed = [&] {
    auto needs = access;
    for (auto const* name : {"pages.access", "pages.read", "pages.list"})
      needs.push_back({name, ""});
    return needs;
  }();
  auto found = access;
  for (auto const* name : {"pages.access", "pages.read"}) found.push_back({name, ""});
  auto created = with(access, {"pages.create", "error.page.create.permission"});
  auto published = with(created, {"pages.changeStatus", "error.page.changeStatus.permission"});
  json::value const find{{"search", "marigold"}};
  return {
      {Method::get, "site", "", nullptr, access, "marigold"},
      {Method::patch, "site", "", {{"motto", "changed"}}, action("update"), "changed"},
      {Method::patch, "site/title", "", {{"title", "Other"}}, action("changeTitle"), "Other"},
      {Method::get, "site/children", "", nullptr, listed, "garden"},
      {Method::post, "site/children", "", {{"slug", "new"}}, created, "new"},
      {Method::post, "site/children", "", {{"slug", "new"}, {"draft", false}}, published, "new"},
      {Method::get, "site/children/search?q=garden", "", nullptr, listed, "garden"},
      {Method::post, "site/children/search", "", {{"search", "garden"}}, listed, "garden"},
      {Method::get, "site/search?q=marigold", "", nullptr, listed, "roses"},
      {Method::post, "site/search", "", find, listed, "roses"},
      {Method::post, "site/find", "", {{"ids", {"garden/roses"}}}, found, "roses"},
  };
}

/// Files of an owner that is hidden without `access`.
std::vector<Row> rows_of_files(std::string const& base, std::string const& missing,
                               std::vector<Need> const& access) {
  auto one = access, listed = access;
  for (auto const* name : {"files.access", "files.read"}) {
    one.push_back({name, "error.file.notFound", base + "/files/none.md"});
    listed.push_back({name, ""});
  }
  listed.push_back({"files.list", ""});
  auto const search = base + "/files/search";
  return {
      {Method::get, base + "/files", missing + "/files", nullptr, listed, "plan.md"},
      {Method::get, search + "?q=plan", missing + "/files/search?q=plan", nullptr, listed,
       "plan.md"},
      {Method::post, search, missing + "/files/search", {{"search", "plan"}}, listed, "plan.md"},
      {Method::get, base + "/files/plan.md", missing + "/files/plan.md", nullptr, one, "plan.md"}};
}

/// A picture of one pixel.
std::string const pixel(
    "\211\120\116\107\015\012\032\012\000\000\000\015\111\110\104\122\000\000\000\001"
    "\000\000\000\001\010\002\000\000\000\220\167\123\336\000\000\000\014\111\104\101"
    "\124\170\234\143\370\317\300\000\000\003\001\001\000\311\376\222\357\000\000\000"
    "\000\111\105\116\104\256\102\140\202",
    69);

/// What changes files; `update`: what one needs to change their owner, where that counts.
std::vector<Row> rows_of_file_changes(std::string const& base, std::string const& missing,
                                      std::vector<Need> const& access, std::string const& update) {
  auto one = access, created = access, sorted = access;
  for (auto const* name : {"files.access", "files.read"}) {
    one.push_back({name, "error.file.notFound"});
    sorted.push_back({name, ""});
  }
  sorted.push_back({"files.list", ""});
  auto const owner_too = [&](std::vector<Need> needs, char const* key) {
    if (!update.empty()) needs.push_back({update, key});
    return needs;
  };
  auto const action = [&](std::string const& name, std::string const& key) {
    return owner_too(with(one, {"files." + name, key}), "error.user.update.permission");
  };
  std::string const id = base == "site"                ? "plan.md"
                         : base.find('+') != base.npos ? "garden/roses/plan.md"
                         : base == "account"           ? "atester5/plan.md"
                                                       : "atarget6/plan.md";
  std::string const file = "/files/plan.md";
  std::vector<Row> out{
      {Method::post, base + "/files", missing + "/files", nullptr,
       owner_too(with(access, {"files.create", "null"}), "null"), "new.md", "", "new.md"},
      {Method::post, base + file, missing + file, nullptr,
       owner_too(with(one, {"files.replace", "null"}), "null"), "plan.md", "", "other.md"},
      {Method::patch,
       base + "/files/sort",
       missing + "/files/sort",
       {{"files", {id}}},
       owner_too(with(sorted, {"files.sort", "error.file.sort.permission"}),
                 "error.user.update.permission"),
       "plan.md"},
      {Method::patch,
       base + file + "/name",
       missing + file + "/name",
       {{"name", "other"}},
       action("changeName", "error.file.changeName.permission"),
       "other.md"},
      {Method::patch,
       base + file,
       missing + file,
       {{"motto", "changed"}},
       action("update", "error.permission"),
       "changed"},
      {Method::del, base + file, missing + file, nullptr, action("delete", "error.permission"), ""},
  };
  // What is hidden is skipped there.
  auto const in_section = [&](std::string const& name, std::string const& key) {
    return owner_too(with(access, {"files." + name, key}), "error.user.update.permission");
  };
  std::vector<Row> const sections{{Method::patch,
                                   base + "/sections/plans/sort",
                                   missing + "/sections/plans/sort",
                                   {{"files", {id}}},
                                   in_section("sort", "error.file.sort.permission"),
                                   ""},
                                  {Method::del,
                                   base + "/sections/plans/delete",
                                   missing + "/sections/plans/delete",
                                   {{"ids", {id}}},
                                   in_section("delete", "error.permission"),
                                   ""}};
  for (auto& row : out)
    for (auto& need : row.needs)
      if (need.key == "error.file.notFound")
        need.missing = base + "/files/none.md" + row.path.substr(base.size() + file.size());
  out.insert(out.end(), sections.begin(), sections.end());
  return out;
}

/// Pending changes of a model that is hidden without `access`, each kept from who lacks one of
/// `update`.
std::vector<Row> rows_of_changes(std::string const& base, std::string const& missing,
                                 std::vector<Need> const& access,
                                 std::vector<std::string> const& update) {
  std::vector<Row> out;
  for (std::string const action : {"save", "publish", "discard", "unlock"}) {
    auto needs = access;
    for (auto const& permission : update)
      needs.push_back({permission, "error.version." + action + ".permission"});
    auto const path = "/changes/" + action;
    for (auto& need : needs)
      if (need.key == "error.file.notFound")
        need.missing = base.substr(0, base.rfind('/')) + "/none.md" + path;
    out.push_back({Method::post,
                   base + path,
                   missing.empty() ? "" : missing + path,
                   {{"motto", "changed"}},
                   std::move(needs),
                   "ok"});
  }
  return out;
}

/// Of a model, then of its file plan.md; `owner`: what changing its files needs too.
std::vector<Row> rows_of_all_changes(std::string const& base, std::string const& missing,
                                     std::vector<Need> const& access, std::string const& update,
                                     std::vector<std::string> owner) {
  auto out = rows_of_changes(base, missing, access, {update});
  auto of_file = access;
  for (auto const* name : {"files.access", "files.read"})
    of_file.push_back({name, "error.file.notFound"});
  owner.emplace_back("files.update");
  std::string const file = "/files/plan.md";
  for (auto& row :
       rows_of_changes(base + file, missing.empty() ? "" : missing + file, of_file, owner))
    out.push_back(std::move(row));
  return out;
}

std::vector<Row> rows_of_avatar_changes(std::string const& base, std::string const& missing,
                                        std::vector<Need> const& access,
                                        std::string const& update) {
  auto erased = with(access, {update, "error.user.update.permission"});
  for (auto const* name : {"files.access", "files.read"})
    erased.push_back({name, "error.file.notFound", "users/aadmin01/avatar"});
  erased.push_back({"files.delete", "error.permission"});
  return {
      {Method::post, base + "/avatar", missing + "/avatar", nullptr,
       with(with(access, {update, "null"}), {"files.create", "null"}), "profile.png", "", "me.png"},
      {Method::del, base + "/avatar", missing + "/avatar", nullptr, erased, ""}};
}

/// A picture that is hidden is no picture.
Row row_of_avatar(std::string const& base, std::string const& missing, std::vector<Need> needs) {
  for (auto const* name : {"files.access", "files.read"})
    needs.push_back({name, "null", "users/aadmin01/avatar"});
  return {Method::get, base + "/avatar", missing + "/avatar", nullptr, std::move(needs), "profile"};
}

/// Sections and fields of a model that is hidden without `needs`.
std::vector<Row> rows_of_form(std::string const& base, std::string const& missing,
                              std::vector<Need> const& needs) {
  auto const row = [&](Method method, std::string const& path, json::value body,
                       std::string shown) {
    return Row{method, base + path, missing + path, std::move(body), needs, std::move(shown)};
  };
  return {row(Method::get, "/sections/main-fields", nullptr, "parts"),
          row(Method::get, "/fields/parts/uuid", nullptr, "uuid"),
          row(Method::post, "/fields/parts/paste", {{"html", "<p>pasted</p>"}}, "pasted")};
}

/// Blueprint, templates, sections and fields of a model, and those of its file plan.md.
std::vector<Row> rows_of_blueprint(std::string const& base, std::string const& missing,
                                   std::vector<Need> const& needs, std::string const& templates) {
  std::vector<Row> out{
      {Method::get, base + "/blueprint", missing + "/blueprint", nullptr, needs, "main-fields"},
      {Method::get, base + "/blueprints", missing + "/blueprints", nullptr, needs, templates}};
  auto const add = [&](std::vector<Row> rows) {
    for (auto& row : rows) out.push_back(std::move(row));
  };
  add(rows_of_form(base, missing, needs));
  auto of_file = needs;
  for (auto const* name : {"files.access", "files.read"})
    of_file.push_back({name, "error.file.notFound"});
  add(rows_of_form(base + "/files/plan.md", missing + "/files/plan.md", of_file));
  for (auto& row : out)
    for (auto& need : row.needs)
      if (need.key == "error.file.notFound")
        need.missing = base + "/files/none.md" +
                       row.path.substr(base.size() + std::string_view("/files/plan.md").size());
  return out;
}

std::vector<Row> all_rows() {
  json::value const person{
      {"email", "new@example.com"}, {"id", "new1"}, {"role", "reader"}, {"name", "New"}};
  std::vector<Need> const listed{{"users.access", ""}, {"users.list", ""}};
  std::vector<Row> out{
      {Method::get, "auth", "", nullptr, {{"user.access", ""}}, "\"role\":{"},
      {Method::get, "users", "", nullptr, listed, "atarget6"},
      {Method::get, "users/search?q=marigold", "", nullptr, listed, "atarget6"},
      {Method::post, "users/search", "", {{"search", "marigold"}}, listed, "atarget6"},
      {Method::post,
       "users",
       "",
       person,
       {{"users.create", "error.user.create.permission"}},
       "new1"},
      {Method::get, "roles", "", nullptr, {{"users.access", ""}}, "reader"},
      {Method::get, "roles", "", nullptr, {{"user.access", ""}}, "tested"},
      {Method::get,
       "roles/reader",
       "roles/nosuch",
       nullptr,
       {{"users.access", "error.role.notFound"}},
       "reader"},
      {Method::get,
       "roles/tested",
       "roles/nosuch",
       nullptr,
       {{"user.access", "error.role.notFound"}},
       "tested"},
  };
  auto const add = [&](std::vector<Row> rows) {
    for (auto& row : rows) out.push_back(std::move(row));
  };
  add(rows_of_user("users/atarget6", "users/nobody99", "users", "error.user.notFound", "atarget6"));
  add(rows_of_user("users/target@example.com", "users/none@example.com", "users",
                   "error.user.notFound", "atarget6"));
  add(rows_of_user("users/atester5", "users/nobody99", "user", "error.user.notFound", "atester5"));
  add(rows_of_user("account", "", "user", "error.user.undefined", "atester5"));
  add(rows_of_page());
  add(rows_of_site());
  auto const site = hidden("error.site.notAccessible", {"site.access"});
  auto const user = hidden("error.user.notFound", {"users.access"});
  auto const self = hidden("error.user.undefined", {"user.access"});
  add(rows_of_files("site", "", site));
  out.push_back({Method::get, "files/plan.md", "", nullptr, out.back().needs, "plan.md"});
  add(rows_of_files("pages/garden+roses", "pages/garden+nowhere",
                    hidden("error.page.notFound", {"pages.access", "pages.read"})));
  add(rows_of_files("users/atarget6", "users/nobody99", user));
  add(rows_of_files("account", "", self));
  auto const page = hidden("error.page.notFound", {"pages.access", "pages.read"});
  auto site_changes = rows_of_file_changes("site", "", site, "");
  for (std::size_t i = 0, n = site_changes.size(); i < n; ++i) {
    auto row = site_changes[i];
    if (row.path.find("plan.md") == row.path.npos) continue;
    for (auto& need : row.needs)
      if (!need.missing.empty()) need.missing = need.missing.substr(5);
    row.path = row.path.substr(5);
    site_changes.push_back(std::move(row));
  }
  add(site_changes);
  add(rows_of_file_changes("pages/garden+roses", "pages/garden+nowhere", page, ""));
  add(rows_of_file_changes("users/atarget6", "users/nobody99", user, "users.update"));
  add(rows_of_file_changes("account", "", self, "user.update"));
  add(rows_of_all_changes("site", "", site, "site.update", {}));
  auto files_of_site = with(with(site, {"files.access", "error.file.notFound"}),
                            {"files.read", "error.file.notFound"});
  add(rows_of_changes("files/plan.md", "", files_of_site, {"files.update"}));
  add(rows_of_all_changes("pages/garden+roses", "pages/garden+nowhere", page, "pages.update", {}));
  add(rows_of_all_changes("users/atarget6", "users/nobody99", user, "users.update",
                          {"users.update"}));
  add(rows_of_all_changes("account", "", self, "user.update", {"user.update"}));
  for (std::string const action : {"save", "publish", "discard", "unlock"})
    out.push_back(
        {Method::post, "roles/changes/" + action, "", nullptr, {}, "", "error.invalidArgument"});
  add(rows_of_avatar_changes("users/atarget6", "users/nobody99", user, "users.update"));
  add(rows_of_avatar_changes("account", "", self, "user.update"));
  out.push_back(row_of_avatar("users/atarget6", "users/nobody99", user));
  out.push_back(row_of_avatar("account", "", self));
  add(rows_of_blueprint("site", "", site, "plant"));
  add(rows_of_blueprint("pages/garden+roses", "pages/garden+nowhere",
                        hidden("error.page.notFound", {"pages.access", "pages.read"}), "plant"));
  add(rows_of_blueprint("users/atarget6", "users/nobody99", user, "[]"));
  add(rows_of_blueprint("account", "", self, "[]"));
  for (auto& row : out)
    if (row.missing.starts_with('/')) row.missing.clear();
  return out;
}

std::string name_of(Row const& row) {
  return std::string(http::method_name(row.method)) + " " + row.path;
}

std::string_view path_of(Row const& row) {
  return std::string_view(row.path).substr(0, row.path.find('?'));
}

/// Every category with its actions, as the specification lists them.
std::vector<std::string> all_permissions() {
  std::map<std::string, std::string> const actions{
      {"access", "account languages site system users"},
      {"files", "access changeName changeTemplate create delete list read replace sort update"},
      {"languages", "create delete update"},
      {"pages",
       "access changeSlug changeStatus changeTemplate changeTitle create delete duplicate list "
       "move preview read sort update"},
      {"site", "access changeTitle preview update"},
      {"users",
       "access changeEmail changeLanguage changeName changePassword changeRole create delete list "
       "update"},
      {"user",
       "access changeEmail changeLanguage changeName changePassword changeRole delete list "
       "update"}};
  std::vector<std::string> out;
  for (auto const& [category, names] : actions)
    for (auto const name : split(names, ' ')) out.push_back(category + "." + std::string(name));
  return out;
}

json::value only_without(std::string const& permission) {
  auto const [category, action] = cut(permission, '.');
  json::object denied, out;
  denied[action] = false;
  out[category] = std::move(denied);
  return out;
}

/// Nothing but these, and the door.
json::value only_with(std::vector<Need> const& needs) {
  json::object out;
  for (auto const* category : {"access", "files", "languages", "pages", "site", "users", "user"})
    out[category] = json::object{{"*", false}};
  out["access"].as_object()["panel"] = true;
  for (auto const& need : needs) {
    auto const [category, action] = cut(need.permission, '.');
    out[category].as_object()[action] = true;
  }
  return out;
}

class PermissionMatrix : public testing::Test, public test::ApiWorld {
 protected:
  http::Reply ask_row(Row const& row, std::string const& path, std::string const& who = "tester") {
    if (row.upload.empty()) return ask(row.method, path, row.body, who);
    return upload(path, row.upload, row.upload.ends_with(".png") ? pixel : "a plan", who);
  }
  /// Asks, and puts the site back as it was.
  http::Reply try_row(Row const& row, std::string const& path) {
    auto reply = ask_row(row, path);
    if (!http::is_safe(row.method)) {
      files.restore(*before_);
      look_again();
    }
    return reply;
  }
  void set_role(json::value const& permissions) {
    permit(permissions);
    before_ = files.save();
  }

  void expect_allowed(Row const& row, std::string const& where) {
    auto const reply = try_row(row, row.path);
    if (!row.allowed.empty()) {
      EXPECT_EQ(key_of(reply), row.allowed) << name_of(row) << " " << where;
      return;
    }
    EXPECT_EQ(reply.status, 200) << name_of(row) << " " << where << " " << reply.body_text();
    EXPECT_NE(reply.body_text().find(row.shown), std::string::npos) << name_of(row) << " " << where;
  }

  void expect_refused(Row const& row, Need const& need) {
    auto const reply = try_row(row, row.path);
    auto const where = name_of(row) + " without " + need.permission;
    if (need.key.empty()) {
      EXPECT_EQ(reply.status, 200) << where;
      EXPECT_EQ(reply.body_text().find(row.shown), std::string::npos) << where;
      return;
    }
    EXPECT_EQ(key_of(reply), need.key) << where;
    bool const refused_upload = need.key == "null" && !row.upload.empty();
    EXPECT_EQ(reply.status, refused_upload                      ? 400
                            : need.key.ends_with(".permission") ? 403
                                                                : 404)
        << where << reply.body_text();
    auto const& like = need.missing.empty() ? row.missing : need.missing;
    if (reply.status == 404 && !like.empty()) expect_like_missing(row, like, reply);
  }

  /// A hidden model and one that does not exist: the same answer but for the name that was sent.
  void expect_like_missing(Row const& row, std::string const& like, http::Reply const& reply) {
    auto const missing = try_row(row, like);
    auto const neutral = [](http::Reply const& answer) {
      auto text = json_of(answer);
      auto& message = text.as_object()["message"];
      std::string const words(message.as_string());
      auto const open = words.find('"'), close = words.rfind('"');
      message = open == close ? words : words.substr(0, open) + words.substr(close);
      return json::print(text);
    };
    EXPECT_EQ(neutral(reply), neutral(missing)) << name_of(row);
    EXPECT_EQ(reply.status, missing.status) << name_of(row);
    ASSERT_EQ(reply.headers.size(), missing.headers.size()) << name_of(row);
    for (std::size_t i = 0; i < reply.headers.size(); ++i) {
      EXPECT_EQ(reply.headers[i].name, missing.headers[i].name);
      if (!iequals(reply.headers[i].name, "Content-Length")) {
        EXPECT_EQ(reply.headers[i].value, missing.headers[i].value);
      }
    }
  }

 private:
  std::shared_ptr<test::MemoryFiles::Saved const> before_ = files.save();
};

/// This site has none; languages_test.cpp asks the same of their rows.
bool is_of_languages(Route const& route) { return route.pattern.starts_with("languages"); }

// Oracle: the table of routes itself. Who adds a route adds its row above.
TEST_F(PermissionMatrix, HasARowForEveryRouteBehindTheGate_S14) {
  std::set<Route const*> covered;
  for (auto const& row : all_rows()) {
    auto const match = match_route(row.method, path_of(row));
    ASSERT_TRUE(match) << name_of(row);
    covered.insert(match->route);
  }
  for (auto const* route : all_routes())
    if (route->access == Access::panel && !is_of_languages(*route)) {
      EXPECT_TRUE(covered.contains(route))
          << http::method_name(route->method) << " " << route->pattern
          << ": add a row with its permissions to tests/unit/api/matrix_test.cpp";
    }
}

// Oracle: spec/content-api 7 and 15: which permission each route asks for, and that no other of its
// categories is asked for. (That none of the rest is, the next test shows.)
TEST_F(PermissionMatrix, RefusesForThatPermissionAlone_S14) {
  auto const rows = all_rows();
  for (auto const& permission : all_permissions()) {
    auto const category = std::string(cut(permission, '.').first) + ".";
    set_role(only_without(permission));
    for (auto const& row : rows) {
      auto const need = std::ranges::find(row.needs, permission, &Need::permission);
      bool const is_near = std::ranges::any_of(
          row.needs, [&](Need const& one) { return one.permission.starts_with(category); });
      if (need != row.needs.end()) expect_refused(row, *need);
      // A password costs its hash.
      else if (is_near && row.allowed.empty())
        expect_allowed(row, "without " + permission);
    }
  }
}

// Default deny. Oracle: the same table: with its needs and nothing else a route works, with nothing
// it does not.
TEST_F(PermissionMatrix, AllowsWithTheNamedPermissionsAndNothingElse_S14) {
  for (auto const& row : all_rows()) {
    set_role(only_with(row.needs));
    expect_allowed(row, "with its needs alone");
    if (row.needs.empty()) continue;  // refused to everybody
    set_role(only_with({}));
    auto const reply = try_row(row, row.path);
    bool const says_nothing =
        reply.status == 200 && reply.body_text().find(row.shown) == std::string::npos;
    EXPECT_TRUE(reply.status == 403 || reply.status == 404 || says_nothing)
        << name_of(row) << " without everything: " << reply.body_text();
  }
}

// Oracle: spec/auth 2.5: visitors, wrong credentials, no panel, no role, no permission at all.
TEST_F(PermissionMatrix, LetsNobodyElseThroughTheGate_S14) {
  auto const rows = all_rows();
  auto const expect_all = [&](int status, std::string const& key, std::string const& who) {
    for (auto const& row : rows) {
      auto const reply = ask(row.method, row.path, row.body, who);
      EXPECT_EQ(reply.status, status) << name_of(row);
      EXPECT_EQ(key_of(reply), key) << name_of(row);
    }
  };
  auto const before = files.save();
  expect_all(401, "error.auth", "");
  expect_all(401, "error.access.panel", "client");
  permit({{"access", {{"panel", false}}}});
  expect_all(401, "error.access.panel", "tester");
  permit(false);
  expect_all(401, "error.access.panel", "tester");
  files.restore(*before);
  look_again();
  EXPECT_EQ(get("auth").status, 200);
}

// Oracle: default deny: a role that cannot be read or names no permission properly gives none.
TEST_F(PermissionMatrix, RefusesByRolesThatCannotBeRead_S14) {
  auto const rows = all_rows();
  for (std::string const text : {"permissions: {", "a: b: c", "permissions:\n  pages: perhaps\n"}) {
    files.put("site/blueprints/users/tested.yml", text);
    look_again();
    for (auto const& row : rows) {
      auto const reply = ask(row.method, row.path, row.body);
      EXPECT_NE(reply.status, 200) << text << " " << name_of(row);
      EXPECT_LT(reply.status, 500) << text << " " << name_of(row);
    }
  }
  ASSERT_TRUE(files.remove("site/blueprints/users/tested.yml"));
  look_again();
  for (auto const& row : rows)
    EXPECT_EQ(key_of(ask(row.method, row.path, row.body)), "error.access.panel") << name_of(row);
}

// Oracle: spec/content-api 7, step 3: what a blueprint says comes before the role, for admins too.
TEST_F(PermissionMatrix, LetsBlueprintsOverruleRoles_S14) {
  std::map<std::string, std::string> const blueprints{
      {"pages", "pages/plant"}, {"site", "site"}, {"users", "users/reader"}};
  // roles that are given must allow it as well; what comes before the permission must hold
  std::string const other = "users/helper";
  for (auto const& row : all_rows())
    for (auto const& need : row.needs) {
      auto const [category, action] = cut(need.permission, '.');
      auto const blueprint = blueprints.find(std::string(category));
      if (blueprint == blueprints.end()) continue;
      if (row.path.ends_with("/template")) continue;  // the option that permits it is the list
      bool const in_another = category == "pages" && row.path.find("roses") == row.path.npos;
      if (in_another || row.path.starts_with("site/children") || row.path == "users") continue;
      auto const saved = files.save();
      std::string const rule = "\"" + std::string(action) + "\": ";
      auto const set = [&](char const* allowed) {
        for (auto const& name : {blueprint->second, other})
          files.put("site/blueprints/" + name + ".yml",
                    "title: x\noptions:\n  " + rule + allowed + "\n" + form());
        look_again();
      };
      set("false");
      auto const refused = ask_row(row, row.path, row.allowed.empty() ? "admin" : "tester");
      EXPECT_EQ(key_of(refused), need.key.empty() ? "ok" : need.key)
          << name_of(row) << " " << need.permission;
      if (need.key.empty()) {
        EXPECT_EQ(refused.body_text().find(row.shown), std::string::npos)
            << name_of(row) << " " << need.permission;
      }
      files.restore(*saved);
      permit(only_without(need.permission));
      set("true");
      auto const allowed = ask_row(row, row.path);
      EXPECT_EQ(key_of(allowed), row.allowed.empty() ? "ok" : row.allowed)
          << name_of(row) << " " << need.permission;
      files.restore(*saved);
      look_again();
    }
}

// Oracle: default deny: a blueprint that may forbid and cannot be read forbids everything. (What
// is no YAML can still be read, as yaml.md says.)
TEST_F(PermissionMatrix, RefusesByBlueprintsThatCannotBeRead_S14) {
  std::string const endless(2 << 20, '#');
  files.put("site/blueprints/pages/plant.yml", endless);
  files.put("site/blueprints/site.yml", endless);
  start_api();  // a server that never knew other rules
  for (auto const& row : all_rows()) {
    bool const is_plant = row.path.find("roses") != row.path.npos;
    bool const is_site = path_of(row) == "site" || path_of(row).starts_with("site/");
    if (!is_plant && !is_site) continue;
    auto const reply = ask(row.method, row.path, row.body, "admin");
    EXPECT_EQ(reply.status, 404) << name_of(row) << " " << reply.body_text();
  }
  EXPECT_EQ(json_of(get("pages/garden/children", "admin")).at("pagination").at("total"), 0);
}

// Oracle: security.md 2: the verdict comes after the route and before the gate, on every route, for
// every kind of credential.
TEST_F(PermissionMatrix, RefusesForeignPagesOnEveryUnsafeRoute_S25) {
  test::Browser person(*this);
  person.token();
  ASSERT_TRUE(person.login("admin@example.com", "admin-secret-1"));
  auto const cookie = "kirby_session=" + person.session_cookie();
  auto const token = person.session_cookie().substr(person.session_cookie().find("%2B") + 3);
  options->languages = true;
  std::vector<Extra> const credentials{
      {},
      {{"Authorization", test::basic("admin@example.com", "admin-secret-1")}},
      {{"Cookie", cookie}},
      {{"Cookie", cookie}, {"X-CSRF", person.csrf}},
      {{"Authorization", "Session " + token}, {"Cookie", cookie}, {"X-CSRF", person.csrf}}};
  std::vector<Extra> const foreign{{{"Sec-Fetch-Site", "cross-site"}},
                                   {{"Sec-Fetch-Site", "same-site"}},
                                   {{"Origin", "https://evil.example"}},
                                   {{"Origin", "null"}},
                                   {{"Origin", "http://example.com:8080"}}};
  auto const saved = files.save();
  int seen = 0;
  for (auto const* route : all_routes())
    for (auto const& credential : credentials)
      for (auto const& page : foreign)
        for (bool const overridden : {false, true}) {
          if (http::is_safe(route->method)) continue;
          Extra headers = credential;
          headers.insert(headers.end(), page.begin(), page.end());
          if (overridden)
            headers.emplace_back("X-HTTP-Method-Override", http::method_name(route->method));
          std::string path(route->pattern);
          for (auto const& [part, value] :
               std::map<std::string, std::string>{{"{id%}", "atarget6"},
                                                  {"{id}", "garden"},
                                                  {"{name%}", "reader"},
                                                  {"{code}", "en"},
                                                  {"{section%}", "plans"},
                                                  {"{path...}", "parts/paste"}})
            path = replace_all(path, part, value);
          auto const reply = send(overridden ? Method::get : route->method, path,
                                  R"({"slug":"evil","email":"evil@example.com"})", headers);
          EXPECT_EQ(reply.status, 403) << route->pattern;
          EXPECT_EQ(key_of(reply), "error.permission") << route->pattern;
          ++seen;
        }
  EXPECT_GT(seen, 1000);
  EXPECT_EQ(person.who(), "aadmin01") << "the session was left alone";
  EXPECT_TRUE(*files.save() == *saved) << "nothing was written";
}

}  // namespace
}  // namespace latchkey::api
