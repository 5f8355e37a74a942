#include "http/body.h"

#include <gtest/gtest.h>

#include "http/credentials.h"

namespace latchkey::http {
namespace {

Request request(Method method, std::string_view type, std::string body) {
  Request out;
  out.method = method;
  if (!type.empty()) out.headers.add("Content-Type", type);
  out.body = std::move(body);
  return out;
}

boost::json::value fields(Method method, std::string_view type, std::string body) {
  return parse_body(request(method, type, std::move(body))).fields;
}

boost::json::value json(std::string_view text) { return boost::json::parse(text); }

// Oracle: spec/auth 1 "Body".
TEST(ParseBody, ReadsJsonWhateverTheContentType) {
  for (auto const* type : {"", "application/json", "text/plain"})
    EXPECT_EQ(fields(Method::post, type, R"({"a": {"b": [1]}})"), json(R"({"a": {"b": [1]}})"));
  EXPECT_EQ(fields(Method::patch, "application/x-www-form-urlencoded", R"({"a": 1})"),
            json(R"({"a": 1})"));
}

TEST(ParseBody, KeepsAJsonListAsRaw) {
  auto const input = parse_body(request(Method::post, "", "[1, 2]"));
  EXPECT_TRUE(input.fields.empty());
  EXPECT_EQ(input.raw, json("[1, 2]"));
}

TEST(ParseBody, ReadsFormsByPostAndQueryStringsOtherwise) {
  EXPECT_EQ(
      fields(Method::post, "application/x-www-form-urlencoded; charset=utf-8", "a[b]=1&c=%20x"),
      json(R"({"a": {"b": "1"}, "c": " x"})"));
  EXPECT_EQ(fields(Method::patch, "", "a=1"), json(R"({"a": "1"})"));
  EXPECT_EQ(fields(Method::post, "", R"({"a": =)").as_object().size(), 1U);
}

TEST(ParseBody, TakesBrokenBodiesAsEmpty) {
  for (auto const* body : {"", "{", "{\"a\":", "7", "\"x\"", "nonsense", "null"})
    EXPECT_EQ(fields(Method::post, "application/json", body), json("{}")) << body;
}

// Oracle: docs/differences.md (64 levels; more is refused).
TEST(ParseBody, SaysWhatIsTooDeep) {
  auto const nested = [](std::size_t levels) {
    return parse_body(request(Method::patch, "application/json",
                              std::string(levels, '[') + std::string(levels, ']')));
  };
  EXPECT_TRUE(nested(64).raw.is_array());
  EXPECT_EQ(nested(64).refused, "");
  for (std::size_t const levels : {65, 512, 1'000'000}) {
    EXPECT_NE(nested(levels).refused, "");
    EXPECT_TRUE(nested(levels).raw.is_null());
  }
}

TEST(ParseBody, SortsMultipartIntoFieldsAndFiles) {
  auto const posted =
      request(Method::post, "multipart/form-data; boundary=b",
              "--b\r\nContent-Disposition: form-data; name=\"a[x]\"\r\n\r\n1+1 & "
              "%\r\n--b\r\nContent-Disposition: form-data; "
              "name=\"file\"; filename=\"x\"\r\n\r\ndata\r\n--b\r\nContent-Disposition: form-data; "
              "name=none; "
              "filename=\"\"\r\n\r\n\r\n--b--");
  auto const input = parse_body(posted);
  EXPECT_EQ(boost::json::value(input.fields), json(R"({"a": {"x": "1+1 & %"}})"));
  ASSERT_EQ(input.files.size(), 1U);
  EXPECT_EQ(input.files[0].content.text(), "data");
  EXPECT_GE(input.files[0].content.text()->data(), posted.body.data());
}

// Oracle: spec/content-api 8 "Query": PHP style, where numbers from 0 on are a list.
TEST(ParseBody, MakesListsOfWhatAFormNumbers) {
  struct Row {
    char const *form, *fields;
  };
  for (auto const& row : {
           Row{"a[]=x", R"({"a": ["x"]})"},
           Row{"a[]=x&a[]=y", R"({"a": ["x", "y"]})"},
           Row{"a[0][id]=x&a[1][id]=y", R"({"a": [{"id": "x"}, {"id": "y"}]})"},
           Row{"a[0][b][]=x&a[0][c]=y", R"({"a": [{"b": ["x"], "c": "y"}]})"},
           Row{"a[b][][c][]=x", R"({"a": {"b": [{"c": ["x"]}]}})"},
           Row{"a[1]=x&a[0]=y", R"({"a": ["x", "y"]})"},
           Row{"a[0]=x&a[0]=y", R"({"a": ["y"]})"},
           // PHP's arrays with gaps, other numerals and names are maps.
           Row{"a[0]=x&a[2]=y", R"({"a": {"0": "x", "2": "y"}})"},
           Row{"a[1]=x", R"({"a": {"1": "x"}})"},
           Row{"a[00]=x", R"({"a": {"00": "x"}})"},
           Row{"a[0]=x&a[b]=y", R"({"a": {"0": "x", "b": "y"}})"},
           Row{"0=x&1=y", R"({"0": "x", "1": "y"})"},
       })
    EXPECT_EQ(fields(Method::patch, "application/x-www-form-urlencoded", row.form),
              json(row.fields))
        << row.form;
}

// Oracle: spec/content-api 8 "Body", which names no method; docs/differences.md.
TEST(ParseBody, ReadsFormsInPartsByEveryMethod) {
  std::string const body =
      "--b\r\nContent-Disposition: form-data; name=\"a[]\"\r\n\r\nx=1\r\n--b--";
  for (auto const method : {Method::post, Method::patch, Method::put, Method::del})
    EXPECT_EQ(fields(method, "multipart/form-data; boundary=b", body), json(R"({"a": ["x=1"]})"));
}

TEST(ParseBody, TakesNoTextOfABrokenFormInParts) {
  for (auto const* type :
       {"multipart/form-data", "multipart/form-data; boundary=other", "Multipart/Form-Data; x=y"})
    for (auto const method : {Method::post, Method::patch})
      EXPECT_EQ(fields(method, type, "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx"),
                json("{}"))
          << type;
  EXPECT_EQ(fields(Method::patch, "multipart/form-data", R"({"a": 1})"), json(R"({"a": 1})"));
}

TEST(Input, FindsKeysWithoutCase) {
  auto const input = parse_body(request(Method::post, "", R"({"EMail": "a", "email": "b"})"));
  ASSERT_NE(input.find("Email"), nullptr);
  EXPECT_EQ(*input.find("Email"), json("\"b\""));
  EXPECT_EQ(input.find("mail"), nullptr);
}

// Oracle: spec/auth 7 "Parsing".
TEST(SplitAuthorization, CutsAtTheFirstSpace) {
  auto const credentials = split_authorization("Basic  YTpi");
  ASSERT_TRUE(credentials);
  EXPECT_EQ(credentials->scheme, "Basic");
  EXPECT_EQ(credentials->rest, " YTpi");
  EXPECT_FALSE(split_authorization("Basic"));
  EXPECT_FALSE(split_authorization(""));
}

}  // namespace
}  // namespace latchkey::http
