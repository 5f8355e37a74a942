#include "content/markup_check.h"

#include <gtest/gtest.h>

#include <string>

namespace latchkey::content {
namespace {

std::string svg(std::string const& inner, std::string const& attributes = "") {
  return "<svg xmlns=\"http://www.w3.org/2000/svg\"" + attributes + ">" + inner + "</svg>";
}

// Oracle: what common editors write, by hand from the SVG 1.1 grammar.
TEST(MarkupCheck, LetsDrawingsIn) {
  for (auto const& text : {
           svg("<rect width=\"2\" height=\"2\"/>"),
           svg("<style>.a{fill:url(#g)}</style><linearGradient id=\"g\"/>"),
           svg("<g data-name=\"x\" aria-label=\"y\"><path d=\"M0 0h1\"/></g>"),
           svg("<use xlink:href=\"#a\"/>", " xmlns:xlink=\"http://www.w3.org/1999/xlink\""),
           svg("<image href=\"data:image/png;base64,AAAA\"/>"),
           svg("<style>.a{fill:#fff}<!-- note --><![CDATA[.b{fill:none}]]></style>"),
           svg("<metadata><rdf:RDF/></metadata>",
               " xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\""),
           "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- made by hand -->\n" +
               svg("<text>1 &lt; 2 &#xe9;</text>") + "\n",
           "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" "
           "\"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">" +
               svg(""),
       })
    EXPECT_EQ(refuse_svg(text), "") << text;
}

// Oracle: HTML 13.2.5 and 13.2.6.5 (SVG in a page): comments that a page ends at once, and text
// that it reads as tags since title and style in a note are elements of HTML.
TEST(MarkupCheck, RefusesWhatOnlyAPageRuns_S16_S20) {
  std::string const image = "<img src=x onerror=alert(1)>";
  for (auto const& text : {
           svg("<!-->" + image + "-->"),
           svg("<!--->" + image + "-->"),
           svg("") + "<!-->" + image + "-->",
           "<!-->" + image + "-->" + svg(""),
           svg("<desc><title><!-- </title>" + image + " --></title></desc>"),
           svg("<desc><style><!-- </style>" + image + " --></style></desc>"),
           svg("<title><g><style/></g></title><!-- </style>" + image + " -->"),
           svg("<desc><g><title/></g></desc><!-- </title>" + image + " -->"),
           svg("<desc><g/></desc><style><!--</style>" + image + "--></style>"),
           svg("<desc><a/></desc><title><!--</title>" + image + "--></title>"),
           svg("<title><path/></title><style><!-- x --></style>"),
           svg("<g><!-- " + image + " --></g>"),
           "<s:svg xmlns:s=\"http://www.w3.org/2000/svg\" xmlns=\"http://www.w3.org/2000/svg\">"
           "<style><!-- </style>" +
               image + " --></style></s:svg>",
           "<!DOCTYPE svg SYSTEM \"http://www.w3.org/>" + image + "\">" + svg(""),
           "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG>\" \"http://www.w3.org/\">" + svg(""),
       })
    EXPECT_NE(refuse_svg(text), "") << text;
  for (auto const& text : {svg("<!-- 1 < 2 <- --><title>A &lt; B</title><desc>b</desc><style/>"),
                           svg("<desc>a</desc><g><title>b</title></g><!-- -> -->")})
    EXPECT_EQ(refuse_svg(text), "") << text;
}

// Oracle: the payloads of OWASP's file-upload and XSS filter-evasion sheets; each of them runs or
// loads something in some browser.
TEST(MarkupCheck, RefusesWhatRunsInAPicture_S16_S20) {
  std::string const xlink = " xmlns:xlink=\"http://www.w3.org/1999/xlink\"";
  for (auto const& text : {
           svg("<script>alert(1)</script>"),
           svg("<SCRIPT/>"),
           svg("", " onload=\"x()\""),
           svg("<rect OnClick=\"x()\"/>"),
           svg("<a href=\"javascript:alert(1)\"/>"),
           svg("<a href=\"java&#10;script:alert(1)\"/>"),
           svg("<a href=\"&#x6a;avascript:alert(1)\"/>"),
           svg("<a xlink:href=\" javascript:alert(1)\"/>", xlink),
           svg("<a href=\"https://evil.example\"/>"),
           svg("<use href=\"data:image/svg+xml;base64,AAAA\"/>"),
           svg("<image href=\"//evil.example/x.png\"/>"),
           svg("<foreignObject><p/></foreignObject>"),
           svg("<iframe src=\"x\"/>"),
           svg("<set attributeName=\"onload\" to=\"x()\"/>"),
           svg("<animate attributeName=\"href\" values=\"javascript:x()\"/>"),
           svg("<animate attributeName=\"xlink:href\" to=\"#a\"/>", xlink),
           svg("<style>@import url(//evil.example)</style>"),
           svg("<style>a{background:url(http://evil.example)}</style>"),
           svg("<style>a{b:u\\72l(http://evil.example)}</style>"),
           svg("<style>@im<![CDATA[port \"http://evil.example\"]]></style>"),
           svg("<style>a{fill:ur<!-- -->l(http://evil.example)}</style>"),
           svg("<style>a{fill:ur<g>x</g>l(http://evil.example)}</style>"),
           svg("<style>/*</style><style>a{fill:url(http://evil.example)}/**/</style>"),
           svg("<style>a{b:/ *;fill:url(http://evil.example);c:* /}</style>"),
           svg("<style>a{b:\"/*\";fill:url(http://evil.example);c:\"*/\"}</style>"),
           svg("<desc><![CDATA[><img src=x onerror=x()>]]></desc>"),
           svg("<script xmlns=\"http://purl.org/dc/elements/1.1/\"/>"),
           svg("<x:a xmlns:x=\"http://evil.example/\"/>"),
           svg("<g x:y=\"1\"/>"),
           svg("<rect fill=\"url(http://evil.example#a)\"/>"),
           svg("<h:script/>", " xmlns:h=\"http://www.w3.org/1999/xhtml\""),
           svg("<s:script xmlns:s=\"http://www.w3.org/2000/svg\"/>"),
           svg("<ev:listener/>", " xmlns:ev=\"http://www.w3.org/2001/xml-events\""),
           svg("<g xml:base=\"http://evil.example/\"/>"),
           "<?xml-stylesheet href=\"x.xsl\"?>" + svg(""),
           "<!DOCTYPE svg [<!ENTITY x \"y\">]>" + svg("&x;"),
           "<!DOCTYPE svg SYSTEM \"http://evil.example/x.dtd\">" + svg(""),
           "<?xml version=\"1.0\" encoding=\"UTF-7\"?>" + svg(""),
           std::string("<html><body/></html>"),
           svg("") + "<script/>",
           svg("<g"),
           svg("<g></h>"),
           std::string(),
           std::string("\xFF\xFE<\0s\0v\0g\0>\0", 12),
       })
    EXPECT_NE(refuse_svg(text), "") << text;
}

// Oracle: OWASP's XXE sheet.
TEST(MarkupCheck, RefusesEntitiesAndSheetsInXml_S16) {
  EXPECT_EQ(refuse_xml("<feed a=\"1\"><entry>x</entry></feed>"), "");
  for (std::string const text :
       {"<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><r>&x;</r>",
        "<!DOCTYPE r SYSTEM \"http://evil.example/x.dtd\"><r/>",
        "<?xml-stylesheet type=\"text/xsl\" href=\"x.xsl\"?><r/>",
        "<x:script xmlns:x=\"http://www.w3.org/1999/xhtml\"/>", "<r><script>1</script></r>",
        "<r onload=\"x()\"/>"})
    EXPECT_NE(refuse_xml(text), "") << text;
}

// Oracle: linear work: a megabyte of open elements is refused at the 257th.
TEST(MarkupCheck, EndsDeepNesting_S16) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<g>";
  EXPECT_EQ(refuse_svg(svg(deep)), "The elements are too deep in each other");
}

}  // namespace
}  // namespace latchkey::content
