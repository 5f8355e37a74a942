#include "site/template.h"

#include <algorithm>
#include <deque>
#include <kainjow/mustache.hpp>
#include <sstream>
#include <unordered_map>

#include "core/text.h"

namespace latchkey::site {
namespace {

using Data = kainjow::mustache::data;
using Mustache = kainjow::mustache::mustache;

constexpr std::size_t max_bytes = 1 << 20;
constexpr std::size_t max_depth = 16;

/// Text with all snippets in place, and where each stretch of it came from.
class Source {
 public:
  explicit Source(SnippetLoader const& snippets) : snippets_(snippets) {}

  Result<> add(std::string const& file, std::string_view text) {
    if (std::ranges::find(open_, file) != open_.end() || open_.size() >= max_depth)
      return fail(Kind::invalid, "", file + ", line 1: the snippet includes itself");
    open_.push_back(file);
    LK_CHECK(add_pieces(file, text));
    open_.pop_back();
    if (text_.size() > max_bytes)
      return fail(Kind::invalid, "", file + ", line 1: more than 1 MiB with its snippets");
    return {};
  }

  std::string const& text() const { return text_; }

  /// "file, line N" of a position in `text()`.
  std::string place_of(std::size_t position) const {
    Stretch const* at = &stretches_.front();
    for (auto const& stretch : stretches_)
      if (stretch.start <= position) at = &stretch;
    auto const begin = text_.begin() + static_cast<std::ptrdiff_t>(at->start);
    auto const end = text_.begin() + static_cast<std::ptrdiff_t>(std::min(position, text_.size()));
    auto const line = at->line + std::count(begin, end, '\n');
    return at->file + ", line " + std::to_string(line);
  }

 private:
  struct Stretch {
    std::size_t start;
    std::string file;
    std::ptrdiff_t line;
  };

  Result<> add_pieces(std::string const& file, std::string_view text) {
    std::size_t done = 0;
    auto const line_at = [&](std::size_t position) {
      return 1 +
             std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(position), '\n');
    };
    stretches_.push_back({text_.size(), file, 1});
    for (auto open = text.find("{{"); open != text.npos; open = text.find("{{", open)) {
      auto const close = text.find("}}", open + 2);
      if (close == text.npos) break;
      auto const tag = trim(text.substr(open + 2, close - open - 2));
      if (tag.starts_with('='))
        return fail(Kind::invalid, "",
                    file + ", line " + std::to_string(line_at(open)) +
                        ": changed delimiters are not supported");
      open = close + 2;
      if (!tag.starts_with('>')) continue;
      auto const start = text.rfind("{{", close);
      text_ += text.substr(done, start - done);
      done = open;
      LK_CHECK(add_snippet(trim(tag.substr(1))));
      stretches_.push_back({text_.size(), file, line_at(open)});
      if (text_.size() > max_bytes) break;
    }
    text_ += text.substr(done);
    return {};
  }

  Result<> add_snippet(std::string_view name) {
    std::string const path = snippet_path(name);
    auto const text = path.empty() ? std::nullopt : snippets_(name);
    return text ? add(path, *text)
                : Result<>();  // as in the Mustache manual: a missing partial is empty
  }

  SnippetLoader const& snippets_;
  std::string text_;
  std::vector<Stretch> stretches_;
  std::vector<std::string> open_;
};

/// The engine names a position at the end of its message.
std::size_t position_in(std::string const& message) {
  auto const at = message.rfind(" at ");
  if (at == message.npos) return 0;
  return static_cast<std::size_t>(
      parse_unsigned(std::string_view(message).substr(at + 4)).value_or(0));
}

/// Turns names into the engine's values, each at its first use.
class LazyContext final : public kainjow::mustache::basic_context<std::string> {
 public:
  explicit LazyContext(ScopePtr root) { stack_.push_back(keep(Value(std::move(root)))); }

  void push(Data const* data) override { stack_.push_back(data); }
  void pop() override { stack_.pop_back(); }

  Data const* get(std::string const& name) const override {
    if (name == ".") return stack_.back();
    auto const names = split(name, '.');
    for (auto item = stack_.rbegin(); item != stack_.rend(); ++item)
      if (auto const* const found = walk(*item, names)) return found;
    return nullptr;
  }

  Data const* get_partial(std::string const&) const override { return nullptr; }

 private:
  struct Info {
    ScopePtr scope;
    std::unordered_map<std::string, Data const*> members;
  };

  Data const* walk(Data const* data, std::vector<std::string_view> const& names) const {
    for (auto const name : names) {
      auto const info = infos_.find(data);
      if (info == infos_.end()) return nullptr;
      data = member(info->second, std::string(name));
      if (!data) return nullptr;
    }
    return data;
  }

  Data const* member(Info& info, std::string const& name) const {
    if (auto const known = info.members.find(name); known != info.members.end())
      return known->second;
    auto value = info.scope->member(name);
    Data const* const data = value ? keep(std::move(*value)) : nullptr;
    return info.members.emplace(name, data).first->second;
  }

  Data const* keep(Value value) const {
    Data& data = kept_.emplace_back(value.kind == Value::Kind::flag && value.flag);
    if (value.kind == Value::Kind::text && !value.text.empty()) data = Data(value.text);
    if (value.kind == Value::Kind::scope) data = Data(Data::type::object);
    if (value.kind == Value::Kind::list) keep_list(data, value.list);
    if (value.scope) infos_[&data].scope = std::move(value.scope);
    return &data;
  }

  void keep_list(Data& data, std::vector<ScopePtr> const& scopes) const {
    data = Data(Data::type::list);
    for (std::size_t i = 0; i < scopes.size(); ++i) data.push_back(Data(Data::type::object));
    std::size_t next = 0;
    for (auto const& item : data.list_value()) infos_[&item].scope = scopes[next++];
  }

  std::vector<Data const*> stack_;
  mutable std::deque<Data> kept_;  // the engine keeps addresses
  mutable std::unordered_map<Data const*, Info> infos_;
};

}  // namespace

struct Template::Compiled {
  explicit Compiled(std::string const& text) : engine(text) {
    engine.set_custom_escape(escape_html);
  }
  Mustache engine;
};

std::string snippet_path(std::string_view name) {
  auto const allowed = [](char c) { return is_alnum(c) || c == '-' || c == '_' || c == '/'; };
  if (name.empty() || name.front() == '/' || !std::ranges::all_of(name, allowed)) return {};
  return "site/snippets/" + std::string(name) + ".mustache";
}

Result<Template> Template::compile(std::string const& file, std::string_view text,
                                   SnippetLoader const& snippets) {
  Source source(snippets);
  LK_CHECK(source.add(file, text));
  std::shared_ptr<Compiled> compiled;
  try {
    compiled = std::make_shared<Compiled>(source.text());
  } catch (std::exception const& e) {  // the engine reads past the end of some broken tags
    return fail(Kind::invalid, "", file + ": " + e.what());
  }
  auto const& message = compiled->engine.error_message();
  if (compiled->engine.is_valid()) return Template(std::move(compiled));
  auto const what = message.substr(0, message.rfind(" at "));
  return fail(Kind::invalid, "", source.place_of(position_in(message)) + ": " + what);
}

std::string Template::render(ScopePtr const& root) const {
  LazyContext context(root);
  std::ostringstream out;
  compiled_->engine.render(context, out);
  return out.str();
}

}  // namespace latchkey::site
