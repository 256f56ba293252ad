// percept backprop: backpropagation by hand on a small net, each number with its formula.
#include <algorithm>
#include <cmath>

#include "commands.hpp"
#include "help.hpp"
#include "percept/io/files.hpp"
#include "percept/lab/backpropagation.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

constexpr std::int64_t kMostSteps = 1'000'000, kMostAccounts = 100;
constexpr double kBound = 1e-12;  // of the difference between hand and graph

struct Words {
  std::string net, sizes, steps, rate;
  bool biases = false, new_weights = false, all = false;
};

std::string shown(double number) { return fixed(number, 12); }
// As it was typed.
std::string plain(double number) {
  std::string digits = fixed(number, 12);
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.' || digits.back() == ',') digits.pop_back();
  return digits;
}

std::string joined(const std::vector<std::string>& parts, const char* between) {
  std::string all;
  for (const std::string& part : parts) all += (all.empty() ? "" : between) + part;
  return all;
}

/// Tells one step, line by line.
class Account {
 public:
  Account(const Call& call, const lab::HandNet& net, const lab::HandStep& step, const lab::HandOptions& how)
      : call_(call), net_(net), step_(step), how_(how) {}

  void tell() const {
    heading("percept.backprop.forward");
    for (std::size_t l = 0; l < net_.layers.size(); ++l)
      for (std::size_t unit = 0; unit < units(l); ++unit) tell_forward(l, unit);
    heading("percept.backprop.error");
    tell_error();
    heading("percept.backprop.backward");
    for (std::size_t l = net_.layers.size(); l-- > 0;)
      for (std::size_t unit = 0; unit < units(l); ++unit) tell_backward(l, unit);
    heading("percept.backprop.update");
    for (std::size_t l = 0; l < net_.layers.size(); ++l) tell_update(l);
  }

 private:
  std::size_t units(std::size_t l) const { return net_.layers[l].weights.size(); }
  std::size_t inputs(std::size_t l) const { return net_.layers[l].weights.front().size(); }
  std::string name(std::size_t l, std::size_t unit) const { return lab::unit_name(net_, l + 1, unit); }
  std::string weight(std::size_t l, std::size_t unit, std::size_t i) const {
    return lab::weight_name(net_, l, unit, i);
  }
  // What goes into a layer: inputs, or the outputs before.
  double input(std::size_t l, std::size_t i) const { return l == 0 ? net_.inputs[i] : step_.outs[l - 1][i]; }
  std::string input_name(std::size_t l, std::size_t i) const {
    return (l == 0 ? "" : "out_") + lab::unit_name(net_, l, i);
  }

  void heading(const char* id) const { call_.say("\n" + text(id)); }
  void line(const std::string& words) const { call_.say("  " + words); }

  void tell_forward(std::size_t l, std::size_t unit) const {
    std::vector<std::string> names, numbers;
    for (std::size_t i = 0; i < inputs(l); ++i) {
      names.push_back(weight(l, unit, i) + " · " + input_name(l, i));
      numbers.push_back(plain(net_.layers[l].weights[unit][i]) + " · " + plain(input(l, i)));
    }
    names.push_back(lab::bias_name(net_, l, unit));
    numbers.push_back(plain(net_.layers[l].bias_of(unit)));
    line("net_" + name(l, unit) + " = " + joined(names, " + "));
    line("       = " + joined(numbers, " + ") + " = " + shown(step_.nets[l][unit]));
    line("out_" + name(l, unit) + " = 1 / (1 + e^-net_" + name(l, unit) +
         ") = " + shown(step_.outs[l][unit]));
  }

  void tell_error() const {
    std::vector<std::string> names;
    for (std::size_t unit = 0; unit < net_.targets.size(); ++unit) {
      std::string output = name(net_.layers.size() - 1, unit);
      names.push_back("E_" + output);
      line("E_" + output + " = (target_" + output + " - out_" + output + ")² / 2 = (" +
           plain(net_.targets[unit]) + " - " + shown(step_.outs.back()[unit]) +
           ")² / 2 = " + shown(step_.errors[unit]));
    }
    line("E = " + joined(names, " + ") + " = " + shown(step_.error));
  }

