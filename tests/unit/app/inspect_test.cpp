#include "app/inspect.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace latchkey::app {
namespace {

/// A file in the temporary folder that goes with the test.
class TemporaryFile {
 public:
  TemporaryFile(std::string const& name, std::string_view text) : path_(testing::TempDir() + name) {
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  std::string const& path() const { return path_; }

 private:
  std::string path_;
};

struct Ran {
  int status;
  std::string out, err;
};

Ran run(std::optional<std::string> const& as, std::string const& file) {
  std::ostringstream out, err;
  int const status = inspect_command({as, "spyc", file}, out, err);
  return {status, out.str(), err.str()};
}

// Oracle: spec/content-api 2.
TEST(Inspect, ShowsTheFieldsOfAContentFile) {
  EXPECT_EQ(inspect("Title: A\n----\nMy-Field: \xFF", InspectAs::txt),
            "{\n    \"title\": \"A\",\n    \"my_field\": \"\xEF\xBF\xBD\"\n}\n");
}

// Oracle: spec/yaml.md.
TEST(Inspect, ShowsYamlInTheDialectOfSites) {
  EXPECT_EQ(inspect("a: yes", InspectAs::yaml), "{\n    \"a\": true\n}\n");
}

// Oracle: the header of formats/php.h.
TEST(Inspect, ShowsExpressionsOfPhpAsTheirSource) {
  auto const shown = inspect("<?php return ['a' => 1, 'b' => time()];", InspectAs::php);
  ASSERT_TRUE(shown) << shown.error().message;
  EXPECT_EQ(*shown, "{\n    \"a\": 1,\n    \"b\": {\n        \"$opaque\": \"time()\"\n    }\n}\n");
}

TEST(InspectCommand, NamesFileLineAndColumnOfWhatItCannotRead) {
  TemporaryFile const file("inspect_test.yml", "a: 1\nb: c: d\n");
  auto const ran = run(std::nullopt, file.path());
  EXPECT_EQ(ran.status, 1);
  EXPECT_EQ(ran.out, "");
  EXPECT_TRUE(ran.err.starts_with(file.path() + ":2:1: ")) << ran.err;
}

TEST(InspectCommand, GuessesTheKindUnlessItIsTold) {
  TemporaryFile const file("inspect_test.yml", "a: 1\n");
  EXPECT_EQ(run(std::nullopt, file.path()).out, "{\n    \"a\": 1\n}\n");
  EXPECT_EQ(run("txt", file.path()).out, "{\n    \"a\": \"1\"\n}\n");
  EXPECT_EQ(run("xml", file.path()).status, 1);
}

TEST(InspectCommand, SaysWhenAFileIsMissing) {
  auto const ran = run(std::nullopt, "/nonexistent/file.txt");
  EXPECT_EQ(ran.status, 1);
  EXPECT_EQ(ran.err,
            "/nonexistent/file.txt: cannot be read (No such file or directory); name a file that "
            "you may read\n");
}

TEST(InspectCommand, SaysWhenAFileIsAFolder) {
  auto const ran = run(std::nullopt, "/usr");
  EXPECT_EQ(ran.status, 1);
  EXPECT_EQ(ran.err, "/usr: is a folder; name a file in it\n");
}

// Oracle: spec/yaml.md, "yes" in both handlers.
TEST(InspectCommand, ReadsYamlByTheHandlerThatIsAsked) {
  TemporaryFile const file("inspect_test.yml", "a: yes\n");
  std::ostringstream out, err;
  EXPECT_EQ(inspect_command({std::nullopt, "symfony", file.path()}, out, err), 0);
  EXPECT_EQ(out.str(), "{\n    \"a\": \"yes\"\n}\n");
}

// Oracle: spec/content-api 6: `extends` gives what the file does not say itself.
TEST(InspectCommand, ShowsABlueprintWithAllItExtends) {
  auto const root = std::filesystem::path(testing::TempDir()) / "inspect_site";
  std::filesystem::create_directories(root / "site/blueprints/pages");
  std::ofstream(root / "site/blueprints/pages/base.yml")
      << "fields:\n  text:\n    type: textarea\n";
  auto const file = (root / "site/blueprints/pages/note.yml").string();
  std::ofstream(file) << "title: Note\nextends: pages/base\n";
  auto const shown = json::parse(run("blueprint", file).out);
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->at("title"), "Note");
  EXPECT_EQ(shown->at("sections").at(0).at("fields").at(0).at("type"), "textarea");
  std::ofstream(file) << "a: 1\nb: c: d\n";
  EXPECT_TRUE(run("blueprint", file).err.starts_with(file + ":2:1: "))
      << run("blueprint", file).err;
  std::filesystem::remove_all(root);
  EXPECT_EQ(run("blueprint", file).status, 1);
  EXPECT_EQ(run("blueprint", "/elsewhere/note.yml").status, 1);
}

}  // namespace
}  // namespace latchkey::app
