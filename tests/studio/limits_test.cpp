// What is too long, too slow, or too many.
#include "served.hpp"

namespace percept::studio {
namespace {

class Limits : public Served {
 protected:
  void SetUp() override {
    options_.header_bytes = 2'000;
    options_.body_bytes = 5'000;
    options_.request_time = 300ms;
    options_.idle_time = 700ms;
    options_.patience = 500ms;
    options_.connections = 8;
    serve();
  }
};

TEST_F(Limits, AHeadTooLong) {
  for (const std::string& bytes :
       {client().request("GET", "/", "Cookie: " + std::string(3'000, 'a') + "\r\n"),
        client().request("GET", "/" + std::string(3'000, 'a')), std::string(100'000, 'a')}) {
    Client client = this->client();
    client.send(bytes);
    EXPECT_EQ(client.answer().status, bytes[0] == 'G' ? 431 : 400);
    EXPECT_TRUE(client.is_hung_up_on());
  }
  Client client = this->client();
  EXPECT_EQ(client.ask("GET", "/", "Cookie: " + std::string(1'500, 'a') + "\r\n").status, 200);
}

TEST_F(Limits, ABodyTooLong) {
  Client claimed = client();
  claimed.send(claimed.request("POST", "/api/x", "Content-Length: 5001\r\n"));
  EXPECT_EQ(claimed.answer().status, 413) << "before it is sent";
  Client sent = client();
  Got got = sent.ask("POST", "/api/x", "", std::string(1'000'000, 'a'));
  EXPECT_EQ(got.status, 413) << "also to who goes on sending";
  EXPECT_NE(got.body.find("5000 bytes"), std::string::npos) << got.body;
  Client chunked = client();
  chunked.send(chunked.request("POST", "/api/x", "Transfer-Encoding: chunked\r\n"));
  for (int i = 0; i < 6; ++i) chunked.send("3e8\r\n" + std::string(1'000, 'a') + "\r\n");
  EXPECT_EQ(chunked.answer().status, 413);
  Client line = client();  // between chunks, where a line has no length of its own
  line.send(line.request("POST", "/api/x", "Transfer-Encoding: chunked\r\n") + "1;" +
            std::string(100'000, 'a'));
  EXPECT_EQ(line.answer().status, 431);
  Client fits = client();
  EXPECT_EQ(fits.ask("POST", "/api/x", "", std::string(5'000, 'a')).status, 200);
  Client huge = client();
  huge.send(huge.request("POST", "/api/x", "Content-Length: 18446744073709551615\r\n"));
  EXPECT_EQ(huge.answer().status, 413);
}

// One byte after the other, for ever (slow loris): the request has its time as a whole.
TEST_F(Limits, ARequestThatNeverEnds) {
  for (const char* begun :
       {"GET / HTTP/1.1\r\nX-", "POST /api/x HTTP/1.1\r\nHost: x\r\nContent-Length: 4000\r\n\r\n"}) {
    Client client = this->client();
    client.send(begun);
    auto start = Clock::now();
    while (client.in.empty() && Clock::now() - start < 5s) {
      client.send("a");
      client.read(20ms);
    }
    auto took = Clock::now() - start;
    EXPECT_EQ(client.answer().status, 408);
    EXPECT_GT(took, 250ms);
    EXPECT_LT(took, 3s);
    EXPECT_TRUE(client.is_hung_up_on());
  }
}

TEST_F(Limits, NothingIsSaidForLong) {
  Client client = this->client();
  EXPECT_TRUE(client.is_hung_up_on(3s));
  EXPECT_EQ(client.in, "");
  Client second = this->client();
  EXPECT_EQ(second.ask("GET", "/").status, 200);
  std::this_thread::sleep_for(400ms);
  EXPECT_EQ(second.ask("GET", "/").status, 200) << "longer than a request may take";
  EXPECT_TRUE(second.is_hung_up_on(3s));
}

TEST_F(Limits, WhoDoesNotReadIsHungUpOn) {
  std::string large(64 << 20, 'x');
  pages_.push_back({"large", "text/plain", large, {}});
  serve();
  Client client = this->client(4096);
  client.send(client.request("GET", "/large"));
  std::this_thread::sleep_for(1500ms);
  while (client.read(2s)) {
  }
  EXPECT_LT(client.in.size(), large.size());
  Client slow = this->client(1 << 16);
  slow.send(slow.request("GET", "/large"));
  for (auto start = Clock::now(); Clock::now() - start < 1500ms; std::this_thread::sleep_for(50ms))
    slow.read();
  while (slow.in.size() < large.size() && slow.read()) {
  }
  EXPECT_GE(slow.in.size(), large.size()) << "slow, but reading";
}

TEST_F(Limits, MoreConnectionsThanThereMayBe) {
  std::vector<std::unique_ptr<Client>> open;
  for (int i = 0; i < 8; ++i) {
    open.push_back(std::make_unique<Client>(port()));
    EXPECT_EQ(open.back()->ask("GET", "/").status, 200);
  }
  for (int i = 0; i < 3; ++i) {
    Client client = this->client();
    Got got = client.answer();
    EXPECT_EQ(got.status, 503) << "before it asks";
    EXPECT_NE(got.body.find("8"), std::string::npos);
  }
  std::vector<std::unique_ptr<Client>> crowd;
  for (int i = 0; i < 200; ++i) crowd.push_back(std::make_unique<Client>(port()));
  EXPECT_EQ(open.front()->ask("GET", "/").status, 200);
  crowd.clear();
  open.clear();
  EXPECT_TRUE(soon([&] { return client().ask("GET", "/").status == 200; }));
}

}  // namespace
}  // namespace percept::studio
