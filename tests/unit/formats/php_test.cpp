#include "formats/php.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace latchkey::php {
namespace {

json::value read(std::string const& expression, Environment env = nullptr) {
  auto const document = parse("<?php return " + expression + ";", env);
  EXPECT_TRUE(document) << expression << ": " << (document ? "" : document.error().message);
  return document ? to_json(document->root) : json::value("failed");
}

std::string error_of(std::string const& file) {
  auto const document = parse(file);
  return document ? "no error" : document.error().message;
}

bool is_opaque(json::value const& value) {
  return value.is_object() && value.get_object().contains("$opaque");
}

json::value parsed(std::string_view text) { return json::parse(text).value(); }

/// Equal, but for what stays unread.
bool agrees(json::value const& value, json::value const& expected) {
  if (is_opaque(value)) return true;
  if (!value.is_object() || !expected.is_object() ||
      value.as_object().size() != expected.as_object().size())
    return value == expected;
  return std::ranges::all_of(value.as_object(), [&](auto const& member) {
    auto const* other = expected.as_object().if_contains(member.key());
    return other != nullptr && agrees(member.value(), *other);
  });
}

// Oracle: recorded values of PHP.
TEST(PhpRecordedCases, HaveTheRecordedValueOrStayUnread) {
  std::ifstream file(LATCHKEY_TEST_DATA "/conformance/format-cases.json");
  std::string const text(std::istreambuf_iterator<char>(file), {});
  auto const cases = parsed(text).at("php").as_array();
  ASSERT_GT(cases.size(), 40U);
  for (auto const& row : cases) {
    std::string const expression(row.at("php").as_string());
    auto const value = read(expression);
    if (row.at("kind").as_string() == "expression") {
      EXPECT_TRUE(agrees(value, row.at("value")))
          << expression << "\nread as " << json::print(value);
    } else {
      EXPECT_EQ(value, row.at("value")) << expression << "\nread as " << json::print(value);
    }
  }
}

struct Row {
  char const* php;
  char const* json;
};

// Oracle: the PHP manual, "Arrays" (keys), "Integers", "Strings".
TEST(PhpValues, AreReadAsTheManualSays) {
  for (auto const& [php, expected] : std::initializer_list<Row>{
           {"['5' => 'a', '05' => 'b', '-5' => 'c', '-0' => 'd', '+5' => 'e', ' 5' => 'f']",
            R"({"5":"a","05":"b","-5":"c","-0":"d","+5":"e"," 5":"f"})"},
           {"['9223372036854775807' => 1, '9223372036854775808' => 2]",
            R"({"9223372036854775807":1,"9223372036854775808":2})"},
           {"[true => 'a', null => 'b', -1.9 => 'c']", R"({"1":"a","":"b","-1":"c"})"},
           {"[3 => 'x', 'y', '7' => 'z', 'w']", R"({"3":"x","4":"y","7":"z","8":"w"})"},
           {"['a' => 1, 'b' => 2, 'a' => 3]", R"({"a":3,"b":2})"},
           {"[0 => 'a', 1 => 'b']", R"(["a","b"])"},
           {"[1 => 'b', 0 => 'a']", R"({"1":"b","0":"a"})"},
           {"array(array(), array(1,),)", "[[],[1]]"},
           {"ARRAY('a')", R"(["a"])"},
           {"9223372036854775807", "9223372036854775807"},
           {"9223372036854775808", "9.2233720368547758e18"},
           {"-9223372036854775808", "-9.2233720368547758e18"},
           {"-9223372036854775807 - 1", "-9223372036854775808"},
           {"0x7FFFFFFFFFFFFFFF", "9223372036854775807"},
           {".5 + 1.", "1.5"},
           {"1_0.2_5e1_0", "10.25e10"},
           {"- - 5", "5"},
           {"+ - +5", "-5"},
           {"60 * 60 * 24 * 14", "1209600"},
           {"2 + 3 * 4", "14"},
           {"-7 % 3", "-1"},
           {"7 / 2", "3.5"},
           {"'a' . 1 + 2 . 'b'", R"("a3b")"},
           {"'a' . PHP_EOL . \"b\"", R"("a\nb")"},
           {"'a' . true . false . null . 5", R"("a15")"},
           {"null ?? null ?? 'c'", R"("c")"},
           {"'' ?: '0' ?: 'x'", R"("x")"},
           {"((('a')))", R"("a")"},
           {"\\true", "true"},
           {"M_PI", "3.141592653589793"},
           {"[LC_ALL => 'de']", R"({"6":"de"})"},
           {R"('a\nb\\c\'d\e')", R"("a\\nb\\c'd\\e")"},
           {R"("\$x { $ $ {a} $1 \{")", R"("$x { $ $ {a} $1 \\{")"},
           {R"("\u{1F600}\u{41}\x4\x41B\7\101\e")", R"("😀A\u0004AB\u0007A\u001b")"},
           {R"("\uZ \q \8")", R"("\\uZ \\q \\8")"},
           {"<<<A\nA", R"("")"},
           {"<<<\"A\"\n  a\n\n    b\tA\n  A", R"("a\n\n  b\tA")"},
           {"<<<'A'\r\na\\n\r\nb\r\nA", R"("a\\n\r\nb")"},
           {"<<<A\nAB\n A1\nA", R"("AB\n A1")"},
           {"['a' => <<<A\n  x\n  A . 'y', 'b']", R"({"a":"xy","0":"b"})"},
       }) {
    EXPECT_EQ(read(php), parsed(expected)) << php << "\nread as " << json::print(read(php));
  }
}

// Oracle: whatever depends on running code, on settings or on the version of PHP has no value for
// us.
TEST(PhpExpressions, StayOpaqueAndLeaveTheirNeighboursReadable) {
  for (auto const* expression :
       {"$x",
        "foo()",
        "foo",
        "Foo::BAR",
        "Foo::class",
        "new Foo(['a' => 1, 2])",
        "__DIR__ . '/x'",
        "!true",
        "true ? 'x' : 'y'",
        "(int) '5'",
        "(string)5",
        "'5' + 1",
        "1.5 . 'a'",
        "PHP_INT_MAX + 1",
        "2 ** 3",
        "1 << 2",
        "5 % 0",
        "5 / 0",
        "['a'][0]",
        "'abc'[1]",
        "\"a $x b\"",
        "\"a {$x['y']} b\"",
        "\"a ${x} b\"",
        "`ls`",
        "\"{$x[\"]}\\\"\"]} ]\"",
        "<<<A\n a $x ]\n A",
        "fn ($x) => [$x => 1]",
        "fn () => fn () => 1",
        "static fn(int $x = 5): ?array => match(true) { $x > 1 => [1, 2], default => [] }",
        "function ($a, $b = [1]) use ($c): array { if ($a) { return ['x' => ']']; } /* ) */ return "
        "[]; // ]\n }",
        "new class(1) extends B { public function c() { return \"}\"; } }",
        "#[Attr(['x'])] fn() => 1",
        "require __DIR__ . '/a.php'",
        "env('X', 5)",
        "getenv('X')",
        "$a['b'] ?? 'c'",
        "[...$x, 1]",
        "[Foo::A => 1]",
        "[1, &$x]",
        "['a' => 1] + ['b' => 2]",
        "[-5 => 'a', 'b']",
        "\"\\X41\"",
        "NAN",
        "E_ALL",
        "1 == 1",
        "'a' instanceof B",
        "true and false",
        "print('x')",
        "$x->fn",
        "@$x",
        "clone $x",
        "1e999"}) {
    auto const value =
        read("['before' => 1, 'it' => " + std::string(expression) + ", 'after' => ['x' => 2]]");
    ASSERT_TRUE(value.is_object()) << expression;
    EXPECT_EQ(json::print(value.at("before")), "1") << expression;
    EXPECT_TRUE(is_opaque(value.at("it")))
        << expression << " read as " << json::print(value.at("it"));
    EXPECT_EQ(json::print(value.at("after")), R"({"x":2})") << expression;
  }
}

TEST(PhpOpaque, KeepsItsSourceAndItsPlace) {
  auto const document = parse("<?php\nreturn [\n  'ü', 'hook' => function () { return 1; },\n];");
  ASSERT_TRUE(document);
  auto const& item = std::get<Array>(document->root.value).items[1].second;
  EXPECT_EQ(std::get<Opaque>(item.value).source, "function () { return 1; }");
  EXPECT_EQ(item.line, 3);
  EXPECT_EQ(item.column, 18);  // characters, not bytes
}

std::optional<std::string> test_environment(std::string const& name) {
  if (name == "YES") return "true";
  if (name == "NOTHING") return "(null)";
  if (name == "NAME") return "Ada";
  return std::nullopt;
}

TEST(PhpEnv, AnswersFromTheEnvironmentOrTheDefault) {
  EXPECT_EQ(read("[env('NAME'), env('NAME', 'x'), env('NO', 'x'), env('NO'), env('YES', false), "
                 "env('NOTHING', 1)]",
                 test_environment),
            parsed(R"(["Ada","Ada","x",null,true,null])"));
  EXPECT_EQ(
      read("[getenv('YES'), getenv('NO'), getenv('NO') ?: 'x', \\env('NAME',)]", test_environment),
      parsed(R"(["true",false,"x","Ada"])"));
  for (auto const* opaque : {"env($x)", "env('NO', foo())", "env('NAME', 1, 2)",
                             "getenv('NAME', true)", "env()", "env(...$x)"})
    EXPECT_TRUE(is_opaque(read(opaque, test_environment))) << opaque;
}

TEST(PhpFiles, MayHoldStatementsBeforeReturn) {
  for (auto const* file : {
           "\xEF\xBB\xBF<?php return ['a' => 1];",
           "<?PHP\ndeclare(strict_types=1);\nnamespace Foo;\nuse A\\B as C;\nreturn ['a' => 1];\n",
           "<?php Foo::$bar = ['x' => [1]]; $y = \"{$z}\"; return ['a' => 1] ?>\ntext",
           "<?php if ($x) { foo('return'); } elseif (y()) { $r->return(); } return ['a' => 1];",
           "<?php function f() { if (1) { return 5; } return 6; } class A { function g() { return "
           "7; } }\n"
           "$h = function () { return 8; }; return ['a' => 1];",
           "<?php // return ['a' => 2]; ?>\n<?php # x\n/* return 3; */ return ['a' => 1]; return "
           "['a' => 4];",
           "<?php if ($x): foo(); endif; return ['a' => 1]; __halt_compiler(); \x01 ' \" ]",
           "#!/usr/bin/php\n<?php return array('a' => 1);",
       }) {
    auto const document = parse(file);
    ASSERT_TRUE(document) << file << document.error().message;
    EXPECT_EQ(json::print(to_json(document->root)), R"({"a":1})") << file;
  }
}

TEST(PhpFiles, WithAReturnUnderAConditionAreOpaque) {
  for (auto const* file :
       {"<?php if ($x) { return [1]; } return [2];", "<?php if ($x) return [1]; return [2];",
        "<?php if ($x): return [1]; endif; return [2];",
        "<?php if ($x): foo(); return [1]; endif; return [2];",
        "<?php if ($x) {} else return [1]; return [2];",
        "<?php switch ($x) { case 1: return [1]; } return [2];",
        "<?php try { return [1]; } catch (E $e) { } return [2];", "<?php { return [1]; }",
        "<?php foo(class: 1); if ($x) { if ($y) { return [1]; } } return [2];"}) {
    auto const document = parse(file);
    ASSERT_TRUE(document) << file;
    EXPECT_TRUE(document->has_return) << file;
    EXPECT_TRUE(std::holds_alternative<Opaque>(document->root.value)) << file;
  }
}

TEST(PhpFiles, ThatRedefineNamesGetNoValuesForThem) {
  for (auto const* file :
       {"<?php const PHP_EOL = 'x'; return PHP_EOL;", "<?php use const A\\M_PI; return M_PI;",
        "<?php function env($x) { return 1; } return env('NAME');",
        "<?php use function A\\env; return env('NAME');"}) {
    auto const document = parse(file, test_environment);
    ASSERT_TRUE(document) << file;
    EXPECT_TRUE(std::holds_alternative<Opaque>(document->root.value)) << file;
  }
}

TEST(PhpFiles, WithoutReturnReturnNothing) {
  for (auto const* file : {"", "  \n", "\xEF\xBB\xBF", "<?php", "<?php\n$x = 1;",
                           "<?php function f() { return 1; }"}) {
    auto const document = parse(file);
    ASSERT_TRUE(document) << file;
    EXPECT_FALSE(document->has_return) << file;
    EXPECT_TRUE(std::holds_alternative<std::nullptr_t>(document->root.value)) << file;
  }
}

TEST(PhpErrors, NameLineColumnAndCure) {
  struct Broken {
    char const *file, *message;
  };
  for (auto const& [file, message] : std::initializer_list<Broken>{
           {"hello",
            "line 1, column 1: the file does not start with <?php; make that its very first "
            "characters"},
           {"<? return [];",
            "line 1, column 1: the short tag <? is not read everywhere; write <?php followed by a "
            "space"},
           {"<?php\nreturn [\n  'a' => 'x,\n];", "line 3, column 10: this text never ends; add '"},
           {"<?php\nreturn [\n  'a' => 1\n  'b' => 2,\n];",
            "line 4, column 3: a comma is missing before this"},
           {"<?php return ['a' = 1];", "line 1, column 19: write => between a key and its value"},
           {"<?php return ['a': 1];",
            "line 1, column 18: write => between a key and its value, not :"},
           {"<?php return ['a' => ];", "line 1, column 22: a value is missing before this"},
           {"<?php return [1,,2];", "line 1, column 17: a value is missing before this"},
           {"<?php return ['a' => $b => $c];",
            "line 1, column 25: a second => behind one key; is a comma missing?"},
           {"<?php return [1];]", "line 1, column 18: this bracket closes nothing; remove it"},
           {"<?php return [1;", "line 1, column 14: this bracket is never closed; add its partner"},
           {"<?php\nreturn [\n foo(1]\n];",
            "line 3, column 7: this bracket does not fit the one that is open since line 3"},
           {"<?php return [1]",
            "line 1, column 17: the file ends here without the ; behind the return value"},
           {"<?php /* x", "line 1, column 7: this comment never ends; add */"},
           {"<?php return \x01;",
            "line 1, column 14: a character that has no meaning here; remove it"},
           {"<?php return 1abc;",
            "line 1, column 14: a number with letters in it; put text between quotation marks"},
           {"<?php return 089;", "line 1, column 14: this is no number"},
           {"<?php return \xE2\x80\x98"
            "a\xE2\x80\x99;",
            "line 1, column 14: a typographic quotation mark; write ' instead"},
           {"<?php return <<<A\nx", "line 1, column 14: this text never ends; add a line with A"},
           {"<?php return <<<A\n x\n  A;",
            "line 2, column 1: this line must begin with the same indentation as the closing "
            "label"},
           {"<?php return \"\\u{110000}\";",
            "line 1, column 17: \\u{ needs a code point in hexadecimal digits and a }"},
           {"<?php\n\nc::set('debug', true);",
            "line 3, column 1: this file is for version 2 (c::set); write it as <?php return "
            "['option' => 'value'];"},
           {"<?php l::set('x', 'y');",
            "line 1, column 7: this file is for version 2 (c::set); write it as <?php return "
            "['option' => 'value'];"},
       })
    EXPECT_EQ(error_of(file), message) << file;
}

TEST(PhpNesting, IsLimitedAndNeverOverflowsTheStack) {
  auto const nested = [](std::string const& open, std::string const& close, std::size_t n) {
    std::string text = "<?php return ";
    for (std::size_t i = 0; i < n; ++i) text += open;
    text += "1";
    for (std::size_t i = 0; i < n; ++i) text += close;
    return text + ";";
  };
  EXPECT_TRUE(parse(nested("[", "]", 256)));
  for (auto const& [open, close] :
       {std::pair{"[", "]"}, {"(", ")"}, {"array(", ")"}, {"\"{$x[", "]}\""}}) {
    EXPECT_FALSE(parse(nested(open, close, 300))) << open;
    EXPECT_FALSE(parse(nested(open, close, 100'000))) << open;
  }
  EXPECT_TRUE(parse(nested("- ", "", 100'000)));
  EXPECT_TRUE(parse(nested("1 . ", "", 20'000)));
}

TEST(PhpToJson, ReplacesBytesThatAreNoText) {
  EXPECT_EQ(json::print(read("['\xFF' => \"\\xC3\"]")), "{\"\xEF\xBF\xBD\":\"\xEF\xBF\xBD\"}");
}

// Oracle: spec/auth 11, the recorded file.
TEST(PrintArrayFile, WritesAccountsAsTheOriginalDoes) {
  EXPECT_EQ(print_array_file({{"email", "editor@example.com"},
                              {"language", "en"},
                              {"name", nullptr},
                              {"role", "editor"}}),
            "<?php\n\nreturn [\n    'email' => 'editor@example.com',\n    'language' => 'en',\n    "
            "'name' => NULL,\n"
            "    'role' => 'editor'\n];");
  EXPECT_EQ(print_array_file({{"it's", "a\\b'c"}, {"deep", parsed(R"({"x":[true,1.0],"y":[]})")}}),
            "<?php\n\nreturn [\n    'it\\'s' => 'a\\\\b\\'c',\n    'deep' => [\n        'x' => [\n "
            "           true,\n"
            "            1.0\n        ],\n        'y' => []\n    ]\n];");
}

std::string any_text() {
  return *rc::gen::container<std::string>(
      rc::gen::element('a', '\'', '"', '\\', '$', '{', '\n', '\r', '\0', '?', '>', '<', ' '));
}

json::value any_value(int depth) {
  switch (*rc::gen::inRange(0, depth > 0 ? 8 : 6)) {
    case 0: return nullptr;
    case 1: return *rc::gen::arbitrary<bool>();
    case 2: return *rc::gen::arbitrary<std::int64_t>();
    case 3: return static_cast<double>(*rc::gen::arbitrary<int>()) / 64;
    case 4:
    case 5: return json::value(any_text());
    case 6: {
      json::array out;
      for (auto n = *rc::gen::inRange(0, 4); n > 0; --n) out.push_back(any_value(depth - 1));
      return out;
    }
    default: {
      json::object out;
      for (auto n = *rc::gen::inRange(1, 4); n > 0; --n)
        out["k" + any_text()] = any_value(depth - 1);
      return out;
    }
  }
}

// Oracle: the inverse.
TEST(PrintArrayFile, IsReadBackAsItWas) {
  EXPECT_TRUE(rc::check([] {
    json::object items;
    for (auto n = *rc::gen::inRange(0, 5); n > 0; --n) items["k" + any_text()] = any_value(3);
    std::vector<std::pair<std::string, json::value>> list;
    for (auto const& [key, value] : items) list.emplace_back(key, value);
    auto const document = parse(print_array_file(list));
    RC_ASSERT(document);
    RC_ASSERT(to_json(document->root) ==
              (items.empty() ? json::value(json::array()) : json::value(items)));
  }));
}

}  // namespace
}  // namespace latchkey::php
