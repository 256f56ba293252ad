// A problem: what went wrong, with which operands, where, and what to do about it, in the reader's language.
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace percept {

using Location = std::source_location;

enum class Language { english, french };

/// The language of every text that percept renders; at start it is read from LC_ALL, LC_MESSAGES, LANG.
Language language();
void set_language(Language language);

/// A named argument of a message; numbers are formatted by the language (decimal comma in French), and of one
/// called wanted, title or choice a text "@recipe.range.rate" is that text of the catalogue, in the language
/// of the message.
struct Argument {
  using Number = std::variant<std::int64_t, double, std::string>;
  Argument(std::string name, std::string text) : name(std::move(name)), value(std::move(text)) {}
  Argument(std::string name, const char* text) : name(std::move(name)), value(std::string(text)) {}
  Argument(std::string name, std::string_view text) : name(std::move(name)), value(std::string(text)) {}
  Argument(std::string name, double number) : name(std::move(name)), value(number) {}
  template <class Integer>
    requires std::is_integral_v<Integer>
  Argument(std::string name, Integer number) : name(std::move(name)), value(std::int64_t(number)) {}

  std::string name;
  Number value;
};

/// A line of the catalogue (`src/base/messages/`) with its arguments filled in.
struct Message {
  Message() = default;
  Message(std::string id, std::vector<Argument> arguments = {})
      : id(std::move(id)), arguments(std::move(arguments)) {}
  std::string id;
  std::vector<Argument> arguments;
};

/// Renders a message in `language`. An id that the catalogue lacks renders as the id itself.
std::string render(const Message& message, Language language = percept::language());

/// Shorthand for `render(Message{id, arguments})`: a text of the program in the reader's language.
std::string text(std::string_view id, std::vector<Argument> arguments = {});

/// One thing that took part: `input  image  f32[N=64 C=3 H=28 W=28]`.
struct Operand {
  std::string role;         // its name in the operation: input, weight
  std::string name;         // its name in the model or file: image, features.0.weight
  std::string description;  // its type and shape, its value, its size
};

/// Everything known about a failure. Rendered as:
///
///     conv2d 'features.0': input has 3 channels but weight expects 1
///       input   image              f32[N=64 C=3 H=28 W=28]
///       weight  features.0.weight  f32[out=8 in=1 h=3 w=3]
///       hint    set in=3, or convert the images to grey
///       at      examples/mnist/main.cpp:41
struct Problem {
  Problem() = default;
  Problem(std::string id, std::vector<Argument> arguments = {}) {
    reasons.emplace_back(std::move(id), std::move(arguments));
  }
  Problem& about(std::string subject) & { return this->subject = std::move(subject), *this; }
  Problem&& about(std::string subject) && { return this->subject = std::move(subject), std::move(*this); }
  Problem&& operand(Operand operand) && { return operands.push_back(std::move(operand)), std::move(*this); }
  Problem&& with_hint(std::string id, std::vector<Argument> arguments = {}) && {
    return hint = Message(std::move(id), std::move(arguments)), std::move(*this);
  }
  Problem&& at(std::string where) && { return this->where = std::move(where), std::move(*this); }
  Problem&& at(const Location& location) &&;

  /// The id of the first reason: stable, for programs.
  const std::string& code() const;

  std::string subject;           // conv2d 'features.0'; a file's name; empty where there is none
  std::vector<Message> reasons;  // all that is wrong at once, not only the first
  std::vector<Operand> operands;
  std::optional<Message> hint;
  std::string where;  // main.cpp:41, recipe.toml:7, model.safetensors byte 12
};

std::string render(const Problem& problem, Language language = percept::language());

/// Only the first line: the subject and the first reason.
std::string headline(const Problem& problem, Language language = percept::language());

/// Thrown for a mistake in a model or a call, where the user wrote it. Files, sockets and other outside
/// things give a `Result` instead, whose `value()` throws this when the caller does not ask first.
class Error : public std::exception {
 public:
  explicit Error(Problem problem);
  const char* what() const noexcept override { return rendered_.c_str(); }
  const Problem& problem() const noexcept { return problem_; }

 private:
  Problem problem_;
  std::string rendered_;
};

}  // namespace percept
