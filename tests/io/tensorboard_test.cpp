#include "percept/io/tensorboard.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cmath>
#include <csignal>
#include <cstdio>
#include <limits>

#include "io/crc32c.hpp"
#include "mutations.hpp"
#include "percept/io/image.hpp"
#include "protobuf_reader.hpp"
#include "temporary_folder.hpp"

namespace percept {
namespace {

std::string text_of(const io::Bytes& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// CRC-32C bit by bit, masked: the definition, not the table.
std::uint32_t masked_crc(const std::string& bytes) {
  std::uint32_t crc = ~0u;
  for (unsigned char byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = crc & 1 ? (crc >> 1) ^ 0x82F63B78u : crc >> 1;
  }
  crc = ~crc;
  return ((crc >> 15) | (crc << 17)) + 0xA282EAD8u;
}

// The events of a file; throws where a frame is not whole.
std::vector<ProtobufReader> events_of(const std::filesystem::path& path) {
  std::string file = text_of(io::read_file(path).value());
  std::vector<ProtobufReader> events;
  for (std::size_t at = 0; at < file.size();) {
    auto crc_at = [&](std::size_t place) {
      std::uint32_t crc;
      std::memcpy(&crc, file.substr(place, 4).data(), 4);
      return crc;
    };
    std::uint64_t length;
    if (file.size() - at < 16) throw std::runtime_error("a frame cut short");
    std::memcpy(&length, file.data() + at, 8);
    if (masked_crc(file.substr(at, 8)) != crc_at(at + 8)) throw std::runtime_error("CRC of the length");
    if (length > file.size() - at - 16) throw std::runtime_error("a record cut short");
    std::string bytes = file.substr(at + 12, length);
    if (masked_crc(bytes) != crc_at(at + 12 + length)) throw std::runtime_error("CRC of the record");
    events.emplace_back(bytes);
    at += 16 + length;
  }
  return events;
}

// The one value of an event's summary.
ProtobufReader value_of(const ProtobufReader& event) {
  EXPECT_EQ(event.message(5).count(1), 1u);
  return event.message(5).message(1);
}

// RFC 3720, appendix B.4, and the check value of the catalogue of CRCs.
TEST(Crc32c, KnownVectors) {
  auto crc = [](const std::string& text) { return io::crc32c(bytes_of(text)); };
  EXPECT_EQ(crc(""), 0u);
  EXPECT_EQ(crc("123456789"), 0xE3069283u);
  EXPECT_EQ(crc(std::string(32, '\0')), 0x8A9136AAu);
  EXPECT_EQ(crc(std::string(32, '\xFF')), 0x62A8AB43u);
  std::string up, down;
  for (int i = 0; i < 32; ++i) up += char(i), down += char(31 - i);
  EXPECT_EQ(crc(up), 0x46DD794Eu);
  EXPECT_EQ(crc(down), 0x113FDB5Cu);
}

TEST(EventFile, BeginsWithTheVersionAndIsNamedByItsSecond) {
  TemporaryFolder folder;
  io::EventFile file = io::EventFile::create(folder.path(), 1700000000.75).value();
  EXPECT_EQ(file.path(), folder / "events.out.tfevents.1700000000.percept");
  io::EventFile second = io::EventFile::create(folder.path(), 1700000000.75).value();
  EXPECT_EQ(second.path(), folder / "events.out.tfevents.1700000000.percept-2");
  auto events = events_of(file.path());
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].text(3), "brain.Event:2");
  EXPECT_EQ(events[0].number<double>(1), 1700000000.75);
}

// Every byte of the smallest file, put together by hand (the checksums by an independent program).
TEST(EventFile, BytesAreTheFormats) {
  TemporaryFolder folder;
  io::EventFile file = io::EventFile::create(folder.path(), 1.5).value();
  EXPECT_EQ(io::read_file(file.path()).value(), bytes_of_hex("1a00000000000000"
                                                             "129bd82d"
                                                             "09000000000000f83f"
                                                             "1000"
                                                             "1a0d"
                                                             "627261696e2e4576656e743a32"
                                                             "d3dc531e"));
}

TEST(EventFile, HoldsScalars) {
  TemporaryFolder folder;
  io::EventFile file = io::EventFile::create(folder.path(), 10).value();
  file.add_scalar("train/loss", 2.25, {.step = 300, .seconds = 11.5});
  file.add_scalar("lr", std::numeric_limits<double>::quiet_NaN(), {.step = -1, .seconds = 12});
  EXPECT_EQ(events_of(file.path()).size(), 1u);  // the rest waits
  ASSERT_TRUE(file.flush());
  auto events = events_of(file.path());
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[1].number<double>(1), 11.5);
  EXPECT_EQ(events[1].number<std::int64_t>(2), 300);
  EXPECT_EQ(value_of(events[1]).text(1), "train/loss");
  EXPECT_EQ(value_of(events[1]).number<float>(2), 2.25f);
  EXPECT_EQ(events[2].number<std::int64_t>(2), -1);
  EXPECT_TRUE(std::isnan(value_of(events[2]).number<float>(2)));
}

