// Bytes to HTTP requests, without a socket: what a connection does, and what fuzzing tries.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "percept/studio/server.hpp"
#include "request.hpp"

namespace percept::studio {

/// Reads one request after the other within the limits of the options.
class RequestReader {
 public:
  explicit RequestReader(const ServerOptions& options);
  ~RequestReader();

  /// Takes what it can use of the front of `bytes` and says how many that are; the rest is to come again,
  /// with more behind it. After a refusal, or while a whole request waits to be fetched, it takes nothing.
  std::size_t take(std::string_view bytes);

  bool done() const;
  /// Whether it holds a part of a request.
  bool begun() const;
  const std::optional<Refusal>& refusal() const { return refusal_; }
  /// The client waits for a word before it sends the body; true once a request.
  bool wants_go_on();
  /// The request, where `done`; the next one begins.
  Request fetch();

 private:
  struct Parser;
  std::size_t head_of(std::string_view bytes);

  const std::size_t header_bytes_, body_bytes_;
  std::size_t searched_ = 0;  // of the bytes in front of a head's end
  std::unique_ptr<Parser> parser_;
  std::optional<Refusal> refusal_;
  bool went_on_ = false;
};

}  // namespace percept::studio
