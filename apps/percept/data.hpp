// The commands within `percept data`, one file each.
#pragma once

#include "call.hpp"
#include "percept/data/spec.hpp"

namespace percept::cli {

void add_data_list(CLI::App& data, Call& call);
void add_data_info(CLI::App& data, Call& call);
void add_data_show(CLI::App& data, Call& call);
void add_data_make(CLI::App& data, Call& call);
void add_data_get(CLI::App& data, Call& call);

/// "image f32[1, 28, 28]"
std::string to_text(const data::Field& field);

}  // namespace percept::cli
