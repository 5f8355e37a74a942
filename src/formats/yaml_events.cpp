// The only file that knows yaml-cpp.

#include "formats/yaml_events.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <streambuf>
#include <unordered_map>

#include "formats/yaml_scalar.h"

namespace latchkey::yaml {
namespace {

constexpr std::size_t max_text_bytes = 1024 * 1024;
constexpr std::size_t max_nodes = 100'000;
constexpr std::size_t max_depth = 64;

/// Reads borrowed bytes as a stream.
class ViewBuffer final : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    auto* const begin = const_cast<char*>(text.data());
    setg(begin, begin, begin + text.size());
  }
};

/// A value that is still open, with the key its next member will get.
struct Open {
  json::value value;
  bool flow;
  YAML::anchor_t anchor;
  std::size_t nodes_before;
  std::optional<std::string> key;
  std::vector<json::value> merged;
};

/// A value an alias can copy, and the number of nodes that costs.
struct Anchored {
  json::value value;
  std::size_t nodes;
};

class Collector final : public YAML::EventHandler {
 public:
  Collector(std::string_view text, Rules const& rules) : text_(text), rules_(rules) {}

  json::value take() { return std::move(root_); }

  void OnDocumentStart(YAML::Mark const&) override {}
  void OnDocumentEnd() override {}

  void OnNull(YAML::Mark const& mark, YAML::anchor_t anchor) override {
    auto const word = null_word(mark);
    if (wants_key()) return take_key(mark, word, true);
    if (word.empty() && rules_.pairs_need_values && !stack_.empty() && stack_.back().flow)
      fail_here(mark, "a key without a value");
    add(mark, anchor, nullptr);
  }

  void OnScalar(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                std::string const& text) override {
    bool const plain = tag == "?" || tag.empty();
    if (wants_key()) return take_key(mark, text, plain);
    add(mark, anchor, checked(mark, rules_.scalar(plain ? "" : tag, text)));
  }

  void OnAlias(YAML::Mark const& mark, YAML::anchor_t anchor) override {
    auto const known = anchors_.find(anchor);
    if (known == anchors_.end()) fail_here(mark, "an alias inside its own anchor");
    if (wants_key()) fail_here(mark, "an alias as a key");
    count(mark, known->second.nodes);
    place(json::value(known->second.value));
  }

  void OnSequenceStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    open(mark, tag, {json::array(), style == YAML::EmitterStyle::Flow, anchor, nodes_, {}, {}});
  }
  void OnMapStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    open(mark, tag, {json::object(), style == YAML::EmitterStyle::Flow, anchor, nodes_, {}, {}});
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

 private:
  [[noreturn]] static void fail_here(YAML::Mark const& mark, std::string const& what) {
    throw YAML::ParserException(mark, what);
  }

  template <class T>
  static T checked(YAML::Mark const& mark, Result<T> result) {
    if (!result) fail_here(mark, result.error().message);
    return *std::move(result);
  }

  /// The word that was read as null, empty if there was none.
  std::string_view null_word(YAML::Mark const& mark) const {
    auto const rest = text_.substr(std::min<std::size_t>(std::max(mark.pos, 0), text_.size()));
    for (std::string_view const word : {"~", "null", "Null", "NULL"})
      if (rest.starts_with(word)) return rest.substr(0, word.size());
    return {};
  }

  bool wants_key() const {
    return !stack_.empty() && stack_.back().value.is_object() && !stack_.back().key;
  }

  void take_key(YAML::Mark const& mark, std::string_view text, bool plain) {
    auto key = checked(mark, rules_.key(text, plain));
    bool const merge = rules_.merges && plain && key == "<<";
    if (!merge && stack_.back().value.get_object().contains(key))
      fail_here(mark, "the key \"" + key + "\" stands here twice");
    stack_.back().key = std::move(key);
  }

  void count(YAML::Mark const& mark, std::size_t nodes) {
    nodes_ += nodes;
    if (nodes_ > max_nodes) fail_here(mark, "too many values");
  }

  void open(YAML::Mark const& mark, std::string const& tag, Open opened) {
    if (wants_key()) fail_here(mark, "a list or map as a key");
    if (!tag.empty() && tag != "?" && tag != "!" && !tag.starts_with("tag:yaml.org,2002:"))
      fail_here(mark, "unknown tag " + tag);
    if (stack_.size() >= max_depth) fail_here(mark, "nested too deeply");
    count(mark, 1);
    stack_.push_back(std::move(opened));
  }

  void close() {
    Open done = std::move(stack_.back());
    stack_.pop_back();
    for (auto const& map : done.merged)
      for (auto const& [key, value] : map.get_object()) done.value.get_object().emplace(key, value);
    if (done.anchor != 0)
      anchors_.insert_or_assign(done.anchor, Anchored{done.value, nodes_ - done.nodes_before});
    place(std::move(done.value));
  }

  void add(YAML::Mark const& mark, YAML::anchor_t anchor, json::value value) {
    count(mark, 1);
    if (anchor != 0) anchors_.insert_or_assign(anchor, Anchored{value, 1});
    place(std::move(value));
  }

  void place(json::value value) {
    if (stack_.empty()) {
      root_ = std::move(value);
    } else if (auto* const list = stack_.back().value.if_array()) {
      list->push_back(std::move(value));
    } else {
      Open& map = stack_.back();
      auto const key = *std::exchange(map.key, std::nullopt);
      if (rules_.merges && key == "<<")
        merge(map, std::move(value));
      else
        map.value.get_object().insert_or_assign(key, std::move(value));
    }
  }

  /// Keeps a map, or the maps of a list, to fill gaps with when `into` is complete.
  static void merge(Open& into, json::value value) {
    if (value.is_object()) return into.merged.push_back(std::move(value));
    if (auto* const list = value.if_array())
      for (auto& map : *list)
        if (map.is_object()) into.merged.push_back(std::move(map));
  }

  std::string_view text_;
  Rules const& rules_;
  json::value root_;
  std::vector<Open> stack_;
  std::unordered_map<YAML::anchor_t, Anchored> anchors_;
  std::size_t nodes_ = 0;
};

}  // namespace

tl::expected<json::value, Misread> read_events(std::string_view text, Rules const& rules) {
  auto const misread = [](int line, int column, std::string what) {
    return tl::make_unexpected(Misread{line, column, std::move(what)});
  };
  if (text.size() > max_text_bytes) return misread(1, 1, "the text is larger than 1 MiB");
  ViewBuffer buffer(text);
  std::istream stream(&buffer);
  try {
    YAML::Parser parser(stream);
    Collector collector(text, rules);
    if (!parser.HandleNextDocument(collector)) return json::value(nullptr);
    Collector second(text, rules);
    if (parser.HandleNextDocument(second)) return misread(1, 1, "more than one document");
    return collector.take();
  } catch (YAML::Exception const& error) {
    return misread(std::max(error.mark.line, 0) + 1, std::max(error.mark.column, 0) + 1, error.msg);
  } catch (std::exception const& error) {
    return misread(1, 1, error.what());
  }
}

Failure fail_at(Misread const& misread) {
  return fail_at(misread.line, misread.column, misread.what);
}

}  // namespace latchkey::yaml
