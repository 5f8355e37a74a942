#include "http/multipart.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "http/parameters.h"

namespace latchkey::http {
namespace {

// Oracle: RFC 9110, 5.6.6.
TEST(ParseParameters, ReadsTokensAndQuotedStrings) {
  auto const value = parse_parameters(R"(Form-Data; NAME="a;\"b\\" ; filename=x.jpg;)");
  ASSERT_TRUE(value);
  EXPECT_EQ(value->value, "form-data");
  EXPECT_EQ(*value->find("name"), R"(a;"b\)");
  EXPECT_EQ(*value->find("filename"), "x.jpg");
}

TEST(ParseParameters, KeepsBackslashesOfWindowsPaths) {
  EXPECT_EQ(*parse_parameters(R"(form-data; filename="C:\temp\x")")->find("filename"),
            R"(C:\temp\x)");
}

TEST(ParseParameters, RefusesWhatCanBeReadInTwoWays) {
  for (auto const* text :
       {R"(f; name="a)", "f; name=a; Name=b", "f; name", "f; =a", R"(f; name="a"b)", "f; a; b=c"})
    EXPECT_FALSE(parse_parameters(text)) << text;
}

// Oracle: RFC 7578, 4.1.
TEST(FindBoundary, ReadsItQuotedOrNot) {
  EXPECT_EQ(find_boundary("multipart/form-data; boundary=abc"), "abc");
  EXPECT_EQ(find_boundary("Multipart/Form-Data; charset=utf-8; boundary=\"a b\""), "a b");
  EXPECT_EQ(find_boundary("multipart/mixed; boundary=abc"), std::nullopt);
  EXPECT_EQ(find_boundary("multipart/form-data; boundary="), std::nullopt);
  EXPECT_EQ(find_boundary("multipart/form-data; boundary=" + std::string(71, 'x')), std::nullopt);
}

std::string const two_parts =
    "preamble\r\n--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\ntwo\r\n--b \t\r\n"
    "content-type: image/png\r\nContent-Disposition: form-data; name=\"file\"; "
    "filename=\"x.png\"\r\n\r\n"
    "--bb\r\n--bx\r\n--b--\r\nepilogue";

// Oracle: RFC 2046, 5.1.1 and 5.1.2.
TEST(ParseMultipart, ReadsFieldsAndFiles) {
  auto const parts = parse_multipart(two_parts, "b");
  ASSERT_TRUE(parts);
  ASSERT_EQ(parts->size(), 2U);
  EXPECT_EQ((*parts)[0].name, "a");
  EXPECT_EQ((*parts)[0].content, "one\r\ntwo");
  EXPECT_FALSE((*parts)[0].filename);
  EXPECT_EQ((*parts)[1].filename, "x.png");
  EXPECT_EQ((*parts)[1].content_type, "image/png");
  EXPECT_EQ((*parts)[1].content, "--bb\r\n--bx");
}

TEST(ParseMultipart, RefusesEveryCutBeforeTheLastBoundary) {
  auto const last = two_parts.find("--b--");
  for (std::size_t size = 0; size < last + 5; ++size)
    EXPECT_FALSE(parse_multipart(std::string_view(two_parts).substr(0, size), "b")) << size;
}

TEST(ParseMultipart, RefusesMalformedHeaders) {
  auto const with = [](std::string const& headers) {
    std::string const body = "--b\r\n" + headers + "\r\n\r\nx\r\n--b--";
    return parse_multipart(body, "b").has_value();
  };
  EXPECT_TRUE(with("Content-Disposition: form-data; name=a"));
  EXPECT_FALSE(with("Content-Disposition: attachment; name=a"));
  EXPECT_FALSE(with("Content-Disposition: form-data"));
  EXPECT_FALSE(with("Content-Type: text/plain"));
  EXPECT_FALSE(
      with("Content-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b"));
  EXPECT_FALSE(with("Content-Disposition: form-data; name=a\nX: y"));
  EXPECT_FALSE(with("Content-Disposition: form-data; name=a\r\nX: " + std::string(9000, 'x')));
}

TEST(ParseMultipart, RefusesTooManyParts) {
  std::string body;
  for (int i = 0; i < 4; ++i) body += "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n";
  body += "--b--";
  EXPECT_TRUE(parse_multipart(body, "b", {4, 100}));
  EXPECT_FALSE(parse_multipart(body, "b", {3, 100}));
}

std::string print(std::vector<Part> const& parts, std::string const& boundary) {
  std::string out;
  for (auto const& part : parts) {
    out += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + part.name + '"';
    if (part.filename) out += "; filename=\"" + *part.filename + '"';
    out += "\r\n";
    if (!part.content_type.empty()) out += "Content-Type: " + part.content_type + "\r\n";
    out += "\r\n" + std::string(part.content) + "\r\n";
  }
  return out + "--" + boundary + "--\r\n";
}

// Oracle: inverse, for any content that does not hold the boundary.
TEST(ParseMultipart, UndoesPrinting) {
  EXPECT_TRUE(rc::check([] {
    auto const piece =
        rc::gen::oneOf(rc::gen::arbitrary<std::string>(),
                       rc::gen::elementOf(std::vector<std::string>{"\r\n", "--", "\r\n--BoundaryX",
                                                                   "\r\n--Bound", "\r\r\n"}));
    auto const contents = *rc::gen::container<std::vector<std::pair<std::string, std::string>>>(
        rc::gen::pair(piece, piece));
    std::vector<std::string> texts;
    for (auto const& [a, b] : contents) texts.push_back(a + b);
    std::vector<Part> parts;
    for (std::size_t i = 0; i < texts.size(); ++i)
      parts.push_back({"n" + std::to_string(i),
                       i % 2 == 0 ? std::optional<std::string>("f.txt") : std::nullopt,
                       i % 3 == 0 ? "text/plain" : "", texts[i]});
    auto const text = print(parts, "Boundary");
    auto const read = parse_multipart(text, "Boundary");
    RC_ASSERT(read.has_value());
    RC_ASSERT(read->size() == parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i) {
      RC_ASSERT((*read)[i].name == parts[i].name);
      RC_ASSERT((*read)[i].filename == parts[i].filename);
      RC_ASSERT((*read)[i].content_type == parts[i].content_type);
      RC_ASSERT((*read)[i].content == parts[i].content);
    }
  }));
}

}  // namespace
}  // namespace latchkey::http