TEST(EventFile, HoldsHistograms) {
  TemporaryFolder folder;
  io::EventFile file = io::EventFile::create(folder.path(), 10).value();
  io::Histogram histogram = io::histogram_of(Tensor::from<float>({4}, {-1, 0, 2, 2}));
  file.add_histogram("weights", histogram, {.step = 1, .seconds = 11});
  ASSERT_TRUE(file.flush());
  ProtobufReader histo = value_of(events_of(file.path()).at(1)).message(5);
  EXPECT_EQ(histo.number<double>(1), -1);
  EXPECT_EQ(histo.number<double>(2), 2);
  EXPECT_EQ(histo.number<double>(3), 4);
  EXPECT_EQ(histo.number<double>(4), 3);
  EXPECT_EQ(histo.number<double>(5), 9);
  EXPECT_EQ(histo.reals(6), histogram.limits);
  EXPECT_EQ(histo.reals(7), histogram.counts);
}

TEST(EventFile, HoldsImages) {
  TemporaryFolder folder;
  io::EventFile file = io::EventFile::create(folder.path(), 10).value();
  Tensor picture = Tensor::full(DType::u8, {2, 3, 3}, 77);
  ASSERT_TRUE(file.add_image("input/0", picture, {.step = 1, .seconds = 11}));
  EXPECT_FALSE(file.add_image("input/1", Tensor::zeros(DType::f32, {2, 3, 3}), {}));
  ASSERT_TRUE(file.flush());
  auto events = events_of(file.path());
  ASSERT_EQ(events.size(), 2u);
  ProtobufReader image = value_of(events[1]).message(4);
  EXPECT_EQ(image.number<std::int64_t>(1), 2);
  EXPECT_EQ(image.number<std::int64_t>(2), 3);
  EXPECT_EQ(image.number<std::int64_t>(3), 3);
  Tensor back = io::decode_image(bytes_of(image.text(4)), "png").value();
  ASSERT_EQ(back.shape(), picture.shape());
  EXPECT_EQ(back.at(5), 77);
}

TEST(EventFile, HoldsGraphs) {
  TemporaryFolder folder;
  io::EventFile file = io::EventFile::create(folder.path(), 10).value();
  io::GraphNode nodes[] = {{"image", "input", {}, {{64, 1, 28, 28}}},
                           {"conv1/conv2d", "conv2d", {"image", "conv1/weight"}, {{64, 6, 28, 28}, {}}}};
  file.add_graph(nodes, {.step = 0, .seconds = 11});
  ASSERT_TRUE(file.flush());
  ProtobufReader graph = events_of(file.path()).at(1).message(4);
  ASSERT_EQ(graph.count(1), 2u);
  ProtobufReader node = graph.message(1, 1);
  EXPECT_EQ(node.text(1), "conv1/conv2d");
  EXPECT_EQ(node.text(2), "conv2d");
  EXPECT_EQ(node.text(3, 0), "image");
  EXPECT_EQ(node.text(3, 1), "conv1/weight");
  ASSERT_EQ(node.message(5).text(1), "_output_shapes");
  ProtobufReader shapes = node.message(5).message(2).message(1);
  ASSERT_EQ(shapes.count(7), 2u);
  ASSERT_EQ(shapes.message(7).count(2), 4u);
  EXPECT_EQ(shapes.message(7).message(2, 1).number<std::int64_t>(1), 6);
  EXPECT_EQ(shapes.message(7, 1).count(2), 0u);
}

