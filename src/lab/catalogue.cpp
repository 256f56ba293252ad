#include "percept/lab/catalogue.hpp"

#include "percept/autograd/differentiate.hpp"
#include "percept/ops/elementwise.hpp"
#include "percept/ops/reduction.hpp"
#include "percept/optim/by_name.hpp"
#include "percept/optim/schedules.hpp"
#include "percept/recipe/network.hpp"
#include "percept/runtime/program.hpp"

namespace percept::lab {
namespace {

constexpr DataKind kData[] = {
    {"circle", "plane", 2, true},   {"xor", "plane", 2, true},      {"gauss", "plane", 2, true},
    {"spiral", "plane", 2, true},   {"checker", "plane", 2, true},  {"moons", "plane", 2, false},
    {"blobs", "plane", 3, false},   {"petals", "plane", 5, true},   {"rings", "plane", 4, true},
    {"sectors", "plane", 10, true}, {"plane", "plane", 0, true},    {"multi_gauss", "plane", 0, true},
    {"sine", "curve", 0, true},     {"parabola", "curve", 0, true}, {"steps", "curve", 0, true},
    {"bump", "curve", 0, true},     {"segments", "curve", 0, true}, {"own", "plane", 2, false},
};

constexpr ActivationKind kActivations[] = {
    {"tanh", R"(\tanh z)", R"(1 - \tanh^2 z)"},
    {"relu", R"(\max(0, z))", R"(1\ \text{if}\ z > 0,\ \text{else}\ 0)"},
    {"sigmoid", R"(\frac{1}{1 + e^{-z}})", R"(\sigma(z)\,(1 - \sigma(z)))"},
    {"none", "z", "1"},
    {"leaky_relu", R"(\max(0.01\,z, z))", R"(1\ \text{if}\ z > 0,\ \text{else}\ 0.01)"},
    {"elu", R"(z\ \text{if}\ z > 0,\ \text{else}\ e^z - 1)", R"(1\ \text{if}\ z > 0,\ \text{else}\ e^z)"},
    {"selu", R"(\lambda z\ \text{if}\ z > 0,\ \text{else}\ \lambda\alpha(e^z - 1))",
     R"(\lambda\ \text{if}\ z > 0,\ \text{else}\ \lambda\alpha e^z)"},
    {"gelu", R"(z\,\Phi(z))", R"(\Phi(z) + z\,\varphi(z))"},
    {"silu", R"(z\,\sigma(z))", R"(\sigma(z)\,(1 + z\,(1 - \sigma(z))))"},
    {"mish", R"(z \tanh(\ln(1 + e^z)))", R"(\tanh s + z\,\sigma(z)\,(1 - \tanh^2 s),\ s = \ln(1 + e^z))"},
    {"softplus", R"(\ln(1 + e^z))", R"(\sigma(z))"},
    {"softsign", R"(\frac{z}{1 + |z|})", R"(\frac{1}{(1 + |z|)^2})"},
    {"hard_tanh", R"(\min(1, \max(-1, z)))", R"(1\ \text{if}\ |z| < 1,\ \text{else}\ 0)"},
    {"hard_sigmoid", R"(\min(1, \max(0, z/6 + 1/2)))", R"(1/6\ \text{if}\ |z| < 3,\ \text{else}\ 0)"},
    {"relu6", R"(\min(6, \max(0, z)))", R"(1\ \text{if}\ 0 < z < 6,\ \text{else}\ 0)"},
    {"tanh_shrink", R"(z - \tanh z)", R"(\tanh^2 z)"},
};

constexpr LossKind kLosses[] = {
    {"binary_cross_entropy_with_logits", R"(-y \ln \sigma(z) - (1 - y) \ln(1 - \sigma(z)))", false, true,
     false, false},
    {"mean_squared_error_of_signs", R"((\tanh z - (2y - 1))^2)", false, true, false, true},
    {"cross_entropy", R"(-\ln \frac{e^{z_y}}{\sum_k e^{z_k}})", false, false, true, false},
    {"focal_loss", R"(-(1 - p_y)^2 \ln p_y)", false, false, true, false},
    {"multi_margin_loss", R"(\frac{1}{K} \sum_{k \neq y} \max(0, 1 - z_y + z_k))", false, false, true, false},
    {"mean_squared_error", R"((z - y)^2)", true, false, true, false},
    {"l1_loss", R"(|z - y|)", true, false, true, false},
    {"huber_loss", R"(\frac12 (z - y)^2\ \text{if}\ |z - y| < 1,\ \text{else}\ |z - y| - \frac12)", true,
     false, true, false},
};

constexpr std::string_view kInitials[] = {"xavier_uniform", "xavier_normal", "kaiming_uniform",
                                          "kaiming_normal", "lecun_normal",  "orthogonal",
                                          "default",        "zeros"};

constexpr std::string_view kFeatures[] = {"x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"};

template <class T = Choice>
T choice(const std::string& kind, std::string_view name) {
  std::string id = "lab." + kind + "." + std::string(name);
  T made;
  made.name = name;
  made.title = Message(id);
  made.doc = Message(id + ".doc");
  return made;
}

// The fields of a config that are numbers, switches or words.
struct FieldLister {
  std::vector<FieldChoice>& list;
  template <class T>
  void operator()(std::string_view name, T& value, std::string_view) {
    FieldChoice field{.name = std::string(name), .doc = Message("lab.field." + std::string(name))};
    if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, std::string>)
      field.value = value;
    else if constexpr (std::is_arithmetic_v<T>)
      field.value = double(value);
    else
      return;
    list.push_back(std::move(field));
  }
};

template <class Variant>
std::vector<Choice> configs(const char* kind) {
  std::vector<Choice> all;
  optim::any_alternative<Variant>([&](auto config) {
    Choice& one = all.emplace_back(choice(kind, config.kName));
    FieldLister lister{one.own};
    config.fields(lister);
    return false;
  });
  return all;
}

// The curve of an activation and of its slope, by the engine itself.
void add_curve(ActivationChoice& activation, std::string_view name) {
  constexpr std::int64_t kPlaces = 61;
  Tensor places(DType::f32, {kPlaces, 1});
  for (std::int64_t i = 0; i < kPlaces; ++i) places.set(i, -3 + 6.0 * double(i) / double(kPlaces - 1));
  ParameterStore store;
  recipe::Recipe recipe;
  if (name != "none") recipe.model.layers = {{.op = std::string(name)}};
  Program program = Program::inference(store, [&](Graph& graph) {
    Value z = graph.feed("z"), a = name == "none" ? z * 1.0 : recipe::make_net(recipe, 0)(z);
    graph.fetch("a", a);
    graph.fetch("slope", differentiate(reduce_sum(a), {z}).front());
  });
  const Fetches& found = program.run({{"z", places}});
  for (std::int64_t i = 0; i < kPlaces; ++i) {
    activation.x.push_back(places.at(i));
    activation.y.push_back(found["a"].at(i));
    activation.slope.push_back(found["slope"].at(i));
  }
}

}  // namespace

