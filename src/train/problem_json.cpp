#include "percept/train/problem_json.hpp"

#include <nlohmann/json.hpp>

namespace percept::train {

using Json = nlohmann::ordered_json;

std::string json_of(const Problem& problem) {
  std::string message = headline(problem);
  for (std::size_t i = 1; i < problem.reasons.size(); ++i) message += "; " + render(problem.reasons[i]);
  Json object = {{"code", problem.code()},
                 {"message", message},
                 {"hint", problem.hint ? Json(render(*problem.hint)) : Json()},
                 {"where", problem.where.empty() ? Json() : Json(problem.where)}};
  // A file's name need not be UTF-8.
  return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace percept::train
