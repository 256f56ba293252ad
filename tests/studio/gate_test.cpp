// Who is let in: Host and Origin, against other sites and names that were made to point here.
#include "studio/gate.hpp"
#include "served.hpp"

namespace percept::studio {
namespace {

class Gate : public Served {
 protected:
  int status(const std::string& target, const std::string& fields) {
    Client client = this->client();
    client.send("GET " + target + " HTTP/1.1\r\n" + fields + "\r\n");
    return client.answer().status;
  }
  std::string own(const std::string& name) { return "Host: " + name + ":" + std::to_string(port()) + "\r\n"; }
  std::string own() { return own("127.0.0.1"); }
  std::string origin(const std::string& name) {
    return "Origin: http://" + name + ":" + std::to_string(port()) + "\r\n";
  }
};

TEST_F(Gate, KnowsItsOwnNames) {
  for (const char* name : {"127.0.0.1", "localhost", "[::1]", "LocalHost"})
    EXPECT_EQ(status("/", own(name)), 200) << name;
}

TEST_F(Gate, RefusesANameThatPointsHere) {
  std::string port = std::to_string(this->port());
  for (const std::string& host :
       {std::string("evil.example"), "evil.example:" + port, std::string("127.0.0.1"),
        std::string("localhost:1"), "127.0.0.1.evil.example:" + port, "127.0.0.2:" + port,
        "localhost:" + port + "0", "user@localhost:" + port, std::string(), "0.0.0.0:" + port}) {
    for (const char* target : {"/", "/api/x", "/ws?session=a"})
      EXPECT_EQ(status(target, "Host: " + host + "\r\n"), 403) << host << " " << target;
  }
  Client client = this->client();
  client.send("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  Got got = client.answer();
  EXPECT_NE(got.body.find("http://127.0.0.1:" + port + "/"), std::string::npos) << got.body;
  EXPECT_TRUE(client.is_hung_up_on());
  EXPECT_EQ(status("/", ""), 400) << "HTTP/1.1 has a Host";
}

TEST_F(Gate, RefusesOtherSites) {
  for (const char* target : {"/", "/api/x", "/ws?session=a"}) {
    for (const char* origin :
         {"http://evil.example", "null", "https://127.0.0.1:7321", "file://", "http://localhost", ""})
      EXPECT_EQ(status(target, own() + "Origin: " + origin + "\r\n"), 403) << origin << " " << target;
    EXPECT_EQ(status(target, own() + origin("localhost") + "Origin: http://evil.example\r\n"), 403);
  }
  for (const char* name : {"127.0.0.1", "localhost", "[::1]"})
    EXPECT_EQ(status("/api/x", own() + origin(name)), 200);
}

// A picture or a script of another site is asked for without an Origin; a link is followed.
TEST_F(Gate, AsksWhereABrowserComesFrom) {
  for (const char* site : {"cross-site", "same-site"}) {
    std::string from = std::string("Sec-Fetch-Site: ") + site + "\r\n";
    EXPECT_EQ(status("/api/x", own() + from), 403);
    EXPECT_EQ(status("/ws?session=a", own() + Client::kUpgrade + from), 403);
    EXPECT_EQ(status("/", own() + from), 200) << "a link to the studio";
  }
  for (const char* site : {"same-origin", "none"})
    EXPECT_EQ(status("/api/x", own() + "Sec-Fetch-Site: " + site + "\r\n"), 200);
}

TEST_F(Gate, AWebSocketOfABrowserSaysItsOrigin) {
  std::string asked = own() + Client::kUpgrade;
  EXPECT_EQ(status("/ws?session=a", asked), 101) << "no browser";
  EXPECT_EQ(status("/ws?session=a", asked + origin("localhost")), 101);
  EXPECT_EQ(status("/ws?session=a", asked + "Sec-Fetch-Site: same-origin\r\n"), 403);
  EXPECT_EQ(status("/ws?session=a", asked + origin("localhost") + "Sec-Fetch-Site: same-origin\r\n"), 101);
}

TEST(Session, HasAPlainName) {
  EXPECT_EQ(session_of("session=a-B_9"), "a-B_9");
  EXPECT_EQ(session_of("lang=fr&session=one"), "one");
  for (const char* query :
       {"", "session=", "session", "session=a b", "session=%41", "session=../x", "xsession=a"})
    EXPECT_EQ(session_of(query), "") << query;
  EXPECT_EQ(session_of("session=" + std::string(64, 'a')).size(), 64u);
  EXPECT_EQ(session_of("session=" + std::string(65, 'a')), "");
}

TEST(GateQuery, KnowsTheLabs) {
  EXPECT_EQ(lab_of("session=one"), "playground");
  EXPECT_EQ(lab_of("session=one&lab=convolution"), "convolution");
  EXPECT_EQ(lab_of("lab=playground"), "playground");
  for (const char* query : {"lab=", "lab=Convolution", "lab=none", "lab=convolution2"})
    EXPECT_EQ(lab_of(query), "") << query;
}

}  // namespace
}  // namespace percept::studio
