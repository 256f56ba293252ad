// Pages and routes over a socket: what is answered, with what around it, and what is refused.
#include "served.hpp"

namespace percept::studio {
namespace {

using Http = Served;

TEST_F(Http, ServesPagesOverOneConnection) {
  Client client = this->client();
  for (const char* target : {"/", "/index.html", "/?lang=fr", "/index.html"}) {
    Got got = client.ask("GET", target);
    EXPECT_EQ(got.status, 200) << target;
    EXPECT_EQ(got.body, "<!doctype html>");
    EXPECT_EQ(got.field("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(got.field("Cache-Control"), "no-cache");
    EXPECT_EQ(got.field("Connection"), "keep-alive");
  }
  EXPECT_EQ(client.ask("GET", "/a%20b.txt").body, "blank");
  EXPECT_EQ(client.ask("GET", "/assets/index-B2f4x9Qa.js").body, script_);
}

TEST_F(Http, GuardsEveryAnswer) {
  Client client = this->client();
  for (const char* target : {"/", "/nothing", "/api/x", "/api/throw", "/ws"}) {
    Got got = client.ask("GET", target);
    EXPECT_NE(got.field("Content-Security-Policy").find("default-src 'self';"), std::string::npos) << target;
    EXPECT_NE(got.field("Content-Security-Policy").find("frame-ancestors 'none'"), std::string::npos);
    EXPECT_EQ(got.field("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(got.field("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(got.field("Cross-Origin-Opener-Policy"), "same-origin");
    EXPECT_EQ(got.field("Cross-Origin-Resource-Policy"), "same-origin");
    EXPECT_EQ(got.field("Access-Control-Allow-Origin"), "");
  }
}

TEST_F(Http, AHeadIsAGetWithoutItsBody) {
  Client client = this->client();
  for (const char* target : {"/", "/nothing", "/api/x?y"}) {
    Got head = client.ask("HEAD", target), get = client.ask("GET", target);
    EXPECT_EQ(head.head, get.head) << target;
    EXPECT_EQ(head.body, "");
  }
}

TEST_F(Http, APageThatIsKnownIsNotSentAgain) {
  Client client = this->client();
  std::string tag = client.ask("GET", "/").field("ETag");
  ASSERT_GT(tag.size(), 2u);
  for (const std::string& known : {tag, "\"other\", " + tag, "W/" + tag, std::string("*")}) {
    Got got = client.ask("GET", "/", "If-None-Match: " + known + "\r\n");
    EXPECT_EQ(got.status, 304) << known;
    EXPECT_EQ(got.field("ETag"), tag);
    EXPECT_EQ(got.field("Content-Length"), "");
  }
  EXPECT_EQ(client.ask("GET", "/", "If-None-Match: \"other\"\r\n").status, 200);
  EXPECT_EQ(client.ask("GET", "/").status, 200) << "nothing is left of the answers before";
  std::string kept = "public, max-age=31536000, immutable";
  EXPECT_EQ(client.ask("HEAD", "/assets/Main-Di6jR-x-.woff2").field("Cache-Control"), kept);
  EXPECT_EQ(client.ask("HEAD", "/assets/logo-of-the-studio.svg").field("Cache-Control"), "no-cache");
}

TEST_F(Http, PacksWhereThatIsWanted) {
  Client client = this->client();
  const char* script = "/assets/index-B2f4x9Qa.js";
  for (const char* taken : {"gzip", "br, gzip", "gzip;q=0.5", "deflate;q=1, GZIP"}) {
    Got got = client.ask("GET", script, std::string("Accept-Encoding: ") + taken + "\r\n");
    EXPECT_EQ(got.body, "packed") << taken;
    EXPECT_EQ(got.field("Content-Encoding"), "gzip");
    EXPECT_EQ(got.field("Vary"), "Accept-Encoding");
    EXPECT_EQ(got.field("Cache-Control"), "public, max-age=31536000, immutable");
  }
  for (const char* refused : {"br", "gzip;q=0", "gzip;q=0.000", "identity"}) {
    Got got = client.ask("GET", script, std::string("Accept-Encoding: ") + refused + "\r\n");
    EXPECT_EQ(got.body, script_) << refused;
    EXPECT_EQ(got.field("Content-Encoding"), "");
  }
  Got plain = client.ask("GET", script), packed = client.ask("GET", script, "Accept-Encoding: gzip\r\n");
  EXPECT_NE(plain.field("ETag"), packed.field("ETag")) << "they are other bytes";
  EXPECT_EQ(client.ask("GET", "/", "Accept-Encoding: gzip\r\n").field("Content-Encoding"), "");
}

TEST_F(Http, RoutesGetTheRequest) {
  Client client = this->client();
  EXPECT_EQ(client.ask("GET", "/api/x?a=1&b=2").body, "GET a=1&b=2 ");
  Got posted = client.ask("POST", "/api/x", "", "some text");
  EXPECT_EQ(posted.body, "POST  some text");
  EXPECT_EQ(posted.field("Cache-Control"), "no-store");
  client.send(client.request("POST", "/api/x", "Transfer-Encoding: chunked\r\n") +
              "4\r\nsome\r\n5\r\n text\r\n0\r\n\r\n");
  EXPECT_EQ(client.answer().body, "POST  some text");
  EXPECT_EQ(client.ask("GET", "/api/none").status, 404);
  Got thrown = client.ask("GET", "/api/throw");
  EXPECT_EQ(thrown.status, 500);
  EXPECT_NE(thrown.body.find("as asked"), std::string::npos);
  Got file = client.ask("GET", "/api/file");
  EXPECT_EQ(file.body, "saved");
  EXPECT_EQ(file.field("Content-Disposition"),
            "attachment; filename=\"r__seau _1___.txt\"; filename*=UTF-8''r%C3%A9seau%20%221%22%0D%0A.txt");
}

TEST_F(Http, RefusesInASentence) {
  Client client = this->client();
  Got none = client.ask("GET", "/nothing");
  EXPECT_EQ(none.status, 404);
  EXPECT_EQ(none.body, "There is no such page.\n");
  EXPECT_EQ(none.field("Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(client.ask("GET", "/nothing", "Accept-Language: fr-FR,fr;q=0.9\r\n").body,
            "Cette page n'existe pas.\n");
  Got method = client.ask("DELETE", "/");
  EXPECT_EQ(method.status, 405);
  EXPECT_EQ(method.field("Allow"), "GET, HEAD");
  EXPECT_EQ(client.ask("PUT", "/api/x").field("Allow"), "GET, HEAD, POST");
  EXPECT_EQ(client.ask("OPTIONS", "/api/x").status, 405);
  EXPECT_EQ(client.ask("GET", "/../../etc/passwd").status, 404);
  EXPECT_EQ(client.ask("GET", "/%2e%2e/%00").status, 404);
  EXPECT_EQ(client.ask("GET", "/ws?session=a").status, 426);
  EXPECT_EQ(client.ask("POST", "/ws?session=a").status, 405);
}

TEST_F(Http, RefusesWhatIsNoRequest) {
  std::string host = "Host: 127.0.0.1:" + std::to_string(port()) + "\r\n";
  struct Case {
    std::string bytes;
    int status;
  };
  const Case cases[] = {
      {"nonsense\r\n\r\n", 400},
      {"GET / HTT\r\n\r\n", 400},
      {"GET / HTTP/2.0\r\n" + host + "\r\n", 505},
      {"GET / HTTP/1.1\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n" + host + host + "\r\n", 400},
      {"GET http://127.0.0.1/ HTTP/1.1\r\n" + host + "\r\n", 400},
      {"OPTIONS * HTTP/1.1\r\n" + host + "\r\n", 400},
      {"GET / HTTP/1.1\r\n" + host + "no colon\r\n\r\n", 400},
      {"POST /api/x HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n", 400},
      {"POST /api/x HTTP/1.1\r\n" + host + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400},
      {"POST /api/x HTTP/1.1\r\n" + host + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       400},
      {"POST /api/x HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", 400},
      {"\x16\x03\x01\x02 a handshake of TLS \r\n\r\n", 400},
  };
  for (const Case& c : cases) {
    Client client = this->client();
    client.send(c.bytes);
    Got got = client.answer();
    EXPECT_EQ(got.status, c.status) << c.bytes;
    EXPECT_EQ(got.field("Connection"), "close");
    EXPECT_TRUE(client.is_hung_up_on()) << c.bytes;
  }
}

TEST_F(Http, SpeaksTheOlderHttpToo) {
  Client client = this->client();
  client.send("GET / HTTP/1.0\r\nHost: localhost:" + std::to_string(port()) + "\r\n\r\n");
  EXPECT_EQ(client.answer().body, "<!doctype html>");
  EXPECT_TRUE(client.is_hung_up_on());
}

TEST_F(Http, AnswersRequestsThatComeAtOnceInTheirOrder) {
  Client client = this->client();
  std::string all;
  for (int i = 0; i < 50; ++i) all += client.request("GET", "/api/x?" + std::to_string(i));
  client.send(all);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(client.answer().body, "GET " + std::to_string(i) + " ");
}

TEST_F(Http, AnswersWhoSaysNoMore) {
  Client client = this->client();
  client.send(client.request("GET", "/assets/index-B2f4x9Qa.js"));
  client.finish();
  EXPECT_EQ(client.answer().body, script_);
  EXPECT_TRUE(client.is_hung_up_on());
  Client half = this->client();
  half.send("GET / HT");
  half.finish();
  EXPECT_TRUE(half.is_hung_up_on());
  EXPECT_EQ(half.in, "");
}

TEST_F(Http, AsksForABodyThatIsAnnounced) {
  Client client = this->client();
  client.send(client.request("POST", "/api/x", "Expect: 100-continue\r\nContent-Length: 4\r\n"));
  EXPECT_EQ(client.answer().status, 100);
  client.send("text");
  EXPECT_EQ(client.answer().body, "POST  text");
}

}  // namespace
}  // namespace percept::studio
