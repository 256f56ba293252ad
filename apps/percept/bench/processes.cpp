// The cases that measure whole processes: LeNet on MNIST, and a prediction from a cold start.
#include "../words.hpp"
#include "measure.hpp"
#include "nets.hpp"
#include "percept/data/fetch.hpp"
#include "percept/io/files.hpp"
#include "percept/io/image.hpp"
#include "session.hpp"

namespace percept::cli::bench {
namespace {

constexpr int kEpochs = 3;  // trainings of an epoch, of which the median counts

/// What several runs of a process took.
struct Processes {
  std::vector<double> milliseconds, megabytes, rates;
};

std::vector<std::string> percept_call(const Session& session, std::vector<std::string> words) {
  words.insert(words.begin(), own_file());
  words.insert(words.end(), {"--json", "--threads", std::to_string(session.threads())});
  return words;
}

Ended run_percept(const Session& session, std::vector<std::string> words) {
  if (session.call().exact) words.emplace_back("--exact");
  Ended ended = run_process(session.folder(), percept_call(session, std::move(words)));
  if (ended.status != 0) throw Error(Problem("percept.bench.own", {{"said", ended.last_line()}}));
  return ended;
}

Processes train_percept(const Session& session, const std::string& mnist) {
  Processes all;
  for (int i = 0; i < kEpochs; ++i) {
    Ended ended = run_percept(session, {"train", "lenet", "data.source=mnist:" + mnist, "train.epochs=1"});
    Json object = Json::parse(ended.last_line());
    all.milliseconds.push_back(ended.milliseconds);
    all.megabytes.push_back(object["peak_rss_mb"]);
    all.rates.push_back(object["samples_per_second"]);
  }
  return all;
}

/// The same in PyTorch, by its better layout in both respects.
struct PeerTraining {
  std::string peer, note;
  std::optional<double> milliseconds, megabytes;
};

void keep_less(std::optional<double>& kept, double value) { kept = kept ? std::min(*kept, value) : value; }

PeerTraining train_pytorch(const Session& session, const std::string& mnist) {
  PeerTraining training;
  for (const char* layout : {"contiguous_format", "channels_last"}) {
    Processes all;
    for (int i = 0; i < kEpochs; ++i) {
      Ended ended = run_process(session.folder(), session.pytorch_call({"epoch", mnist, "model.pt", layout,
                                                                        std::to_string(session.threads())}));
      PeerAnswer answer = session.pytorch_answer(ended);
      training.peer = answer.peer, training.note = answer.note;
      if (!answer.number("mb")) return training;
      all.milliseconds.push_back(ended.milliseconds);
      all.megabytes.push_back(*answer.number("mb"));
    }
    keep_less(training.milliseconds, median(all.milliseconds));
    keep_less(training.megabytes, median(all.megabytes));
  }
  return training;
}

/// Trained once for the cases that look at it in different ways.
struct Mnist {
  std::string folder = data::found_folder("mnist");
  std::optional<Processes> percept;
  std::optional<PeerTraining> pytorch;

