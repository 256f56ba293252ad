// The commands, one file each. To add one: write its file, declare it here, name it in main.cpp.
#pragma once

#include "call.hpp"

namespace percept::cli {

void add_train(CLI::App& program, Call& call);
void add_resume(CLI::App& program, Call& call);
void add_runs(CLI::App& program, Call& call);
void add_eval(CLI::App& program, Call& call);
void add_predict(CLI::App& program, Call& call);
void add_summary(CLI::App& program, Call& call);
void add_export(CLI::App& program, Call& call);
void add_import(CLI::App& program, Call& call);
void add_run(CLI::App& program, Call& call);
void add_plan(CLI::App& program, Call& call);
void add_data(CLI::App& program, Call& call);
void add_filter(CLI::App& program, Call& call);
void add_features(CLI::App& program, Call& call);
void add_descend(CLI::App& program, Call& call);
void add_backprop(CLI::App& program, Call& call);
void add_plot(CLI::App& program, Call& call);
void add_inspect(CLI::App& program, Call& call);
void add_gradcheck(CLI::App& program, Call& call);
void add_bench(CLI::App& program, Call& call);
void add_studio(CLI::App& program, Call& call);
void add_doctor(CLI::App& program, Call& call);
void add_new(CLI::App& program, Call& call);
void add_completion(CLI::App& program, Call& call);
/// The names of what `percept plot` draws.
std::vector<std::string> plot_names();
/// The names of the cases of `percept bench`.
std::vector<std::string> benchmark_cases();
/// Lists what the last of the words can become, where there is none, the verbs: for the scripts that `percept
/// completion` prints.
void offer_completions(const CLI::App& program, const std::vector<std::string>& words);

}  // namespace percept::cli
