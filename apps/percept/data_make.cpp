// percept data make: a generated set as files: images as PNG or IDX, points as CSV.
#include "data.hpp"
#include "percept/data/generated.hpp"
#include "percept/data/points.hpp"
#include "percept/data/write.hpp"
#include "words.hpp"

namespace percept::cli {
namespace {

constexpr std::int64_t kImages = 1000, kPoints = 250, kMostImages = 1'000'000, kTestShare = 5;

struct MakeWords {
  std::string spec, out, count, noise, format;
};

struct Generator {
  data::Examples (*generate)(std::int64_t count, std::uint64_t seed);
  std::vector<std::string> classes;
};

Generator generator_of(const std::string& source) {
  if (source == "shapes") return {data::generate_shapes, data::shape_classes()};
  return {data::generate_digits, {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}};
}

bool is_points(const std::string& source) {
  std::span<const std::string_view> sets = data::point_sets();
  return std::find(sets.begin(), sets.end(), source) != sets.end();
}

const data::Source& require_generated(const std::string& name) {
  std::string known;
  for (const data::Source& source : data::sources()) {
    if (source.origin != data::Origin::generated) continue;
    if (source.name == name) return source;
    known += (known.empty() ? "" : ", ") + std::string(source.name);
  }
  throw CallError(Problem("percept.data.make.source", {{"name", name}})
                      .with_hint("percept.data.make.source.hint", {{"known", known}}));
}

std::string format_of(const MakeWords& words, bool points) {
  std::string format = words.format.empty() ? (points ? "csv" : "png") : words.format;
  bool fits = points ? format == "csv" : format == "png" || format == "idx";
  if (!fits)
    throw CallError(
        Problem("percept.data.make.format", {{"format", format}})
            .with_hint("percept.data.make.format.hint", {{"known", points ? "csv" : "png, idx"}}));
  return format;
}

// Files of two sets in one folder would be one set.
void require_empty(const std::string& folder) {
  std::error_code ignored;
  if (std::filesystem::exists(folder, ignored) && !std::filesystem::is_empty(folder, ignored))
    throw Error(
        Problem("percept.data.make.not_empty").about(folder).with_hint("percept.data.make.not_empty.hint"));
}

// The parts of the built-in set, seed 0, are the first examples of these: its training images have seed 1,
// its test images seed 2.
std::uint64_t seed_of(std::uint64_t seed, data::Split split) {
  return 2 * seed + (split == data::Split::test ? 2 : 1);
}

void write_images(const data::Dataset& dataset, const std::string& folder, const std::string& format,
                  data::Split split, bool alone) {
  if (format == "idx") {
    data::write_idx(dataset, folder, split == data::Split::test ? "t10k" : "train").value();
  } else {
    std::string part = alone ? folder : folder + "/" + std::string(name_of(split));
    data::write_pictures(dataset, part).value();
  }
}

Json make_images(const data::Spec& spec, const MakeWords& words, std::int64_t count, std::uint64_t seed,
                 const std::string& format) {
  require_empty(words.out);
  Generator generator = generator_of(spec.source);
  Json parts = Json::array();
  for (data::Split split : {data::Split::train, data::Split::test}) {
    if (spec.split_named && spec.split != split) continue;
    bool alone = spec.split_named;
    std::int64_t examples =
        alone || split == data::Split::train ? count : (count + kTestShare - 1) / kTestShare;
    data::DatasetPtr dataset =
        data::in_memory(spec.source, generator.generate(examples, seed_of(seed, split)), generator.classes);
    write_images(*dataset, words.out, format, split, alone);
    parts.push_back({{"split", name_of(split)}, {"examples", examples}});
  }
  return parts;
}

int make_command(const Call& call, const MakeWords& words) {
  require_given(!words.spec.empty(), "SPEC", "data make");
  require_given(!words.out.empty(), "-o", "data make");
  data::Spec spec = data::parse_spec(words.spec, "train").value();
  require_generated(spec.source);
  bool points = is_points(spec.source);
  if (!spec.directory.empty() || (spec.split_named && (points || spec.split == data::Split::val)))
    throw CallError(
        Problem("percept.data.make.split", {{"spec", words.spec}}).with_hint("percept.data.make.split.hint"));
  if (!points && !words.noise.empty())
    throw CallError(Problem("percept.data.make.noise", {{"name", spec.source}})
                        .with_hint("percept.data.make.noise.hint"));
  std::string format = format_of(words, points);
  std::int64_t count = points ? kPoints : kImages;
  if (!words.count.empty()) count = std::min(number_of("--count", words.count, 1), kMostImages);
  std::uint64_t seed = call.seed.empty() ? 0 : std::uint64_t(number_of("--seed", call.seed, 0));
  Json parts = Json::array();
  if (points) {
    double noise = words.noise.empty() ? 0 : not_negative_of("--noise", words.noise);
    data::DatasetPtr dataset =
        data::generate_points(spec.source, {.count = count, .noise = noise, .seed = seed});
    data::write_csv(*dataset, words.out).value();
    parts.push_back({{"split", Json()}, {"examples", count}});
  } else {
    parts = make_images(spec, words, count, seed, format);
  }
  std::int64_t examples = 0;
  for (const Json& part : parts) examples += part["examples"].get<std::int64_t>();
  std::string source = points ? "csv:" : format == "idx" ? "mnist:" : "folder:";
  call.say(text("percept.data.make.written", {{"examples", grouped(examples)}, {"path", words.out}}));
  call.tell(text("percept.train.next", {{"command", "percept data info " + source + words.out}}));
  call.answer(
      {{"data", words.spec}, {"path", words.out}, {"format", format}, {"seed", seed}, {"parts", parts}});
  return kDone;
}

}  // namespace

void add_data_make(CLI::App& data, Call& call) {
  auto words = std::make_shared<MakeWords>();
  CLI::App* command = add_command(data, call, "make",
                                  {"SPEC -o DIR|FILE [--count N] [--noise X] [--format png|idx|csv]",
                                   "percept data make digits -o my-digits --count 100\npercept data make "
                                   "spiral -o spiral.csv --noise 0.1"});
  command->add_option("SPEC", words->spec, text("percept.data.make.spec"));
  command->add_option("-o,--output", words->out, text("percept.data.make.output"))->type_name("DIR|FILE");
  command->add_option("--count", words->count, text("percept.data.make.count"))->type_name("N");
  command->add_option("--noise", words->noise, text("percept.data.make.noise_option"))->type_name("X");
  command->add_option("--format", words->format, text("percept.data.make.format_option"))
      ->type_name("png|idx|csv");
  command->callback([&call, words] { call.action = [&call, words] { return make_command(call, *words); }; });
}

}  // namespace percept::cli
