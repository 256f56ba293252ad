// The functions that the headers of ops declare, with their comments.
#pragma once

#include <string>
#include <vector>

namespace percept::proof {

struct FrontDoor {
  std::string name;
  std::string declaration;  // on one line, without the location at its end
  std::string comment;
};

/// Of one header, in its order; operators are left out.
std::vector<FrontDoor> front_doors(const std::string& header);
/// Of all headers in include/percept/ops, by name.
std::vector<FrontDoor> front_doors();

}  // namespace percept::proof
