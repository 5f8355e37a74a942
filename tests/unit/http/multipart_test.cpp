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
  EXPECT_EQ((*parts)[0].content.text(), "one\r\ntwo");
  EXPECT_FALSE((*parts)[0].filename);
  EXPECT_EQ((*parts)[1].filename, "x.png");
  EXPECT_EQ((*parts)[1].content_type, "image/png");
  EXPECT_EQ((*parts)[1].content.text(), "--bb\r\n--bx");
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
    out += "\r\n" + std::string(*part.content.text()) + "\r\n";
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
      RC_ASSERT((*read)[i].content.text() == parts[i].content.text());
    }
  }));
}

/// What a reader of pieces makes of a body.
struct Read {
  std::vector<std::string> parts;  ///< name, file name, type and content of each
  bool is_whole = false, is_over = false;
};

std::string shown(Part const& part, std::string_view content) {
  return part.name + "|" + part.filename.value_or("none") + "|" + part.content_type + "|" +
         std::string(content);
}

/// `cuts`: where one piece ends and the next begins.
Read read_by_pieces(std::string_view body, std::string_view boundary, std::vector<std::size_t> cuts,
                    MultipartLimits limits = {}) {
  Read out;
  Part part;
  std::string content;
  MultipartReader reader(boundary,
                         {[&](Part head) {
                            part = std::move(head);
                            content.clear();
                            return Result<>();
                          },
                          [&](std::string_view bytes) {
                            EXPECT_FALSE(bytes.empty());
                            content += bytes;
                            return Result<>();
                          },
                          [&] {
                            out.parts.push_back(shown(part, content));
                            return Result<>();
                          }},
                         limits);
  std::ranges::sort(cuts);
  cuts.push_back(body.size());
  std::size_t at = 0;
  for (auto const cut : cuts) {
    EXPECT_TRUE(reader.feed(body.substr(at, cut - at)));
    at = cut;
  }
  out.is_whole = reader.is_whole();
  out.is_over = reader.is_over();
  return out;
}

std::vector<std::string> shown_whole(std::string_view body, std::string_view boundary,
                                     MultipartLimits limits = {}) {
  std::vector<std::string> out;
  auto const parts = parse_multipart(body, boundary, limits).value();
  for (auto const& part : parts) out.push_back(shown(part, *part.content.text()));
  return out;
}

// Oracle: the one-shot parser, for every cut in two and for single bytes.
TEST(MultipartReader, ReadsTheSameWhereverABodyIsCut) {
  auto const wanted = shown_whole(two_parts, "b");
  std::vector<std::size_t> all;
  for (std::size_t cut = 0; cut < two_parts.size(); ++cut) {
    auto const read = read_by_pieces(two_parts, "b", {cut});
    EXPECT_TRUE(read.is_whole) << cut;
    EXPECT_EQ(read.parts, wanted) << cut;
    all.push_back(cut);
  }
  EXPECT_EQ(read_by_pieces(two_parts, "b", all).parts, wanted);
}

// Oracle: the one-shot parser, for texts made of what boundaries and headers are made of.
TEST(MultipartReader, AgreesWithTheOneShotParser) {
  EXPECT_TRUE(rc::check([] {
    auto const pieces =
        *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(std::vector<std::string>{
            "\r\n", "--b", "\r\n--b\r\n", "--", " ", "\t", "-", "\r", "\n", "x", "--b--",
            "\r\n--b--", "Content-Disposition: form-data; name=a\r\n\r\n",
            "Content-Disposition: form-data; name=f; filename=\"\"\r\n\r\n",
            "\r\n--b\r\nContent-Disposition: form-data; name=a\r\n\r\n"}));
    std::string body = *rc::gen::arbitrary<bool>() ? "--b\r\n" : "";
    for (auto const& piece : pieces) body += piece;
    auto cuts = *rc::gen::container<std::vector<std::size_t>>(
        rc::gen::inRange<std::size_t>(0, body.size() + 1));
    MultipartLimits const limits{3, 60};
    auto const whole = parse_multipart(body, "b", limits);
    auto const read = read_by_pieces(body, "b", cuts, limits);
    RC_ASSERT(read.is_whole == whole.has_value());
    if (whole) RC_ASSERT(read.parts == shown_whole(body, "b", limits));
  }));
}

// Oracle: RFC 2046, 5.1.1: what follows the last boundary counts for nothing; a broken beginning is
// never mended.
TEST(MultipartReader, KnowsWhenNothingMoreCounts) {
  EXPECT_TRUE(read_by_pieces(two_parts, "b", {}).is_over);
  EXPECT_FALSE(read_by_pieces(two_parts.substr(0, two_parts.find("--b--")), "b", {}).is_over);
  auto const broken = read_by_pieces("--b\r\nno header\r\n\r\nx" + two_parts, "b", {});
  EXPECT_TRUE(broken.is_over);
  EXPECT_FALSE(broken.is_whole);
}

// Oracle: its own promise: an error of those who are told ends the reading.
TEST(MultipartReader, GivesErrorsOn) {
  int asked = 0;
  MultipartReader reader("b", {[](Part) { return Result<>(); },
                               [&](std::string_view) -> Result<> {
                                 ++asked;
                                 return fail_internal("full");
                               },
                               [] { return Result<>(); }});
  EXPECT_FALSE(reader.feed(two_parts));
  EXPECT_TRUE(reader.feed(two_parts));
  EXPECT_EQ(asked, 1);
  EXPECT_TRUE(reader.is_over());
  EXPECT_FALSE(reader.is_whole());
}

}  // namespace
}  // namespace latchkey::http
