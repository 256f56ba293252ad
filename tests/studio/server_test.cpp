// Begin and end of a server: its port, its address, and that it stops whatever goes on.
#include "percept/studio/pages.hpp"
#include "served.hpp"

namespace percept::studio {
namespace {

using Begin = Served;

TEST_F(Begin, TakesTheNextFreePort) {
  auto second = Server::open(options_, pages_, route, echo_.converse()).value();
  EXPECT_GE(server_->port(), 7321);
  EXPECT_GT(second->port(), server_->port());
  EXPECT_EQ(second->address(), "http://127.0.0.1:" + std::to_string(second->port()) + "/");
  EXPECT_NE(::listen(Client(second->port()).socket(), 1), 0) << "it listens already: a client is accepted";
}

TEST_F(Begin, SaysThatAPortIsInUse) {
  options_.port = port();
  auto second = Server::open(options_, pages_, route, echo_.converse());
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.problem().code(), "studio.port.used");
  EXPECT_EQ(headline(second.problem(), Language::english), "port " + std::to_string(port()) + " is in use");
  EXPECT_TRUE(second.problem().hint);
}

TEST_F(Begin, TheSamePortAgainAtOnce) {
  Client client = this->client();
  EXPECT_EQ(client.ask("GET", "/").status, 200);
  options_.port = port();
  serve();
  EXPECT_EQ(port(), options_.port);
  Client again = this->client();
  EXPECT_EQ(again.ask("GET", "/").status, 200);
}

TEST_F(Begin, IsNotReachedFromOutside) {
  io::Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in there{};
  there.sin_family = AF_INET;
  there.sin_port = htons(std::uint16_t(port()));
  there.sin_addr.s_addr = htonl(0x7f000002);  // 127.0.0.2 is this machine too, but not where we listen
  EXPECT_NE(::connect(socket, reinterpret_cast<sockaddr*>(&there), sizeof there), 0);
}

TEST(End, AServerThatNeverServed) {
  auto server = Server::open({}, {}, nullptr, nullptr).value();
  server->stop();
}

TEST_F(Begin, TheCallerCanServeItself) {
  auto server = Server::open({}, pages_, route, echo_.converse()).value();
  std::thread stopper([&] {
    Client client(server->port());
    EXPECT_EQ(client.ask("GET", "/").status, 200);
    server->stop();
    server->stop();
  });
  server->run();
  stopper.join();
}

TEST_F(Begin, StopsInTheMiddleOfThings) {
  std::string large(64 << 20, 'x');
  pages_.push_back({"large", "text/plain", large, {}});
  serve();
  Client idle = client(), half = client(), reading = client(4096), talking = client(), deaf = client(4096);
  EXPECT_EQ(idle.ask("GET", "/").status, 200);
  half.send("GET / HT");
  reading.send(reading.request("GET", "/large"));
  EXPECT_EQ(deaf.open("deaf"), 101);
  ASSERT_TRUE(soon([&] { return echo_.open == 1; }));
  std::shared_ptr<Outbox> outbox = echo_.outbox();
  EXPECT_EQ(talking.open("talking"), 101);
  ASSERT_TRUE(soon([&] { return echo_.open == 2; }));
  std::shared_ptr<Outbox> other = echo_.outbox();
  std::atomic<bool> over = false;
  std::thread busy([&] {  // as a training does
    while (!over) {
      outbox->show(std::string(100'000, 'p'));
      other->say("more");
      std::this_thread::sleep_for(100us);
    }
  });
  std::this_thread::sleep_for(50ms);
  auto start = Clock::now();
  server_.reset();
  EXPECT_LT(Clock::now() - start, 3s);
  EXPECT_EQ(echo_.open, 0);
  over = true;
  busy.join();
  Frame last;
  for (Frame next; (next = talking.next()).opcode >= 0;) last = next;
  EXPECT_EQ(last.code(), 1001) << "it was told";
  for (Client* client : {&idle, &half, &reading, &talking, &deaf}) EXPECT_TRUE(client->is_hung_up_on());
  EXPECT_FALSE(Client(options_.port).connected());
}

// Many threads, many pages, none of which waits for another.
TEST_F(Begin, ManyAtOnce) {
  std::vector<std::thread> pages;
  for (int p = 0; p < 8; ++p)
    pages.emplace_back([&, p] {
      for (int round = 0; round < 5; ++round) {
        Client client = this->client();
        EXPECT_EQ(client.ask("GET", "/").status, 200);
        EXPECT_EQ(client.open("page" + std::to_string(p)), 101);
        for (int i = 0; i < 20; ++i) {
          client.send(frame(kText, std::to_string(i)));
          Frame heard = client.next();
          EXPECT_EQ(heard.payload, "heard " + std::to_string(i));
        }
      }
    });
  for (std::thread& page : pages) page.join();
  EXPECT_TRUE(soon([&] { return echo_.open == 0; }));
}

TEST(BuiltInPages, HaveAFirstOne) {
  const Pages& pages = built_in_pages();
  auto first =
      std::find_if(pages.begin(), pages.end(), [](const Page& page) { return page.path == "index.html"; });
  ASSERT_NE(first, pages.end());
  EXPECT_NE(first->bytes.find("<html"), std::string_view::npos);
  for (const Page& page : pages)
    if (!page.gzip.empty()) EXPECT_TRUE(page.gzip.starts_with("\x1f\x8b")) << page.path;
}

}  // namespace
}  // namespace percept::studio
