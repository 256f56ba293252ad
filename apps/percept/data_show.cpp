// percept data show: examples of a data set, as a sheet of pictures or drawn in characters, before and after
// augmentation.
#include <algorithm>
#include <fstream>

#include "data.hpp"
#include "drawing.hpp"
#include "percept/data/augmentation.hpp"
#include "percept/data/contact_sheet.hpp"
#include "percept/data/loader.hpp"
#include "percept/io/image.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

constexpr std::int64_t kOnSheet = 8, kInTerminal = 1, kAcross = 8, kLines = 10, kMost = 1000;

struct ShowWords {
  std::string spec, out, count;
  std::vector<std::string> augment;
};

/// Examples that stand in one row: of one class, or where there are none any.
struct Row {
  std::string name;
  std::vector<std::int64_t> indices;
};

// The first examples of each class; without classes the first examples, some in a row.
std::vector<Row> rows_of(const data::Dataset& dataset, std::int64_t count) {
  std::vector<Row> rows;
  if (dataset.classes().empty()) {
    for (std::int64_t i = 0; i < std::min(count * kAcross, dataset.size()); ++i) {
      if (i % kAcross == 0) rows.emplace_back();
      rows.back().indices.push_back(i);
    }
    return rows;
  }
  for (const std::string& name : dataset.classes()) rows.push_back({name, {}});
  std::vector<std::int64_t> labels = dataset.labels();
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (Row& row = rows[std::size_t(labels[i])]; std::int64_t(row.indices.size()) < count)
      row.indices.push_back(std::int64_t(i));
  std::erase_if(rows, [](const Row& row) { return row.indices.empty(); });
  return rows;
}

// The pictures of all rows, u8 [H, W, 1 or 3]: as they are, or augmented as in the first epoch.
std::vector<std::vector<Tensor>> pictures_of(const data::DatasetPtr& dataset, const std::vector<Row>& rows,
                                             const std::vector<std::string>& augment, std::uint64_t seed) {
  std::vector<std::int64_t> indices;
  for (const Row& row : rows) indices.insert(indices.end(), row.indices.begin(), row.indices.end());
  data::Loader loader(data::select(dataset, indices), {.augment = augment, .seed = seed, .workers = 0});
  std::vector<std::vector<Tensor>> pictures(rows.size());
  std::size_t row = 0;
  for (const data::Batch& batch : loader.epoch(1))
    for (std::int64_t i = 0; i < batch.size; ++i) {
      while (pictures[row].size() == rows[row].indices.size()) ++row;
      auto planes = batch["image"].rows(i, i + 1).data<float>();
      pictures[row].push_back(io::read_planes(planes, dataset->fields()[0].shape));
    }
  return pictures;
}

struct Pictures {
  std::vector<Row> rows;
  std::vector<std::vector<Tensor>> before, after;  // of each row; `after` is empty without augmentation
};

void say_drawn(const Call& call, const Pictures& pictures) {
  std::vector<Tensor> all;
  std::vector<std::vector<std::string>> captions;
  for (std::size_t r = 0; r < pictures.rows.size(); ++r)
    for (std::size_t i = 0; i < pictures.before[r].size(); ++i) {
      all.push_back(pictures.before[r][i]);
      captions.push_back({pictures.rows[r].name});
      if (pictures.after.empty()) continue;
      all.push_back(pictures.after[r][i]);
      captions.push_back({text("percept.data.show.after")});
    }
  bool colour = shows_colour() && !call.json;
  for (const std::string& line : draw_beside(all, captions, terminal_width(), colour)) call.say(line);
}

Tensor write_sheet(const Pictures& pictures, const std::string& out) {
  std::vector<std::vector<Tensor>> rows;
  for (std::size_t r = 0; r < pictures.before.size(); ++r) {
    rows.push_back(pictures.before[r]);
    if (!pictures.after.empty()) rows.push_back(pictures.after[r]);
  }
  Tensor sheet = data::contact_sheet(rows);
  io::write_png(out, sheet).value();
  return sheet;
}

