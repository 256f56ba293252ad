#include "percept/data/fetch.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <regex>
#include <set>

#include "io/http_server.hpp"
#include "io/tar_builder.hpp"
#include "io/temporary_folder.hpp"
#include "percept/data/spec.hpp"
#include "percept/io/gzip.hpp"
#include "percept/io/md5.hpp"

namespace percept {
namespace {

std::string text_of(const io::Bytes& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string md5(const std::string& text) {
  io::Md5 sum;
  sum.add(bytes_of(text));
  return sum.hex();
}

const std::string kPlain = "a plain file of a set", kPlainMd5 = md5(kPlain);

std::string packed(const std::vector<TarEntry>& entries) { return text_of(io::gzip(tar_of(entries))); }

constexpr data::WebFile::Member kMembers[] = {{"set/one.bin", 5}, {"set/names.txt", 0}};

class Fetch : public testing::Test {
 protected:
  Fetch() { ::setenv("no_proxy", "*", 1); }

  /// Fetches a set of a plain file and, where there is an archive, that.
  Result<std::vector<data::FetchedFile>> fetch(const std::string& archive = "") {
    archive_ = archive;
    archive_md5_ = md5(archive);
    files_ = {{"plain.gz", kPlainMd5, kPlain.size()}};
    if (!archive.empty()) files_.push_back({"set.tar.gz", archive_md5_, archive.size(), kMembers});
    data::WebSet set{"set", {}, files_};
    return data::fetch(set, folder_ / "data" / "set", {.mirrors = {server_.url("/there")}});
  }
  std::string read(const std::string& name) {
    auto bytes = io::read_file(folder_ / "data" / "set" / name);
    return bytes ? text_of(*bytes) : "";
  }

  std::string archive_, archive_md5_;
  std::vector<data::WebFile> files_;
  TemporaryFolder folder_;
  HttpServer server_{[this](const HttpRequest& request) {
    if (request.target == "/there/plain.gz") return HttpResponse{.body = kPlain};
    if (request.target == "/there/set.tar.gz") return HttpResponse{.body = archive_};
    return HttpResponse{.status = 404};
  }};
};

const std::vector<TarEntry> kWhole = {{.name = "set/", .content = "", .type = '5'},
                                      {.name = "set/one.bin", .content = "12345"},
                                      {.name = "set/unknown.exe", .content = "never written"},
                                      {.name = "set/names.txt", .content = "cat\ndog\n"}};

TEST_F(Fetch, PlainFilesAndTheMembersOfArchives) {
  auto fetched = fetch(packed(kWhole));
  ASSERT_TRUE(fetched) << render(fetched.problem());
  ASSERT_EQ(fetched->size(), 2u);
  EXPECT_EQ((*fetched)[0].name, "plain.gz");
  EXPECT_EQ((*fetched)[0].url, server_.url("/there/plain.gz"));
  EXPECT_EQ((*fetched)[0].bytes, kPlain.size());
  EXPECT_EQ(read("plain.gz"), kPlain);
  EXPECT_EQ(read("one.bin"), "12345");
  EXPECT_EQ(read("names.txt"), "cat\ndog\n");
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder_ / "data" / "set"))
    names.insert(entry.path().filename());
  EXPECT_EQ(names, (std::set<std::string>{"plain.gz", "one.bin", "names.txt"})) << "and nothing unknown";
}

TEST_F(Fetch, WhatIsThereIsNotFetchedAgain) {
  ASSERT_TRUE(fetch(packed(kWhole)));
  std::size_t before = server_.requests().size();
  auto again = fetch(packed(kWhole));
  ASSERT_TRUE(again);
  EXPECT_EQ(server_.requests().size(), before);
  EXPECT_EQ((*again)[0].url, "");
  EXPECT_EQ((*again)[1].bytes, 5u + 8u);
}

TEST_F(Fetch, WhatIsDamagedIsFetchedAgain) {
  ASSERT_TRUE(fetch());
  ASSERT_TRUE(io::write_file(folder_ / "data" / "set" / "plain.gz", "damaged"));
  auto again = fetch();
  ASSERT_TRUE(again);
  EXPECT_NE((*again)[0].url, "");
  EXPECT_EQ(read("plain.gz"), kPlain);
}

TEST_F(Fetch, ArchivesThatAreNotTheSetAreRefused) {
  struct Case {
    const char* what;
    std::string archive;
    const char* code;
  };
  Case cases[] = {
      {"no gzip", "not packed", "io.not_gzip"},
      {"no tar", text_of(io::gzip(bytes_of(std::string(2000, 'x')))), "io.not_tar"},
      {"cut gzip", packed(kWhole).substr(0, 100), "io.gzip_truncated"},
      {"a member missing", packed({{.name = "set/one.bin", .content = "12345"}}), "data.fetch.member"},
      {"a member of another size",
       packed({{.name = "set/one.bin", .content = "1234"}, {.name = "set/names.txt", .content = "x"}}),
       "data.fetch.member"},
      {"a huge small member",
       packed({{.name = "set/one.bin", .content = "12345"},
               {.name = "set/names.txt", .content = std::string(100'000, 'x')}}),
       "data.fetch.member"},
      {"a link", packed({{.name = "set/one.bin", .content = "", .type = '2'}}), "io.tar_type"},
      {"upward", packed({{.name = "../../one.bin", .content = "12345"}}), "io.tar_path"},
  };
  for (const Case& each : cases) {
    auto result = fetch(each.archive);
    ASSERT_FALSE(result) << each.what;
    EXPECT_EQ(result.problem().code(), each.code) << each.what;
    expect_readable(result.problem());
    EXPECT_EQ(read("one.bin") + read("names.txt"), "") << each.what << ": nothing of it is written";
  }
  EXPECT_FALSE(std::filesystem::exists(folder_ / "one.bin"));
}

TEST_F(Fetch, WhatFailedLeavesNoEmptyFolder) {
  files_ = {{"gone.gz", kPlainMd5, kPlain.size()}};
  std::filesystem::path folder = folder_ / "data" / "set";
  EXPECT_FALSE(data::fetch({"set", {}, files_}, folder, {.mirrors = {server_.url("/there")}}));
  EXPECT_FALSE(std::filesystem::exists(folder));
}

TEST_F(Fetch, AFolderHoldsASetOrItDoesNot) {
  std::filesystem::path folder = folder_ / "data" / "set";
  ASSERT_TRUE(fetch(packed(kWhole)));
  data::WebSet set{"set", {}, files_};
  EXPECT_TRUE(data::holds(folder, set));
  std::filesystem::rename(folder / "plain.gz", folder / "plain");
  std::filesystem::create_directory(folder / "set");
  std::filesystem::rename(folder / "one.bin", folder / "set" / "one.bin");
  EXPECT_TRUE(data::holds(folder, set)) << "unpacked by hand";
  std::filesystem::remove(folder / "plain");
  EXPECT_FALSE(data::holds(folder, set));
}

TEST_F(Fetch, AFolderThatCannotBeMade) {
  ASSERT_TRUE(io::write_file(folder_ / "data", "a file"));
  auto result = fetch();
  ASSERT_FALSE(result);
  expect_readable(result.problem());
}

TEST(WebSets, HavePublishedChecksumsAndASource) {
  std::set<std::string> sources;
  for (const data::Source& source : data::sources()) sources.emplace(source.name);
  for (const data::WebSet& set : data::web_sets()) {
    EXPECT_TRUE(sources.contains(std::string(set.name))) << set.name << " cannot be opened";
    EXPECT_FALSE(set.mirrors.empty());
    for (std::string_view mirror : set.mirrors)
      EXPECT_TRUE(mirror.starts_with("http") && mirror.ends_with("/"));
    for (const data::WebFile& file : set.files)
      EXPECT_TRUE(std::regex_match(std::string(file.md5), std::regex("[0-9a-f]{32}"))) << file.name;
  }
  EXPECT_EQ((*data::find_web_set("mnist"))->files.size(), 4u);
  auto unknown = data::find_web_set("cifar");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(render(unknown.problem(), Language::english),
            "there is no data set 'cifar' to fetch\n"
            "  hint  did you mean 'cifar10'? known: mnist, fashion_mnist, cifar10, cifar100");
}

}  // namespace
}  // namespace percept
