#include "percept/lab/catalogue.hpp"

#include "percept/autograd/differentiate.hpp"
#include "percept/lab/slope_curve.hpp"
#include "percept/ops/elementwise.hpp"
#include "percept/ops/reduction.hpp"
#include "percept/optim/by_name.hpp"
#include "percept/optim/schedules.hpp"
#include "percept/recipe/network.hpp"
#include "percept/runtime/program.hpp"

namespace percept::lab {
namespace {

constexpr std::string_view kFeatures[] = {"x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"};

template <class T = Choice>
T choice(const std::string& title, const std::string& doc, std::string_view name) {
  T made;
  made.name = name;
  made.title = Message(title + std::string(name));
  made.doc = Message(doc + std::string(name));
  return made;
}

// The fields of a config that are numbers, switches or words.
struct FieldLister {
  std::vector<FieldChoice>& list;
  template <class T>
  void operator()(std::string_view name, T& value, std::string_view) {
    FieldChoice field{.name = std::string(name), .doc = Message("lab.field." + std::string(name))};
    if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, std::string> ||
                  std::is_same_v<T, std::vector<std::int64_t>>)
      field.value = value;
    else if constexpr (std::is_arithmetic_v<T>)
      field.value = double(value);
    else
      return;
    list.push_back(std::move(field));
  }
};

template <class Config>
Choice config(std::string_view name, const char* title, const char* doc) {
  Choice one = choice(title, doc, name);
  FieldLister lister{one.own};
  Config().fields(lister);
  return one;
}

template <class Variant>
std::vector<Choice> configs(const char* title, const char* doc) {
  std::vector<Choice> all;
  optim::any_alternative<Variant>([&](auto any) {
    all.push_back(config<decltype(any)>(any.kName, title, doc));
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

Catalogue make_catalogue() {
  Catalogue all{.optimizers = configs<optim::AnyConfig>("lab.optimizer.", "lab.optimizer_doc."),
                .schedules = configs<optim::AnySchedule>("lab.schedule.", "lab.schedule_doc."),
                .features = {std::begin(kFeatures), std::end(kFeatures)},
                .version = PERCEPT_VERSION};
  all.schedules.push_back(config<optim::PlateauConfig>("plateau", "lab.schedule.", "lab.schedule_doc."));
  std::erase_if(all.schedules.back().own, [](const FieldChoice& field) { return field.name == "maximize"; });
  for (Choice& schedule : all.schedules)
    schedule.own.push_back({"warmup_steps", Message("lab.field.warmup_steps"), 0.0});
  for (const DataKind& kind : data_kinds()) {
    DataChoice& one = all.data.emplace_back(choice<DataChoice>("lab.data.", "lab.data_doc.", kind.name));
    one.mode = kind.mode;
    one.task = kind.classes ? "classification" : "regression";
    one.classes = kind.classes;
  }
  for (const ActivationKind& kind : activation_kinds()) {
    ActivationChoice& one = all.activations.emplace_back(
        choice<ActivationChoice>("lab.activation.", "lab.activation_doc.", kind.name));
    one.formula = kind.formula;
    one.derivative = kind.derivative;
    add_curve(one, kind.name);
  }
  for (const LossKind& kind : loss_kinds()) {
    LossChoice& one = all.losses.emplace_back(choice<LossChoice>("lab.loss.", "lab.loss_doc.", kind.name));
    one.task = kind.of_numbers ? "regression" : "classification";
    one.formula = kind.formula;
    one.two = kind.of_two;
    one.many = kind.of_many;
  }
  for (std::string_view name : model_names())
    all.models.push_back(choice("lab.model.", "lab.model_doc.", name));
  for (const CurvePreset& curve : curve_presets())
    all.curves.push_back({std::string(curve.name), std::string(curve.formula), curve.left, curve.right,
                          curve.start, curve.rate, curve.momentum, curve.words()});
  for (std::string_view name : initial_kinds())
    all.initials.push_back(choice("lab.initial.", "lab.initial_doc.", name));
  return all;
}

}  // namespace percept::lab