// Numbers are shown as a table: what has no picture can be read.
Json say_numbers(const Call& call, const data::DatasetPtr& dataset, std::int64_t count) {
  constexpr std::int64_t kShown = 12;
  std::vector<Tensor> example = data::allocate_batch(*dataset, 1);
  Json examples = Json::array();
  for (std::int64_t index = 0; index < std::min(count, dataset->size()); ++index) {
    dataset->read({&index, 1}, example);
    Json object = {{"index", index}};
    std::string line = right(grouped(index), 6);
    for (std::size_t f = 0; f < example.size(); ++f) {
      const std::string& name = dataset->fields()[f].name;
      bool label = name == "label" && !dataset->classes().empty();
      Json values = Json::array();
      for (std::int64_t i = 0; i < std::min(example[f].size(), kShown); ++i)
        values.push_back(example[f].at(i));
      std::string shown = label ? dataset->classes()[std::size_t(example[f].at(0))] : "";
      if (!label)
        for (const Json& value : values) shown += right(fixed(value.get<double>(), 4), 12);
      line += (label ? "   " : "") + shown + (example[f].size() > kShown ? "  ..." : "");
      object[name] = label ? Json(shown) : values;
    }
    call.say(line);
    examples.push_back(object);
  }
  return {{"examples", examples}};
}

void require_words(const std::vector<std::string>& augment) {
  try {
    data::require_augmentation(augment);
  } catch (const Error& error) {
    throw CallError(error.problem());
  }
}

int show_command(const Call& call, const ShowWords& words) {
  require_given(!words.spec.empty(), "SPEC", "data show");
  bool sheet = !words.out.empty();
  if (sheet && !words.out.ends_with(".png"))
    throw CallError(
        Problem("percept.data.show.png", {{"file", words.out}}).with_hint("percept.data.show.png.hint"));
  std::int64_t count = words.count.empty() ? 0 : std::min(number_of("--count", words.count, 1), kMost);
  require_words(words.augment);
  data::DatasetPtr dataset = data::open(words.spec).value();
  const data::Field& first = dataset->fields().front();
  if (first.shape.rank() != 3) {
    if (sheet || !words.augment.empty())
      throw Error(Problem("percept.data.show.no_images", {{"field", to_text(first)}})
                      .about(words.spec)
                      .with_hint("percept.data.show.no_images.hint"));
    call.answer(say_numbers(call, dataset, count ? count : kLines));
    return kDone;
  }
  std::uint64_t seed = call.seed.empty() ? 0 : std::uint64_t(number_of("--seed", call.seed, 0));
  Pictures pictures{.rows = rows_of(*dataset, count ? count : sheet ? kOnSheet : kInTerminal)};
  pictures.before = pictures_of(dataset, pictures.rows, {}, seed);
  if (!words.augment.empty()) pictures.after = pictures_of(dataset, pictures.rows, words.augment, seed);
  std::int64_t examples = 0;
  for (const Row& row : pictures.rows) examples += std::int64_t(row.indices.size());
  Json object = {{"data", words.spec}, {"examples", examples}, {"augment", words.augment}, {"file", Json()}};
  if (sheet) {
    Tensor written = write_sheet(pictures, words.out);
    call.say(text("percept.data.show.written", {{"file", words.out},
                                                {"rows", std::to_string(pictures.rows.size())},
                                                {"examples", grouped(examples)}}));
    object["file"] = words.out;
    object["width"] = written.shape()[1];
    object["height"] = written.shape()[0];
  } else {
    say_drawn(call, pictures);
  }
  call.answer(object);
  return kDone;
}

}  // namespace

void add_data_show(CLI::App& data, Call& call) {
  auto words = std::make_shared<ShowWords>();
  CLI::App* command = add_command(
      data, call, "show",
      {"SPEC [-o OUT.png] [--count N] [--augment WORDS ...]",
       "percept data show digits\npercept data show shapes -o sheet.png --augment \"rotate 20\" \"flip\""});
  command->add_option("SPEC", words->spec, text("percept.data.spec"));
  command->add_option("-o,--output", words->out, text("percept.data.show.output"))->type_name("OUT.png");
  command->add_option("--count", words->count, text("percept.data.show.count"))->type_name("N");
  command->add_option("--augment", words->augment, text("percept.data.show.augment"))->type_name("WORDS ...");
  command->callback([&call, words] { call.action = [&call, words] { return show_command(call, *words); }; });
}

}  // namespace percept::cli