TEST(EventFile, HoldsHyperParameters) {
  TemporaryFolder folder;
  io::EventFile file = io::EventFile::create(folder.path(), 10).value();
  io::Experiment experiment{{{"lr", 0.05}, {"nesterov", true}, {"optimizer", std::string("sgd")}},
                            {"test/accuracy"}};
  file.add_session_start(experiment, {.step = 0, .seconds = 11});
  file.add_session_end(io::SessionStatus::success, {.step = 0, .seconds = 12});
  ASSERT_TRUE(file.flush());
  auto events = events_of(file.path());
  ASSERT_EQ(events.size(), 4u);
  auto plugin = [&](std::size_t i, const char* tag) {
    ProtobufReader value = value_of(events.at(i));
    EXPECT_EQ(value.text(1), tag);
    EXPECT_EQ(value.message(9).message(1).text(1), "hparams");
    EXPECT_EQ(value.message(8).number<std::int64_t>(1), 1);
    return value.message(9).message(1).message(2);
  };
  ProtobufReader about = plugin(1, "_hparams_/experiment").message(2);
  ASSERT_EQ(about.count(4), 3u);
  for (std::int64_t i = 0; i < 3; ++i)  // lr: a number, 3; nesterov: a bool, 2; optimizer: a text, 1
    EXPECT_EQ(about.message(4, std::size_t(i)).number<std::int64_t>(4), 3 - i);
  EXPECT_EQ(about.message(5).message(1).text(2), "test/accuracy");
  ProtobufReader start = plugin(2, "_hparams_/session_start_info").message(3);
  ASSERT_EQ(start.count(1), 3u);
  EXPECT_EQ(start.message(1, 0).text(1), "lr");
  EXPECT_EQ(start.message(1, 0).message(2).number<double>(2), 0.05);
  EXPECT_EQ(start.message(1, 1).message(2).number<std::int64_t>(4), 1);
  EXPECT_EQ(start.message(1, 2).message(2).text(3), "sgd");
  ProtobufReader end = plugin(3, "_hparams_/session_end_info").message(4);
  EXPECT_EQ(end.number<std::int64_t>(1), 1);
  EXPECT_EQ(end.number<double>(2), 12);
}

TEST(EventFile, ReopenCutsBackAndGoesOn) {
  TemporaryFolder folder;
  std::filesystem::path path;
  std::uint64_t checkpoint = 0;
  io::Bytes whole;
  auto scalar = [](io::EventFile& file, std::int64_t step) {
    file.add_scalar("loss", double(step), {.step = step, .seconds = double(step)});
  };
  {
    io::EventFile file = io::EventFile::create(folder.path(), 10).value();
    path = file.path();
    scalar(file, 1);
    ASSERT_TRUE(file.flush(true));
    checkpoint = file.size();
    scalar(file, 2);
    scalar(file, 3);
  }
  whole = io::read_file(path).value();
  EXPECT_EQ(events_of(path).size(), 4u);
  EXPECT_LT(checkpoint, whole.size());
  io::EventFile file = io::EventFile::reopen(path, checkpoint).value();
  EXPECT_EQ(file.size(), checkpoint);
  EXPECT_EQ(io::read_file(path).value(), prefix(whole, checkpoint));
  scalar(file, 2);
  scalar(file, 3);
  ASSERT_TRUE(file.flush());
  EXPECT_EQ(io::read_file(path).value(), whole);
  EXPECT_EQ(file.size(), whole.size());
}

