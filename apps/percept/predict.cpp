// percept predict: what a run says of images.
#include "commands.hpp"
#include "drawing.hpp"
#include "percept/data/spec.hpp"
#include "percept/recipe/prediction.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

using recipe::Prediction;

// A word that is no file but begins with the name of a data set.
bool is_spec(const std::string& word) {
  std::error_code ignored;
  if (std::filesystem::exists(word, ignored)) return false;
  std::string source = word.substr(0, word.find(':'));
  for (const data::Source& known : data::sources())
    if (known.name == source) return true;
  // No name of a picture: then it was meant as a data set, and the error says which there are.
  return word.find_first_of("./") == word.npos;
}

std::string listed(const std::vector<double>& numbers) {
  std::string out;
  for (double number : numbers) out += (out.empty() ? "" : "  ") + fixed(number, 4);
  return out;
}

std::vector<std::string> caption(const Prediction& prediction) {
  if (prediction.top.empty()) {
    std::vector<std::string> lines = {listed(prediction.numbers)};
    if (!prediction.true_numbers.empty())
      lines.push_back(text("percept.predict.number", {{"number", listed(prediction.true_numbers)}}));
    return lines;
  }
  const recipe::Guess& best = prediction.top.front();
  std::vector<std::string> lines = {best.label + "  " + percent(best.probability, 1)};
  if (prediction.truth)
    lines.push_back(*prediction.truth == best.label
                        ? "✓"
                        : text("percept.predict.truth", {{"label", *prediction.truth}}));
  return lines;
}

void draw_examples(const Call& call, const std::vector<Prediction>& predictions) {
  std::vector<Tensor> images;
  std::vector<std::vector<std::string>> captions;
  for (const Prediction& prediction : predictions) {
    images.push_back(prediction.image);
    captions.push_back(caption(prediction));
  }
  bool colour = shows_colour() && !call.json;
  for (const std::string& line : draw_beside(images, captions, terminal_width(), colour)) call.say(line);
}

void say_file(const Call& call, const Prediction& prediction) {
  std::string line = prediction.file + ":";
  for (const std::string& part : caption(prediction)) line += "  " + part;
  call.say(line);
  if (call.quiet) return;
  if (prediction.inverted) call.say("  " + text("percept.predict.inverted"));
  for (const recipe::Guess& guess : prediction.top)
    call.say("  " + right(percent(guess.probability), 9) + "  " + guess.label);
}

Json to_json(const std::vector<Prediction>& predictions) {
  Json list = Json::array();
  for (const Prediction& prediction : predictions) {
    Json top = Json::array();
    for (const recipe::Guess& guess : prediction.top)
      top.push_back({{"label", guess.label}, {"probability", guess.probability}});
    Json object = {{"file", prediction.file}};
    if (prediction.top.empty()) {
      object["numbers"] = prediction.numbers;
      if (!prediction.true_numbers.empty()) object["true_numbers"] = prediction.true_numbers;
    } else {
      object["label"] = prediction.top.front().label;
      object["probability"] = prediction.top.front().probability;
      object["top"] = top;
      object["inverted"] = prediction.inverted;
    }
    if (prediction.truth) object["truth"] = *prediction.truth;
    list.push_back(object);
  }
  return {{"predictions", list}};
}

int predict_command(const Call& call, const std::string& run, const std::vector<std::string>& words,
                    const std::string& first) {
  require_given(!run.empty(), text("percept.argument.run_name"), "predict");
  require_given(!words.empty(), text("percept.predict.what"), "predict");
  bool spec = words.size() == 1 && is_spec(words.front());
  if (!spec && !first.empty())
    throw CallError(Problem("percept.predict.first")
                        .with_hint("percept.call.help.hint", {{"command", "percept predict"}}));
  std::int64_t count = first.empty() ? 5 : number_of("--first", first, 1);
  recipe::Model model = open_model(call, run);
  std::vector<Prediction> predictions =
      spec ? recipe::predict_examples(model, words.front(), count) : recipe::predict_files(model, words);
  if (spec && !call.quiet && predictions.front().image.shape().rank() == 3)
    draw_examples(call, predictions);
  else
    for (const Prediction& prediction : predictions) say_file(call, prediction);
  call.answer(to_json(predictions));
  return kDone;
}

}  // namespace

void add_predict(CLI::App& program, Call& call) {
  struct Words {
    std::string run, first;
    std::vector<std::string> images;
  };
  auto words = std::make_shared<Words>();
  CLI::App* command = add_command(
      program, call, "predict",
      {text("percept.predict.usage"),
       "percept train linear train.epochs=1\npercept predict runs/linear-1 digits:test --first 5"});
  command->add_option(text("percept.argument.run_name"), words->run, text("percept.argument.run"));
  command->add_option(text("percept.predict.what"), words->images, text("percept.predict.images"));
  command->add_option("--first", words->first, text("percept.predict.first_option"))->type_name("N");
  command->callback([&call, words] {
    call.action = [&call, words] { return predict_command(call, words->run, words->images, words->first); };
  });
}

}  // namespace percept::cli