std::span<const DataKind> data_kinds() { return kData; }
std::span<const ActivationKind> activation_kinds() { return kActivations; }
std::span<const LossKind> loss_kinds() { return kLosses; }
std::span<const std::string_view> initial_kinds() { return kInitials; }

const DataKind* find_data(std::string_view name) {
  for (const DataKind& kind : kData)
    if (kind.name == name) return &kind;
  return nullptr;
}

const LossKind* find_loss(std::string_view name) {
  for (const LossKind& kind : kLosses)
    if (kind.name == name) return &kind;
  return nullptr;
}

std::string usual_loss(std::int64_t classes) {
  return classes == 0   ? "mean_squared_error"
         : classes == 2 ? "binary_cross_entropy_with_logits"
                        : "cross_entropy";
}

Catalogue make_catalogue() {
  Catalogue all{.optimizers = configs<optim::AnyConfig>("optimizer"),
                .schedules = configs<optim::AnySchedule>("schedule"),
                .features = {std::begin(kFeatures), std::end(kFeatures)},
                .version = PERCEPT_VERSION};
  for (const DataKind& kind : kData) {
    DataChoice& one = all.data.emplace_back(choice<DataChoice>("data", kind.name));
    one.mode = kind.mode;
    one.task = kind.classes ? "classification" : "regression";
    one.classes = kind.classes;
  }
  for (const ActivationKind& kind : kActivations) {
    ActivationChoice& one = all.activations.emplace_back(choice<ActivationChoice>("activation", kind.name));
    one.formula = kind.formula;
    one.derivative = kind.derivative;
    add_curve(one, kind.name);
  }
  for (const LossKind& kind : kLosses) {
    LossChoice& one = all.losses.emplace_back(choice<LossChoice>("loss", kind.name));
    one.task = kind.of_numbers ? "regression" : "classification";
    one.formula = kind.formula;
  }
  for (std::string_view name : kInitials) all.initials.push_back(choice("initial", name));
  return all;
}

}  // namespace percept::lab
