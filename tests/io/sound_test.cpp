#include "percept/io/sound.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <numbers>

#include "temporary_folder.hpp"
#include "wav_builder.hpp"

namespace percept {
namespace {

std::string floats(std::initializer_list<float> values) {
  std::string bytes(values.size() * 4, '\0');
  std::memcpy(bytes.data(), values.begin(), bytes.size());
  return bytes;
}

void expect_samples(const io::Bytes& bytes, std::initializer_list<float> values) {
  Result<io::Sound> sound = io::decode_wav(bytes, "x.wav");
  ASSERT_TRUE(sound) << render(sound.problem());
  ASSERT_EQ(sound->samples.shape(), Shape{std::int64_t(values.size())});
  for (std::size_t i = 0; i < values.size(); ++i)
    EXPECT_NEAR(sound->samples.data<float>()[i], values.begin()[i], 1e-6) << i;
}

TEST(Wav, ReadsEveryKindOfSample) {
  expect_samples(wav16({0, 16384, -32768, 32767}), {0, 0.5, -1, 32767 / 32768.f});
  expect_samples(wav(std::string("\x80\xC0\x00\xFF", 4), {.bits = 8}), {0, 0.5, -1, 127 / 128.f});
  expect_samples(wav(std::string("\x00\x00\x40\x00\x00\x80", 6), {.bits = 24}), {0.5, -1});
  expect_samples(wav(std::string("\x00\x00\x00\x40\x00\x00\x00\x80", 8), {.bits = 32}), {0.5, -1});
  expect_samples(wav(floats({0.25f, -3}), {.kind = 3, .bits = 32}), {0.25, -3});
  double real = -0.125;
  expect_samples(wav(std::string(reinterpret_cast<const char*>(&real), 8), {.kind = 3, .bits = 64}),
                 {-0.125});
  // G.711's loudest and quietest: mu-law 0x80 is 32124, 0xFF is 0; A-law 0xAA is 32256, 0xD5 is 8.
  expect_samples(wav(std::string("\x80\xFF", 2), {.kind = 7, .bits = 8}), {32124 / 32768.f, 0});
  expect_samples(wav(std::string("\xAA\xD5", 2), {.kind = 6, .bits = 8}), {32256 / 32768.f, 8 / 32768.f});
}

TEST(Wav, ChannelsAreMixedToTheirMean) {
  expect_samples(wav(floats({1, 0, -0.5, 0.25}), {.kind = 3, .channels = 2, .bits = 32}), {0.5, -0.125});
}

TEST(Wav, OtherChunksArePassedOver) {
  WavFormat format;
  std::string title = wav_chunk("LIST", "INFOINAM" + wav_field(3, 4) + "abc" + std::string(1, '\0'));
  expect_samples(
      riff(title + format.chunk() + wav_chunk("odd ", "x") + wav_chunk("data", wav_field(16384, 2)) + title),
      {0.5});
  // "Extensible": the kind of samples stands in an identifier of 16 bytes.
  std::string extensible = wav_chunk(
      "fmt ", wav_field(0xFFFE, 2) + wav_field(1, 2) + wav_field(8000, 4) + wav_field(16000, 4) +
                  wav_field(2, 2) + wav_field(16, 2) + wav_field(22, 2) + wav_field(16, 2) + wav_field(4, 4) +
                  wav_field(1, 2) + std::string("\0\0\0\0\x10\0\x80\0\0\xAA\0\x38\x9B\x71", 14));
  expect_samples(riff(extensible + wav_chunk("data", wav_field(16384, 2))), {0.5});
}

TEST(Wav, InspectingTellsWhatReadingFinds) {
  TemporaryFolder folder;
  io::Bytes bytes = wav(floats({1, 0, -0.5, 0.25}), {.kind = 3, .channels = 2, .rate = 44100, .bits = 32});
  ASSERT_TRUE(io::write_file(folder / "x.wav", bytes));
  io::SoundInfo info = io::inspect_wav(folder / "x.wav").value();
  EXPECT_EQ(info.frames, 2);
  EXPECT_EQ(info.channels, 2);
  EXPECT_EQ(info.rate, 44100);
  EXPECT_EQ(io::read_wav(folder / "x.wav").value().rate, 44100);
  ASSERT_TRUE(io::write_file(folder / "cut.wav", prefix(bytes, bytes.size() - 1)));
  EXPECT_EQ(io::inspect_wav(folder / "cut.wav").problem().code(), "io.sound_truncated");
  EXPECT_EQ(io::inspect_wav(folder / "none.wav").problem().code(), "io.not_found");
  EXPECT_EQ(io::inspect_wav(folder.path()).problem().code(), "io.is_folder");
  EXPECT_EQ(io::inspect_wav("/dev/null").problem().code(), "io.not_wav");
}

TEST(Wav, EachFaultHasItsProblem) {
  io::Bytes good = wav16({1, 2, 3});
  WavFormat format;
  std::string data = wav_chunk("data", wav_field(1, 2));
  auto with = [&](WavFormat changed) { return wav(std::string(64, '\1'), changed); };
  io::Bytes wrong_frame = good, endless = good, streamed = good;
  wrong_frame[32] = std::byte(3);
  std::string many;
  for (int i = 0; i < 1500; ++i) many += wav_chunk("junk", "");
  struct Case {
    const char* what;
    io::Bytes bytes;
    const char* code;
  };
  for (std::size_t i = 40; i < 44; ++i) streamed[i] = std::byte(0xFF);
  for (std::size_t i = 16; i < 20; ++i) endless[i] = std::byte(0xFF);
  Case cases[] = {
      {"empty", {}, "io.not_wav"},
      {"a text", bytes_of("this is a text, not a sound"), "io.not_wav"},
      {"cut in the first header", prefix(good, 11), "io.not_wav"},
      {"an AVI", bytes_of("RIFF" + wav_field(4, 4) + "AVI "), "io.not_wav"},
      {"cut behind the first header", prefix(good, 12), "io.sound_damaged"},
      {"cut in the format", prefix(good, 30), "io.sound_truncated"},
      {"cut in the data", prefix(good, good.size() - 1), "io.sound_truncated"},
      {"data of 4 GiB", streamed, "io.sound_truncated"},
      {"format of 4 GiB", endless, "io.sound_truncated"},
      {"no data", riff(format.chunk()), "io.sound_damaged"},
      {"data of nothing", riff(format.chunk() + wav_chunk("data", "")), "io.sound_empty"},
      {"no format", riff(data), "io.sound_damaged"},
      {"format behind the data", riff(data + format.chunk()), "io.sound_damaged"},
      {"format too short", riff(wav_chunk("fmt ", std::string(14, '\1')) + data), "io.sound_damaged"},
      {"no channel", with({.channels = 0}), "io.sound_limits"},
      {"65,535 channels", with({.channels = 65535}), "io.sound_limits"},
      {"rate 0", with({.rate = 0}), "io.sound_limits"},
      {"rate of 2^31", with({.rate = -0x7FFFFFFF - 1, .bits = 8}), "io.sound_limits"},
      {"MP3 within", with({.kind = 0x55}), "io.sound_kind"},
      {"ADPCM", with({.kind = 2, .bits = 4}), "io.sound_kind"},
      {"12 bits", with({.bits = 12}), "io.sound_kind"},
      {"0 bits", with({.bits = 0}), "io.sound_kind"},
      {"another frame", wrong_frame, "io.sound_damaged"},
      {"part of a frame", wav(std::string(3, '\1')), "io.sound_damaged"},
      {"no numbers", wav(floats({0, NAN}), {.kind = 3, .bits = 32}), "io.sound_damaged"},
      {"infinities", wav(floats({INFINITY, 0}), {.kind = 3, .bits = 32}), "io.sound_damaged"},
      {"1,500 chunks before", riff(many + format.chunk() + data), "io.sound_damaged"},
  };
  for (const Case& c : cases) {
    auto result = io::decode_wav(c.bytes, "x.wav");
    ASSERT_FALSE(result) << c.what;
    EXPECT_EQ(result.problem().code(), c.code) << c.what;
    EXPECT_EQ(result.problem().subject, "x.wav");
    expect_readable(result.problem());
  }
}

TEST(Wav, SurvivesMutation) {
  std::string title = wav_chunk("LIST", "INFOINAM" + wav_field(3, 4) + "abc" + std::string(1, '\0'));
  io::Bytes bytes = riff(WavFormat{}.chunk() + title + wav_chunk("data", std::string(20, '\3')) + title);
  expect_survives_mutation(bytes, "wav", [](const io::Bytes& b) { return io::decode_wav(b, "x"); });
}

// The formula in sound.hpp, computed by numpy.
TEST(Resample, IsTheFormula) {
  std::vector<float> samples;
  for (int i = 0; i < 12; ++i) samples.push_back(float((i * 37) % 19 - 9) / 10);
  Tensor x = Tensor::from<float>({12}, samples);
  auto expect = [&](int from, int to, std::vector<double> golden) {
    Tensor y = io::resample(x, from, to);
    ASSERT_EQ(y.size(), std::int64_t(golden.size()));
    for (std::size_t i = 0; i < golden.size(); ++i) EXPECT_NEAR(y.data<float>()[i], golden[i], 1e-6) << i;
  };
  expect(3, 2,
         {-0.397803094, 0.857173467, 0.716128738, 0.525703809, 0.427306781, 0.221948623, 0.128247546,
          -0.0809146768});
  expect(30, 45,
         {-0.831747784, 0.229043178, 1.14183024, 0.864859062, 0.569497623, 0.73403425, 0.65507037,
          0.453373941, 0.484867658, 0.441121564, 0.29197699, 0.268792915, 0.226065578, 0.111131471,
          0.0694427285, 0.0128522183, -0.0929621261, -0.0830020161});
  expect(44100, 8000, {0.211344403, 0.511613188, -0.0380656499});
}

// A tone that both rates can hold comes out as itself; one above the new Nyquist frequency goes.
TEST(Resample, KeepsWhatFitsAndDropsWhatDoesNot) {
  auto tone = [](double hertz, int rate, std::int64_t count) {
    Tensor x(DType::f32, {count});
    for (std::int64_t i = 0; i < count; ++i)
      x.data<float>()[std::size_t(i)] = float(std::sin(2 * std::numbers::pi * hertz * double(i) / rate));
    return x;
  };
  Tensor low = io::resample(tone(1000, 44100, 44100), 44100, 16000),
         high = io::resample(tone(9000, 44100, 44100), 44100, 16000);
  ASSERT_EQ(low.size(), 16000);
  Tensor want = tone(1000, 16000, 16000);
  for (std::size_t i = 200; i < 15800; ++i) {
    ASSERT_NEAR(low.data<float>()[i], want.data<float>()[i], 2e-3) << i;
    ASSERT_NEAR(high.data<float>()[i], 0, 2e-3) << i;
  }
}

TEST(Resample, RefusesWhatItCannotDo) {
  Tensor x = Tensor::zeros(DType::f32, {10});
  EXPECT_EQ(io::resample(x, 8000, 8000).raw(), x.raw());
  EXPECT_EQ(io::resample(Tensor(DType::f32, {0}), 1, 2).size(), 0);
  for (auto [from, to] : {std::pair(0, 1), {1, 0}, {-1, 1}, {1, io::kMaxRate + 1}})
    EXPECT_THROW(io::resample(x, from, to), Error);
  EXPECT_THROW(io::resample(Tensor::zeros(DType::f64, {10}), 1, 2), Error);
  EXPECT_THROW(io::resample(Tensor::zeros(DType::f32, {1, 10}), 1, 2), Error);
  EXPECT_THROW(io::resample(Tensor::zeros(DType::f32, {1000}), 1, io::kMaxRate), Error);
}

}  // namespace
}  // namespace percept
