#include "percept/io/download.hpp"

#include <gtest/gtest.h>
#include <sys/file.h>

#include <cstdlib>
#include <fstream>

#include "io/curl_library.hpp"
#include "io/http_server.hpp"
#include "io/mutations.hpp"
#include "io/temporary_folder.hpp"
#include "percept/io/md5.hpp"

namespace percept {
namespace {

namespace fs = std::filesystem;

std::string some_text() {
  std::string text;
  for (int i = 0; i < 40'000; ++i) text += std::to_string(i) + " ";
  return text;
}
const std::string kText = some_text();
const std::string kMd5 = [] {
  io::Md5 sum;
  sum.add(bytes_of(kText));
  return sum.hex();
}();

class Download : public testing::Test {
 protected:
  Download() {
    // What the tests' own environment says of proxies must not matter.
    for (const char* name :
         {"http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"})
      ::unsetenv(name);
    ::setenv("no_proxy", "*", 1);
  }

  Result<std::string> fetch(const std::vector<std::string>& urls,
                            io::DownloadOptions options = {.md5 = kMd5}) {
    return io::download(urls, file_, options);
  }
  std::string read(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write_part(const std::string& text) { std::ofstream(part_, std::ios::binary) << text; }
  void expect_whole() {
    EXPECT_TRUE(read(file_) == kText);
    EXPECT_EQ(folder_.names(), std::vector<std::string>{"set.gz"}) << "nothing else stays";
  }
  static std::string reason(const Result<std::string>& result, std::size_t url = 0) {
    expect_readable(result.problem());
    return render(result.problem().reasons.at(1 + url));
  }

  TemporaryFolder folder_;
  fs::path file_ = folder_ / "set.gz", part_ = folder_ / "set.gz.part";
};

HttpResponse whole(const HttpRequest& request) { return HttpServer::ranged(kText, request); }

TEST_F(Download, AWholeFile) {
  HttpServer server(whole);
  std::uint64_t last = 0, size = 0;
  auto result =
      fetch({server.url("/set.gz")}, {.md5 = kMd5, .progress = [&](std::uint64_t have, std::uint64_t of) {
                                        EXPECT_GE(have, last);
                                        last = have, size = of;
                                        return true;
                                      }});
  ASSERT_TRUE(result) << render(result.problem());
  EXPECT_EQ(*result, server.url("/set.gz"));
  expect_whole();
  EXPECT_EQ(last, kText.size());
  EXPECT_EQ(size, kText.size());
  EXPECT_EQ(server.requests()[0].target, "/set.gz");
  EXPECT_FALSE(server.requests()[0].headers.contains("range"));
}

TEST_F(Download, GoesOnWhereItStopped) {
  HttpServer server(whole);
  write_part(kText.substr(0, 1000));
  std::uint64_t size = 0;
  ASSERT_TRUE(fetch({server.url()}, {.md5 = kMd5, .progress = [&](std::uint64_t, std::uint64_t of) {
                                       size = std::max(size, of);
                                       return true;
                                     }}));
  expect_whole();
  EXPECT_EQ(server.requests().at(0).headers.at("range"), "bytes=1000-");
  EXPECT_EQ(size, kText.size()) << "of the whole file";
}

TEST_F(Download, AServerThatIgnoresTheRangeStartsAnew) {
  HttpServer server([](const HttpRequest&) { return HttpResponse{.body = kText}; });
  write_part(kText.substr(0, 1000));
  ASSERT_TRUE(fetch({server.url()}));
  expect_whole();
  EXPECT_EQ(server.requests().size(), 1u);
}

TEST_F(Download, AWrongRangeIsRefused) {
  HttpServer server([](const HttpRequest&) {
    return HttpResponse{.status = 206, .body = kText, .headers = {{"Content-Range", "bytes 0-10/20"}}};
  });
  write_part(kText.substr(0, 1000));
  auto result = fetch({server.url()});
  ASSERT_FALSE(result);
  EXPECT_NE(reason(result).find("another part"), std::string::npos);
  EXPECT_TRUE(read(part_) == kText.substr(0, 1000)) << "the good part is kept";
}

TEST_F(Download, AWholePartNeedsNoServer) {
  write_part(kText);
  ASSERT_TRUE(fetch({"http://127.0.0.1:1/set.gz"}));
  expect_whole();
}

TEST_F(Download, APartThatIsTooLongIsFetchedAnew) {
  HttpServer server(whole);
  write_part(kText + "more");
  ASSERT_TRUE(fetch({server.url()}));
  expect_whole();
  EXPECT_EQ(server.requests().size(), 2u) << "416 first";
}

TEST_F(Download, ADamagedPartIsFetchedAnew) {
  HttpServer server(whole);
  write_part(std::string(1000, '?'));
  ASSERT_TRUE(fetch({server.url()}));
  expect_whole();
  EXPECT_EQ(server.requests().size(), 2u);
}

TEST_F(Download, AWrongChecksumIsToldAndTheNextMirrorAsked) {
  HttpServer wrong([](const HttpRequest&) { return HttpResponse{.body = "not the file"}; }), right(whole);
  auto result = fetch({wrong.url()});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.problem().code(), "io.download.failed");
  EXPECT_NE(reason(result).find(kMd5), std::string::npos) << reason(result);
  EXPECT_TRUE(folder_.names().empty()) << "nothing wrong stays";
  ASSERT_TRUE(fetch({wrong.url(), right.url()}));
  expect_whole();
}

TEST_F(Download, ANotFoundFileThenTheNextMirror) {
  HttpServer none([](const HttpRequest&) { return HttpResponse{.status = 404, .body = "no such page"}; }),
      right(whole);
  auto failed = fetch({none.url("/a"), none.url("/b")});
  ASSERT_FALSE(failed);
  EXPECT_NE(reason(failed).find("404"), std::string::npos);
  EXPECT_NE(reason(failed, 1).find(none.url("/b")), std::string::npos);
  auto result = fetch({none.url(), right.url()});
  ASSERT_TRUE(result);
  EXPECT_EQ(*result, right.url());
  expect_whole();
}

TEST_F(Download, ACutConnectionGoesOnByItself) {
  std::atomic<int> count = 0;
  HttpServer server([&](const HttpRequest& request) {
    HttpResponse response = whole(request);
    if (count++ == 0) response.cut = 5000;
    return response;
  });
  ASSERT_TRUE(fetch({server.url()}));
  expect_whole();
  EXPECT_EQ(server.requests().at(1).headers.at("range"), "bytes=5000-");
}

TEST_F(Download, WhatCameBeforeTheConnectionWasCutIsKept) {
  HttpServer server([](const HttpRequest& request) {
    HttpResponse response = whole(request);
    response.cut = 1000;
    return response;
  });
  ASSERT_FALSE(fetch({server.url()}));
  EXPECT_TRUE(read(part_) == kText.substr(0, 3000)) << "three attempts";
  EXPECT_FALSE(fs::exists(file_));
  HttpServer good(whole);
  ASSERT_TRUE(fetch({good.url()}));
  expect_whole();
  EXPECT_EQ(good.requests().at(0).headers.at("range"), "bytes=3000-");
}

TEST_F(Download, NobodyListens) {
  auto result = fetch({"http://127.0.0.1:1/set.gz"});
  ASSERT_FALSE(result);
  EXPECT_NE(reason(result).find("curl"), std::string::npos);
}

TEST_F(Download, StoppingKeepsThePart) {
  HttpServer server(whole);
  auto result = fetch({server.url(), server.url()},
                      {.md5 = kMd5, .progress = [](std::uint64_t have, std::uint64_t) { return have == 0; }});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.problem().code(), "io.download.stopped");
  expect_readable(result.problem());
  EXPECT_GT(fs::file_size(part_), 0u);
  EXPECT_EQ(server.requests().size(), 1u) << "no other mirror is asked";
  ASSERT_TRUE(fetch({server.url()}));
  expect_whole();
}

TEST_F(Download, WhatTheCallersProgressThrowsIsThrown) {
  HttpServer server(whole);
  EXPECT_THROW(
      (void)fetch({server.url()}, {.progress = [](auto, auto) -> bool { throw std::runtime_error("x"); }}),
      std::runtime_error);
}

TEST_F(Download, TooLargeAFileIsRefusedWithOrWithoutItsLength) {
  HttpServer told(whole);
  auto result = fetch({told.url()}, {.most = 5000});
  ASSERT_FALSE(result);
  EXPECT_NE(reason(result).find("5000"), std::string::npos) << reason(result);
  HttpServer untold([](const HttpRequest&) {
    std::string chunked;
    for (int i = 0; i < 10; ++i) chunked += "3e8\r\n" + std::string(1000, 'x') + "\r\n";
    return HttpResponse{.body = chunked + "0\r\n\r\n", .headers = {{"Transfer-Encoding", "chunked"}}};
  });
  result = fetch({untold.url()}, {.most = 5000});
  ASSERT_FALSE(result);
  EXPECT_NE(reason(result).find("5000"), std::string::npos) << reason(result);
}

TEST_F(Download, RedirectsAreFollowedToAnEnd) {
  HttpServer server([&](const HttpRequest& request) {
    int left = std::stoi(request.target.substr(1));
    if (left == 0) return whole(request);
    return HttpResponse{
        .status = 302, .body = "elsewhere", .headers = {{"Location", "/" + std::to_string(left - 1)}}};
  });
  ASSERT_TRUE(fetch({server.url("/3")}));
  expect_whole();
  EXPECT_FALSE(fetch({server.url("/20")}));
}

TEST_F(Download, OtherProtocolsAreRefused) {
  std::ofstream(folder_ / "secret") << kText;
  EXPECT_FALSE(fetch({"file://" + (folder_ / "secret").string()}));
  HttpServer server([&](const HttpRequest&) {
    return HttpResponse{.status = 302, .headers = {{"Location", "file://" + (folder_ / "secret").string()}}};
  });
  EXPECT_FALSE(fetch({server.url()}));
  EXPECT_FALSE(fs::exists(file_));
}

TEST_F(Download, TheProxyOfTheEnvironmentIsAsked) {
  HttpServer proxy(whole);
  ::unsetenv("no_proxy");
  ::setenv("http_proxy", proxy.url("").c_str(), 1);
  auto result = fetch({"http://nowhere.invalid/set.gz"});
  ::unsetenv("http_proxy");
  ASSERT_TRUE(result) << render(result.problem());
  expect_whole();
  EXPECT_EQ(proxy.requests().at(0).target, "http://nowhere.invalid/set.gz");
}

TEST_F(Download, TwoAtOnceDoNotMixTheirBytes) {
  write_part("x");
  int other = ::open(part_.c_str(), O_RDWR);
  ASSERT_EQ(::flock(other, LOCK_EX), 0);
  auto result = fetch({"http://127.0.0.1:1/"});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.problem().code(), "io.download.busy");
  expect_readable(result.problem());
  ::close(other);
}

TEST_F(Download, AFolderThatIsNotThere) {
  auto result = io::download(std::vector<std::string>{"http://127.0.0.1:1/"}, folder_ / "gone" / "file");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.problem().code(), "io.no_folder");
}

TEST(CurlLibrary, WhereItIsMissingItsPackageIsNamed) {
  auto result = io::load_curl({"libnothing.so.4", "libz.so.1"});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.problem().code(), "io.no_curl");
  EXPECT_NE(render(result.problem(), Language::english).find("apt install libcurl4"), std::string::npos);
  expect_readable(result.problem());
}

}  // namespace
}  // namespace percept