  bool there() const { return !folder.empty(); }
  const Processes& ours(const Session& session) {
    if (!percept) percept = train_percept(session, folder);
    return *percept;
  }
  const PeerTraining& peers(const Session& session) {
    if (!pytorch) pytorch = train_pytorch(session, folder);
    return *pytorch;
  }
};

Row without_mnist(bool memory = false) {
  return {.peer = "PyTorch", .memory = memory, .note = text("percept.bench.no_mnist")};
}

Row mnist_epoch(Session& session, Mnist& mnist) {
  if (!mnist.there()) return without_mnist();
  const Processes& ours = mnist.ours(session);
  const PeerTraining& peers = mnist.peers(session);
  return {
      .peer = peers.peer, .ours = median(ours.milliseconds), .peers = peers.milliseconds, .note = peers.note};
}

Row mnist_memory(Session& session, Mnist& mnist) {
  if (!mnist.there()) return without_mnist(true);
  const Processes& ours = mnist.ours(session);
  const PeerTraining& peers = mnist.peers(session);
  return {.peer = peers.peer,
          .ours = median(ours.megabytes),
          .peers = peers.megabytes,
          .memory = true,
          .note = peers.note};
}

// A step of the training, with its loader, its sums and its reports, beside the bare step.
Row mnist_step(Session& session, Mnist& mnist) {
  if (!mnist.there()) return without_mnist();
  return {.peer = text("percept.bench.bare"),
          .ours = 64e3 / median(mnist.ours(session).rates),
          .peers = lenet_step_milliseconds(session)};
}

// LeNet with Adam and one cycle of the rate: 99.14, 99.02 and 99.14 % for seeds 0, 1 and 2.
Row mnist_99(Session& session, const std::string& folder) {
  if (folder.empty()) return {.note = text("percept.bench.no_mnist")};
  std::vector<double> times;
  double accuracy = 1;
  for (const char* seed : {"0", "1", "2"}) {
    Ended ended =
        run_percept(session, {"train", "lenet", "data.source=mnist:" + folder, "train.epochs=3",
                              "train.batch=128", "train.optimizer.name=adam", "train.optimizer.lr=0.005",
                              "train.schedule.name=one_cycle", "--seed", seed});
    times.push_back(ended.milliseconds);
    accuracy = std::min(accuracy, Json::parse(ended.last_line())["last"]["accuracy"].get<double>());
  }
  return {.ours = median(times), .note = text("percept.bench.least", {{"accuracy", percent(accuracy)}})};
}

// An image of a training step, one at a time, as in 1989: 23 passes over 7,291 images took three days then.
Row lecun1989(Session& session, const std::string& folder) {
  if (folder.empty()) return {.note = text("percept.bench.no_mnist")};
  Ended ended = run_percept(session, {"train", "lecun1989", "data.source=mnist:" + folder, "train.epochs=1"});
  return {.peer = "SUN-4/260, 1989",
          .ours = 1e3 / Json::parse(ended.last_line())["samples_per_second"].get<double>(),
          .peers = 3 * 86400e3 / (23 * 7291)};
}

Row predict(Session& session) {
  Json trained =
      Json::parse(run_percept(session, {"train", "lenet", "data.limit=640", "train.epochs=1"}).last_line());
  Tensor image = Tensor::zeros(DType::u8, {28, 28, 1});
  for (std::int64_t y = 4; y < 24; ++y)  // a one
    for (std::int64_t x = 13; x < 16; ++x) image.set(28 * y + x, 255);
  io::write_png(session.folder() / "one.png", image).value();
  io::write_file(session.folder() / "one.bytes", std::as_bytes(image.data<std::uint8_t>())).value();

  std::vector<double> ours, peers;
  for (int i = 0; i < 21; ++i)
    ours.push_back(run_percept(session, {"predict", trained["run"], "one.png"}).milliseconds);
  Row row{.ours = median(ours)};
  PeerAnswer peer = session.pytorch({"init", "predict.pt"});
  for (int i = 0; i < 5 && peer.note.empty(); ++i) {
    Ended ended = run_process(session.folder(), session.pytorch_call({"predict", "predict.pt", "one.bytes",
                                                                      std::to_string(session.threads())}));
    peer = session.pytorch_answer(ended);
    peers.push_back(ended.milliseconds);
  }
  row.peer = peer.peer, row.note = peer.note;
  if (peer.note.empty()) row.peers = median(peers);
  return row;
}

}  // namespace

std::vector<Case> process_cases() {
  auto mnist = std::make_shared<Mnist>();
  return {{"mnist_epoch", [mnist](Session& session) { return mnist_epoch(session, *mnist); }},
          {"mnist_memory", [mnist](Session& session) { return mnist_memory(session, *mnist); }},
          {"mnist_step", [mnist](Session& session) { return mnist_step(session, *mnist); }},
          {"mnist_99", [mnist](Session& session) { return mnist_99(session, mnist->folder); }},
          {"lecun1989", [mnist](Session& session) { return lecun1989(session, mnist->folder); }},
          {"predict", predict}};
}

}  // namespace percept::cli::bench
