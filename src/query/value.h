#pragma once
// What queries work with: JSON, lists, and objects of the site behind one narrow interface.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.h"
#include "formats/json.h"

namespace latchkey::query {

class Object;
class Value;
struct Closure;
using ObjectPtr = std::shared_ptr<Object const>;
using Values = std::vector<Value>;

/// Null, boolean, number, text, JSON list or map; a list that holds objects; an object; a closure.
class Value {
 public:
  Value() = default;
  Value(json::value plain) : data_(std::move(plain)) {}                  // NOLINT: a value is meant
  Value(ObjectPtr object);                                               // NOLINT
  Value(std::shared_ptr<Values const> list) : data_(std::move(list)) {}  // NOLINT
  Value(std::shared_ptr<Closure const> closure) : data_(std::move(closure)) {}  // NOLINT
  static Value text(std::string_view text) { return json::text(text); }
  static Value list(Values values) { return std::make_shared<Values const>(std::move(values)); }

  json::value const* plain() const { return std::get_if<json::value>(&data_); }
  Object const* object() const;
  ObjectPtr object_ptr() const;
  Values const* list() const;
  Closure const* closure() const;
  bool is_null() const { return plain() && plain()->is_null(); }

 private:
  std::variant<json::value, std::shared_ptr<Values const>, ObjectPtr,
               std::shared_ptr<Closure const>>
      data_;
};

/// A thing of the site. Members are looked up by name; what is no member must not do anything.
/// Immutable; safe from any thread.
class Object {
 public:
  virtual ~Object() = default;
  /// "page", "pages", "field", …
  virtual std::string_view type() const = 0;
  /// Errors: invalid error.invalidMethod for what is no member; error.invalidArgument.
  virtual Result<Value> call(std::string_view name, Values const& arguments) const = 0;
  /// Where text is wanted.
  virtual std::string text() const = 0;
  /// Where data is wanted.
  virtual json::value data() const = 0;
  virtual bool is_true() const { return true; }
  /// How much there is of it, in units of work: items of a list, length of a text.
  virtual std::size_t weight() const { return 1; }
};

/// The failure of `call` for an unknown member.
Failure no_member(std::string_view type, std::string_view name);

/// Units of work there are in a value: one for each item, and for each 64 bytes of text.
std::size_t weight_of(Value const& value);

/// As PHP casts: true is "1", false and null are "", lists are "".
std::string text_of(Value const& value);
json::value data_of(Value const& value);
bool is_true(Value const& value);
std::optional<double> number_of(Value const& value);

/// Text that PHP takes for a number: optional white space, sign, digits, point, exponent.
std::optional<double> parse_number(std::string_view text);
/// What `text` begins with as a number, as PHP casts: "12abc" is 12, "abc" is 0.
double cast_number(std::string_view text);
/// As `cast_number`, cut to an integer; the nearest there is where it is too large.
std::int64_t cast_integer(std::string_view text);
/// The shortest text of a number: "1", "2.5".
std::string print_number(double number);
/// An integer where it is one.
json::value json_number(double number);

/// Equal as PHP's `==`: numbers and texts that look like numbers by value.
bool loosely_equal(Value const& a, Value const& b);
/// The same of texts alone.
int compare_naturally(std::string_view a, std::string_view b);
/// Less than zero, zero, more: numbers by value, all else as text, naturally and without case.
int compare(Value const& a, Value const& b);

/// Arguments of a call, read with a default.
std::string text_argument(Values const& arguments, std::size_t at, std::string_view otherwise = {});
std::int64_t integer_argument(Values const& arguments, std::size_t at, std::int64_t otherwise);

}  // namespace latchkey::query
