// Conversations: messages, pictures, and what is done about frames and readers that are out of order.
#include <fmt/format.h>

#include "served.hpp"
#include "studio/hear.hpp"

namespace percept::studio {
namespace {

class Talk : public Served {
 protected:
  /// What of memory this process holds, in bytes; 0 under AddressSanitizer, which keeps what is freed.
  static std::size_t resident() {
#if defined(__SANITIZE_ADDRESS__)
    return 0;
#endif
    std::size_t pages = 0, held = 0;
    FILE* file = std::fopen("/proc/self/statm", "r");
    if (std::fscanf(file, "%zu %zu", &pages, &held) != 2) held = 0;
    std::fclose(file);
    return held * 4096;
  }
  std::shared_ptr<Outbox> open(Client& client, const std::string& session = "one") {
    EXPECT_EQ(client.open(session), 101);
    EXPECT_TRUE(soon([&] { return echo_.outbox() != nullptr; }));
    return echo_.outbox();
  }
};

TEST_F(Talk, IsWithTheLabThatIsAskedFor) {
  Client client = this->client();
  open(client, "one&lab=convolution");
  EXPECT_EQ(echo_.sessions.back(), (SessionName{"convolution", "one"}));
  EXPECT_EQ(this->client().open("one&lab=none"), 400);
}

TEST_F(Talk, AnswersEachMessage) {
  Client client = this->client();
  open(client, "my-session");
  EXPECT_EQ(echo_.sessions.back(), (SessionName{"playground", "my-session"}));
  std::string all;
  for (int i = 0; i < 100; ++i) all += frame(kText, std::to_string(i));
  client.send(all);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(client.next().payload, "heard " + std::to_string(i));
  client.send(frame(kText, "in ", false) + frame(kPing, "still there?") + frame(kMore, "two \xc3\xa9", true));
  EXPECT_EQ(client.next().payload, "still there?");
  EXPECT_EQ(client.next().payload, "heard in two \xc3\xa9");
  client.send(frame(kClose, "\x03\xe8"));
  EXPECT_EQ(client.next().opcode, kClose);
  EXPECT_TRUE(client.is_hung_up_on());
  EXPECT_TRUE(soon([&] { return echo_.open == 0; }));
}

TEST_F(Talk, RefusesSessionsWithoutAName) {
  for (const char* session : {"", "a/b", "%20"}) EXPECT_EQ(client().open(session), 400) << session;
  Client early = client();
  early.send(early.request("GET", "/ws?session=a", Client::kUpgrade) + frame(kText, "early"));
  EXPECT_EQ(early.answer().status, 400) << "frames before the handshake";
  Client old = client();
  old.send(old.request("GET", "/ws?session=a",
                       "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\n"
                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
  EXPECT_EQ(old.answer().status, 426);
}

TEST_F(Talk, EndsWhatIsOutOfOrder) {
  struct Case {
    std::string bytes;
    int code;
  };
  const Case cases[] = {
      {frame(kText, "not masked", true, false), 1002},
      {frame(kMore, "of nothing"), 1002},
      {frame(kText, "begun", false) + frame(kText, "begun again"), 1002},
      {frame(3, "no such opcode"), 1002},
      {frame(kPing, std::string(126, 'x')), 1002},
      {frame(kPing, "in parts", false), 1002},
      {"\xf1" + frame(kText, "reserved bits").substr(1), 1002},
      {frame(kText, "\xff\xfe"), 1007},
      {frame(kText, "\xc3", false) + frame(kMore, "x"), 1007},
      {frame(kText, "\xc3", false) + frame(kMore, ""), 1007},
      {frame(kBinary, "a picture?"), 1003},
      {frame(kClose, "x"), 1002},
  };
  for (const Case& c : cases) {
    Client client = this->client();
    open(client);
    client.send(c.bytes);
    Frame last = client.next();
    EXPECT_EQ(last.opcode, kClose);
    EXPECT_EQ(last.code(), c.code) << last.payload;
    client.send(frame(kClose, last.payload));
    EXPECT_TRUE(client.is_hung_up_on());
    EXPECT_EQ(hear(c.bytes, options_).closed, c.code) << "without a socket";
  }
  EXPECT_TRUE(soon([&] { return echo_.open == 0; }));
  Client garbage = client();
  open(garbage);
  garbage.send(std::string(10'000, '\xaa'));
  EXPECT_TRUE(garbage.is_hung_up_on());
}

TEST_F(Talk, HearsBytesWhereTheLabDoes) {
  echo_.hears_bytes = true;
  Client client = this->client();
  open(client);
  client.send(frame(kBinary, "\xff\xfe") + frame(kText, "text") + frame(kBinary, ""));
  EXPECT_EQ(client.next().payload, "2 bytes");
  EXPECT_EQ(client.next().payload, "heard text");
  EXPECT_EQ(client.next().payload, "0 bytes");
  client.send(frame(kText, "\xff\xfe"));
  EXPECT_EQ(client.next().code(), 1007) << "a text is still one";
}

TEST_F(Talk, AMessageTooLong) {
  options_.message_bytes = 10'000;
  serve();
  for (const std::string& bytes :
       {frame(kText, std::string(10'001, 'a')),
        frame(kText, std::string(6'000, 'a'), false) + frame(kMore, std::string(6'000, 'a')),
        std::string("\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff\0\0\0\0", 14)}) {
    Client client = this->client();
    open(client);
    client.send(bytes);
    EXPECT_EQ(client.next().code(), 1009);
    EXPECT_EQ(hear(bytes, options_).closed, 1009);
  }
  Client client = this->client();
  open(client);
  client.send(frame(kText, std::string(10'000, 'a')));
  EXPECT_EQ(client.next().payload.size(), 10'006u);
}

TEST_F(Talk, WhatTheLabThrowsEndsOneConversation) {
  Client client = this->client(), other = this->client();
  open(client);
  open(other);
  client.send(frame(kText, "throw"));
  EXPECT_EQ(client.next().code(), 1011);
  other.send(frame(kText, "still there"));
  EXPECT_EQ(other.next().payload, "heard still there");
}

TEST_F(Talk, NoRoom) {
  options_.pages = 2;
  serve();
  Client first = client(), second = client(), third = client();
  open(first);
  open(second);
  EXPECT_EQ(third.open(), 101);
  Frame last = third.next();
  EXPECT_EQ(last.code(), 1013);
  EXPECT_NE(last.payload.find("2 pages"), std::string::npos) << last.payload;
  first.close();
  EXPECT_TRUE(soon([&] { return echo_.open == 1; }));
  third.close();
  Client full = client();
  EXPECT_TRUE(soon([&] { return echo_.open == 1; }));
  EXPECT_EQ(full.open("full"), 101);
  EXPECT_EQ(full.next().code(), 1013);
}

TEST_F(Talk, MessagesAndPicturesArrive) {
  Client client = this->client();
  std::shared_ptr<Outbox> outbox = open(client);
  std::string picture(300'000, '\x01');
  outbox->say("first");
  outbox->send("points");
  outbox->show(picture);
  EXPECT_EQ(client.next().payload, "first");
  Frame points = client.next();
  EXPECT_EQ(points.opcode, kBinary);
  EXPECT_EQ(points.payload, "points");
  EXPECT_EQ(client.next().payload, picture);
}

// A page that reads slowly sees few pictures, the newest among them, and nothing piles up for it.
TEST_F(Talk, TheNewestPictureWins) {
  Client client = this->client(4096);
  std::shared_ptr<Outbox> outbox = open(client);
  constexpr int kShown = 2'000;
  std::size_t before = resident();
  for (int i = 0; i < kShown; ++i) {
    std::string picture(200'000, 'p');
    picture.replace(0, 8, fmt::format("{:08}", i));
    outbox->show(std::move(picture));
    if (i % 100 == 0) std::this_thread::sleep_for(1ms);
  }
  outbox->say("done");
  EXPECT_LT(resident(), before + (20 << 20)) << "of 400 MB";
  int got = 0, last = -1;
  for (Frame next; last != kShown - 1 && (next = client.next()).opcode >= 0;) {
    if (next.opcode != kBinary) continue;
    EXPECT_EQ(next.payload.size(), 200'000u);
    int number = std::stoi(next.payload.substr(0, 8));
    EXPECT_GT(number, last);
    last = number;
    ++got;
  }
  EXPECT_EQ(last, kShown - 1);
  EXPECT_LT(got, 200) << "pictures waited in a queue";
}

TEST_F(Talk, WhoNeverReadsIsHungUpOn) {
  options_.queue_bytes = 1 << 20;
  options_.patience = 60s;
  serve();
  Client client = this->client(4096);
  std::shared_ptr<Outbox> outbox = open(client);
  std::size_t before = resident();
  for (int i = 0; i < 1'000; ++i) outbox->say(std::string(100'000, 'm'));
  EXPECT_TRUE(soon([&] { return echo_.open == 0; })) << "by what waits for it";
  EXPECT_LT(resident(), before + (20 << 20)) << "of 100 MB";
  outbox->say("nobody hears it");

  options_.queue_bytes = 32 << 20;
  options_.patience = 300ms;
  serve();
  echo_.last = nullptr;
  Client second = this->client(4096);
  outbox = open(second);
  for (int i = 0; i < 100; ++i) outbox->show(std::string(8'000'000, 'p'));
  EXPECT_TRUE(soon([&] { return echo_.open == 0; })) << "by the time that it takes";
}

TEST_F(Talk, EmptyMessagesAreBoundedToo) {
  options_.queue_bytes = 100'000;
  options_.patience = 60s;
  serve();
  Client client = this->client(4096);
  std::shared_ptr<Outbox> outbox = open(client);
  outbox->send(std::string(8'000'000 / 100, 'p'));
  bool gone = soon([&] {
    for (int i = 0; i < 10'000; ++i) outbox->say("");
    return echo_.open == 0;
  });
  EXPECT_TRUE(gone);
}

TEST_F(Talk, ThePageIsAskedForASignOfLife) {
  options_.ping_time = 200ms;
  serve();
  Client client = this->client();
  open(client);
  auto start = Clock::now();
  while (Clock::now() - start < 2s && !client.read(100ms)) {
  }
  EXPECT_EQ(client.in.substr(0, 1), "\x89") << "a ping";
  EXPECT_TRUE(client.is_hung_up_on(3s)) << "it was not answered";
  Client alive = this->client();
  open(alive);
  start = Clock::now();
  while (Clock::now() - start < 1s) {
    alive.send(frame(kPong, ""));
    alive.read(50ms);
  }
  alive.send(frame(kText, "here"));
  EXPECT_EQ(alive.next().payload, "heard here");
}

TEST_F(Talk, AnOutboxOutlivesItsPage) {
  Client client = this->client();
  std::shared_ptr<Outbox> outbox = open(client);
  client.close();
  EXPECT_TRUE(soon([&] { return echo_.open == 0; }));
  outbox->say("nobody");
  outbox->show("nothing");
  server_.reset();
  outbox->say("nobody");
  outbox->send("nothing");
}

}  // namespace
}  // namespace percept::studio