TEST(EventFile, WhatCannotBeReopenedStaysAsItIs) {
  TemporaryFolder folder;
  std::string path = io::EventFile::create(folder.path(), 10).value().path();
  std::uint64_t size = std::filesystem::file_size(path);
  ASSERT_TRUE(io::write_file(folder / "text", "a letter to somebody, long enough"));
  ASSERT_TRUE(io::write_file(folder / "short", "a"));
  struct Case {
    std::filesystem::path path;
    std::uint64_t length;
    const char* code;
  };
  Case cases[] = {{folder / "none", 40, "io.not_found"},        {folder / "text", 12, "io.not_events"},
                  {folder / "short", 1, "io.not_events"},       {"/dev/null", 0, "io.not_events"},
                  {path, size + 1, "io.events_short"},          {path, 0, "io.events_short"},
                  {path, std::uint64_t(-1), "io.events_short"}, {folder.path(), 40, "io.is_folder"}};
  for (const Case& c : cases) {
    auto result = io::EventFile::reopen(c.path, c.length);
    ASSERT_FALSE(result) << c.path;
    EXPECT_EQ(result.problem().code(), c.code);
    expect_readable(result.problem());
  }
  EXPECT_EQ(std::filesystem::file_size(path), size);
  EXPECT_EQ(std::filesystem::file_size(folder / "text"), 33u);
}

TEST(EventFile, AWriteThatFailsHalfWayLeavesWholeRecordsAndIsTriedAgain) {
  TemporaryFolder folder;
  io::EventFile file = io::EventFile::create(folder.path(), 10).value();
  for (int step = 0; step < 100; ++step) file.add_scalar("loss", step, {.step = step, .seconds = 11});
  rlimit old_limit;
  ::getrlimit(RLIMIT_FSIZE, &old_limit);
  rlimit small = {1000, old_limit.rlim_max};
  auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &small);
  Result<> result = file.flush();
  ::setrlimit(RLIMIT_FSIZE, &old_limit);
  std::signal(SIGXFSZ, old_handler);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.problem().code(), "io.write_failed");
  expect_readable(result.problem());
  EXPECT_EQ(events_of(file.path()).size(), 1u);
  ASSERT_TRUE(file.flush());
  EXPECT_EQ(events_of(file.path()).size(), 101u);
}

// What the program `command` prints, and its exit status.
std::pair<std::string, int> output_of(const std::string& command) {
  std::string output;
  FILE* pipe = ::popen(command.c_str(), "r");
  for (int c; (c = std::fgetc(pipe)) != EOF;) output += char(c);
  return {output, ::pclose(pipe)};
}

TEST(EventFile, TheIndependentReaderSeesTheScalarsAndFindsDamage) {
  if (output_of("python3 --version 2>&1").second != 0) GTEST_SKIP() << "there is no python3";
  TemporaryFolder folder;
  io::EventFile file = io::EventFile::create(folder.path(), 10).value();
  file.add_scalar("train/loss", 2.25, {.step = 7, .seconds = 11.5});
  file.add_session_end(io::SessionStatus::success, {.step = 0, .seconds = 12});
  ASSERT_TRUE(file.flush());
  std::string reader = "python3 " PERCEPT_SOURCE_DIR "/tools/read-tensorboard ";
  auto [scalars, status] = output_of(reader + folder.path().string());
  EXPECT_EQ(status, 0);
  EXPECT_EQ(scalars, "{\"step\": 7, \"wall_time\": 11.5, \"tag\": \"train/loss\", \"value\": 2.25}\n");
  EXPECT_NE(output_of(reader + "--all " + file.path().string()).first.find("\"kind\": \"hparams\""),
            std::string::npos);
  io::Bytes bytes = io::read_file(file.path()).value();
  for (std::size_t at : {std::size_t(0), std::size_t(30), bytes.size() - 1}) {
    io::Bytes damaged = bytes;
    damaged[at] ^= std::byte(1);
    ASSERT_TRUE(io::write_file(folder / "damaged", damaged));
    EXPECT_NE(output_of(reader + (folder / "damaged").string() + " 2>&1").second, 0) << at;
  }
}

TEST(EventFile, AFolderThatIsNotThereIsSaid) {
  auto result = io::EventFile::create("/nowhere/at/all", 10);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.problem().code(), "io.no_folder");
}

}  // namespace
}  // namespace percept