  void tell_backward(std::size_t l, std::size_t unit) const {
    std::string own = name(l, unit);
    bool output = l + 1 == net_.layers.size();
    if (output) {
      line("dE/dout_" + own + " = out_" + own + " - target_" + own + " = " +
           shown(step_.error_by_out[l][unit]));
    } else {
      std::vector<std::string> names, numbers;
      const lab::HandLayer& next = (how_.new_weights ? step_.after : net_).layers[l + 1];
      for (std::size_t k = 0; k < units(l + 1); ++k) {
        std::string later = name(l + 1, k);
        names.push_back("dE/dnet_" + later + " · " + weight(l + 1, k, unit) + (how_.new_weights ? "'" : ""));
        numbers.push_back(shown(step_.error_by_out[l + 1][k] * step_.out_by_net[l + 1][k]) + " · " +
                          plain(next.weights[k][unit]));
      }
      line("dE/dout_" + own + " = " + joined(names, " + "));
      line("         = " + joined(numbers, " + ") + " = " + shown(step_.error_by_out[l][unit]));
    }
    line("dout_" + own + "/dnet_" + own + " = out_" + own + " · (1 - out_" + own +
         ") = " + shown(step_.out_by_net[l][unit]));
    for (std::size_t i = 0; i < inputs(l); ++i) {
      std::string w = weight(l, unit, i);
      line("dE/d" + w + " = dE/dout_" + own + " · dout_" + own + "/dnet_" + own + " · dnet_" + own + "/d" +
           w + "   (dnet_" + own + "/d" + w + " = " + input_name(l, i) + ")");
      line("       = " + shown(step_.error_by_out[l][unit]) + " · " + shown(step_.out_by_net[l][unit]) +
           " · " + plain(input(l, i)) + " = " + shown(step_.gradients[l].weights[unit][i]));
    }
  }

  void tell_update(std::size_t l) const {
    std::string rate = plain(net_.rate);
    auto tell = [&](const std::string& name, double before, double gradient, double after) {
      line(name + "' = " + name + " - " + rate + " · dE/d" + name + " = " + plain(before) + " - " + rate +
           " · " + shown(gradient) + " = " + shown(after));
    };
    const lab::HandLayer &layer = net_.layers[l], &after = step_.after.layers[l];
    for (std::size_t unit = 0; unit < units(l); ++unit)
      for (std::size_t i = 0; i < inputs(l); ++i)
        tell(weight(l, unit, i), layer.weights[unit][i], step_.gradients[l].weights[unit][i],
             after.weights[unit][i]);
    if (!how_.train_biases) return;
    for (std::size_t i = 0; i < layer.biases.size(); ++i)
      tell(lab::bias_name(net_, l, i), layer.biases[i], step_.gradients[l].biases[i], after.biases[i]);
  }

  const Call& call_;
  const lab::HandNet& net_;
  const lab::HandStep& step_;
  const lab::HandOptions& how_;
};

Json to_json(const lab::HandStep& step, std::int64_t number) {
  Json gradients = Json::array(), biases = Json::array();
  for (const lab::HandGradients& layer : step.gradients) {
    gradients.push_back(layer.weights);
    biases.push_back(layer.biases);
  }
  return {{"step", number},
          {"net", step.nets},
          {"out", step.outs},
          {"errors", step.errors},
          {"error", step.error},
          {"error_by_out", step.error_by_out},
          {"out_by_net", step.out_by_net},
          {"gradients", gradients},
          {"bias_gradients", biases},
          {"after", Json::parse(lab::to_json(step.after))}};
}

