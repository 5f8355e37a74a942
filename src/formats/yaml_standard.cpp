// The only file that knows yaml-cpp. Its events are collected into a JSON value; aliases are
// copied, so nodes are counted and a small text can't become a huge value.

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <streambuf>
#include <unordered_map>

#include "formats/yaml.h"
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
  std::optional<std::string> key;
  YAML::anchor_t anchor;
};

class Collector final : public YAML::EventHandler {
 public:
  json::value take() { return std::move(root_); }

  void OnDocumentStart(YAML::Mark const&) override {}
  void OnDocumentEnd() override {}

  void OnNull(YAML::Mark const& mark, YAML::anchor_t anchor) override {
    if (wants_key()) return take_key(mark, "");
    add(mark, anchor, nullptr);
  }

  void OnScalar(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                std::string const& text) override {
    if (wants_key()) return take_key(mark, text);
    add(mark, anchor, scalar(mark, tag, text));
  }

  void OnAlias(YAML::Mark const& mark, YAML::anchor_t anchor) override {
    auto const known = anchors_.find(anchor);
    if (known == anchors_.end())
      throw YAML::ParserException(mark, "an alias inside its own anchor");
    if (wants_key()) throw YAML::ParserException(mark, "an alias as a key is not supported");
    auto const& [value, nodes] = known->second;
    count(mark, nodes);
    add(mark, 0, value);
  }

  void OnSequenceStart(YAML::Mark const& mark, std::string const&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, anchor, json::array());
  }
  void OnMapStart(YAML::Mark const& mark, std::string const&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, anchor, json::object());
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

 private:
  bool wants_key() const {
    return !stack_.empty() && stack_.back().value.is_object() && !stack_.back().key;
  }

  void take_key(YAML::Mark const& mark, std::string const& key) {
    if (stack_.back().value.get_object().contains(key))
      throw YAML::ParserException(mark, "the key \"" + key + "\" stands here twice");
    stack_.back().key = key;
  }

  static json::value scalar(YAML::Mark const& mark, std::string const& tag,
                            std::string const& text) {
    if (tag == "!" || tag == "tag:yaml.org,2002:str") return json::value(json::string(text));
    if (tag == "?" || tag.empty()) return core_scalar(text);
    if (!tag.starts_with("tag:yaml.org,2002:"))
      throw YAML::ParserException(mark, "unknown tag " + tag);
    return core_scalar(text);
  }

  void count(YAML::Mark const& mark, std::size_t nodes) {
    nodes_ += nodes;
    if (nodes_ > max_nodes) throw YAML::ParserException(mark, "too many values");
  }

  void open(YAML::Mark const& mark, YAML::anchor_t anchor, json::value value) {
    if (wants_key()) throw YAML::ParserException(mark, "a key must be plain text");
    if (stack_.size() >= max_depth) throw YAML::ParserException(mark, "nested too deeply");
    count(mark, 1);
    starts_.push_back(nodes_ - 1);
    stack_.push_back({std::move(value), std::nullopt, anchor});
  }

  void close() {
    Open done = std::move(stack_.back());
    stack_.pop_back();
    auto const nodes = nodes_ - starts_.back();
    starts_.pop_back();
    if (done.anchor != 0) anchors_.insert_or_assign(done.anchor, std::pair(done.value, nodes));
    place(std::move(done.value));
  }

  void add(YAML::Mark const& mark, YAML::anchor_t anchor, json::value value) {
    count(mark, 1);
    if (anchor != 0) anchors_.insert_or_assign(anchor, std::pair(value, std::size_t{1}));
    place(std::move(value));
  }

  void place(json::value value) {
    if (stack_.empty()) {
      root_ = std::move(value);
    } else if (auto* const list = stack_.back().value.if_array()) {
      list->push_back(std::move(value));
    } else {
      auto& [map, key, anchor] = stack_.back();
      map.get_object().insert_or_assign(*key, std::move(value));
      key.reset();
    }
  }

  json::value root_;
  std::vector<Open> stack_;
  std::vector<std::size_t> starts_;  ///< nodes seen before each open value
  std::unordered_map<YAML::anchor_t, std::pair<json::value, std::size_t>> anchors_;
  std::size_t nodes_ = 0;
};

}  // namespace

Result<json::value> parse_standard(std::string_view text) {
  if (text.size() > max_text_bytes) return fail_at(1, 1, "the text is larger than 1 MiB");
  ViewBuffer buffer(text);
  std::istream stream(&buffer);
  try {
    YAML::Parser parser(stream);
    Collector collector;
    if (!parser.HandleNextDocument(collector)) return json::value(nullptr);
    json::value root = collector.take();
    Collector second;
    if (parser.HandleNextDocument(second)) return fail_at(1, 1, "more than one document");
    return root;
  } catch (YAML::Exception const& error) {
    return fail_at(std::max(error.mark.line, 0) + 1, std::max(error.mark.column, 0) + 1, error.msg);
  } catch (std::exception const& error) {
    return fail_at(1, 1, error.what());
  }
}

}  // namespace latchkey::yaml