lab::HandNet net_of(const Call& call, const Words& words) {
  if (!words.net.empty() && !words.sizes.empty())
    throw CallError(
        Problem("percept.backprop.two_nets").with_hint("percept.call.help.hint", {{"command", "backprop"}}));
  lab::HandNet net = lab::mazur_net();
  if (!words.net.empty()) {
    io::Bytes bytes = io::read_file(words.net, 1 << 20).value();
    Result<lab::HandNet> read =
        lab::parse_hand_net({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    if (!read) throw Error(Problem(read.problem()).about(words.net));
    net = *std::move(read);
  } else if (!words.sizes.empty()) {
    std::uint64_t seed = call.seed.empty() ? 0 : std::uint64_t(number_of("--seed", call.seed, 0));
    try {
      net = lab::drawn_net(words.sizes, seed);
    } catch (const Error& error) {
      throw CallError(error.problem());
    }
  }
  if (!words.rate.empty()) net.rate = positive_of("--rate", words.rate);
  return net;
}

// 1, 2, 5, 10, 20, 50, ..., and the last.
bool is_told(std::int64_t step, std::int64_t last) {
  if (step == last) return true;
  while (step % 10 == 0) step /= 10;
  return step == 1 || step == 2 || step == 5;
}

int backprop_command(const Call& call, const Words& words) {
  std::int64_t steps = words.steps.empty() ? 1 : number_of("--steps", words.steps, 1);
  std::int64_t most = words.all ? kMostAccounts : kMostSteps;
  if (steps > most)
    throw CallError(Problem("percept.backprop.steps", {{"steps", grouped(steps)}, {"most", grouped(most)}})
                        .with_hint("percept.backprop.steps.hint"));
  lab::HandNet net = net_of(call, words);
  lab::HandOptions how{.train_biases = words.biases, .new_weights = words.new_weights};
  lab::GraphNet graph(net, words.biases);
  Json object = {{"net", Json::parse(lab::to_json(net))}, {"steps", Json::array()}}, errors = Json::array();
  double difference = 0;
  for (std::int64_t number = 1; number <= steps; ++number) {
    lab::HandStep step = lab::step_by_hand(net, how);
    if (!words.new_weights) difference = std::max(difference, lab::largest_difference(step, graph.step()));
    if (number == 1 || words.all) {
      call.say((number > 1 ? "\n" : "") + text("percept.backprop.step", {{"step", number}}));
      Account(call, net, step, how).tell();
      object["steps"].push_back(to_json(step, number));
      call.say("\n" + text("percept.backprop.after"));
    }
    net = step.after;
    if (words.all || is_told(number, steps)) {
      double error = lab::error_of(net);
      call.say("  " +
               text("percept.backprop.error_after", {{"steps", grouped(number)}, {"error", shown(error)}}));
      errors.push_back({{"steps", number}, {"error", error}});
    }
  }
  lab::HandStep last = lab::step_by_hand(net, how);
  std::vector<std::string> outputs;
  for (std::size_t unit = 0; unit < net.targets.size(); ++unit)
    outputs.push_back("out_" + lab::unit_name(net, net.layers.size(), unit) + " = " +
                      shown(last.outs.back()[unit]));
  call.say("  " + joined(outputs, "   "));
  object["errors"] = errors;
  object["outputs"] = last.outs.back();
  object["error"] = last.error;
  object["after"] = Json::parse(lab::to_json(net));
  if (words.new_weights) {
    call.say("\n" + text("percept.backprop.wrong_order"));
  } else {
    object["difference"] = difference;
    if (!(difference <= kBound))
      throw Error(Problem("percept.backprop.differs", {{"difference", scientific(difference, 1)}})
                      .with_hint("base.defect.hint"));
    call.say("\n" + text("percept.backprop.proved", {{"difference", scientific(difference, 1)}}));
  }
  call.answer(object);
  return kDone;
}

}  // namespace

void add_backprop(CLI::App& program, Call& call) {
  auto words = std::make_shared<Words>();
  CLI::App* command =
      add_command(program, call, "backprop",
                  {text("percept.backprop.usage"), "percept backprop --steps 10000",
                   section(text("percept.backprop.file"), lab::to_json(lab::mazur_net())) +
                       section(text("percept.backprop.post"), text("percept.backprop.post_text"))});
  command->add_option("--steps", words->steps, text("percept.backprop.steps_option"))->type_name("N");
  command->add_option("--rate", words->rate, text("percept.backprop.rate_option"))->type_name("R");
  command->add_flag("--biases", words->biases, text("percept.backprop.biases_option"));
  command->add_option("--sizes", words->sizes, text("percept.backprop.sizes_option"))->type_name("2-3-1");
  command->add_option("--net", words->net, text("percept.backprop.net_option"))->type_name("FILE.json");
  command->add_flag("--all", words->all, text("percept.backprop.all_option"));
  command->add_flag("--new-weights", words->new_weights, text("percept.backprop.new_weights_option"));
  command->callback(
      [&call, words] { call.action = [&call, words] { return backprop_command(call, *words); }; });
}

}  // namespace percept::cli
