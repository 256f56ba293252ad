// percept studio: how it begins, what it says, and how it ends.
#include <regex>

#include "program.hpp"

namespace percept::cli {
namespace {

class Studio : public Program {
 protected:
  /// Starts it with `words` in an `environment`, runs `meanwhile` with its address in $address, then presses
  /// Ctrl+C. The status is that of the studio; what `meanwhile` prints is in meanwhile.txt.
  Answer with_studio(const std::string& words, const std::string& meanwhile,
                     const std::string& environment = "") {
    write("studio.sh", "rm -f out.txt\nunset DISPLAY WAYLAND_DISPLAY SSH_CONNECTION\n" + environment + "\n" +
                           kProgram + " studio " + words +
                           " >out.txt &\n"
                           "for i in $(seq 200); do grep -sq http out.txt && break; sleep 0.05; done\n"
                           "address=$(grep -o 'http://127.0.0.1:[0-9]*/' out.txt | head -n 1)\n" +
                           meanwhile +
                           " >meanwhile.txt\nkill -INT $!\nwait $!\nstatus=$?\ncat out.txt\nexit $status\n");
    return shell("sh studio.sh");
  }
};

TEST_F(Studio, SaysItsAddressUntilCtrlC) {
  Answer answer = with_studio("", "true");
  EXPECT_EQ(answer.status, 130) << answer.err;
  EXPECT_TRUE(std::regex_match(answer.out, std::regex("The studio is open: http://127.0.0.1:\\d+/\n"
                                                      "Ctrl\\+C ends it.\nThe studio is closed.\n")))
      << answer.out;
  EXPECT_EQ(answer.err, "");
  EXPECT_NE(with_studio("--lang fr", "true").out.find("Le studio est ouvert : http://"), std::string::npos);
}

TEST_F(Studio, GivesItsAddressToPrograms) {
  Answer answer = with_studio("--json", "true");
  EXPECT_EQ(answer.status, 130);
  nlohmann::json object = answer.json();
  EXPECT_GE(object["port"], 7321);
  EXPECT_EQ(object["address"], "http://127.0.0.1:" + std::to_string(int(object["port"])) + "/");
  EXPECT_EQ(answer.out.find('\n'), answer.out.size() - 1) << "one line";
}

TEST_F(Studio, APortInUse) {
  Answer answer =
      with_studio("", kProgram + " studio --json --port $(echo $address | grep -o '[0-9]*/' | tr -d /)");
  EXPECT_EQ(answer.status, 130);
  nlohmann::json object = nlohmann::json::parse(read("meanwhile.txt"));
  EXPECT_EQ(object["error"]["code"], "studio.port.used");
  EXPECT_NE(answer.err.find("is in use\n  hint  name another port with --port"), std::string::npos)
      << answer.err;
}

TEST_F(Studio, OpensTheBrowserWhereThereIsOne) {
  write("xdg-open", "#!/bin/sh\necho \"$@\" >>opened.txt\n");
  std::filesystem::permissions(folder_ / "xdg-open", std::filesystem::perms::owner_all);
  std::string path = "export PATH=$PWD:$PATH\n", wait = "sleep 0.5";
  with_studio("", wait, path);
  with_studio("--no-browser", wait, path + "export DISPLAY=:0");
  with_studio("", wait, path + "export DISPLAY=:0 SSH_CONNECTION='10.0.0.2 50000 10.0.0.1 22'");
  EXPECT_FALSE(exists("opened.txt"));
  with_studio("", wait, path + "export DISPLAY=:0");
  EXPECT_TRUE(read("opened.txt").starts_with("http://127.0.0.1:")) << read("opened.txt");
  EXPECT_EQ(with_studio("", "true", "PATH=/bin; export DISPLAY=:0").status, 130) << "there is none after all";
}

TEST_F(Studio, SaysHowToReachItThroughSsh) {
  std::string from = "export USER=ada SSH_CONNECTION=";
  Answer answer = with_studio("", "true", from + "'10.0.0.2 50000 10.0.0.1 22'");
  EXPECT_TRUE(std::regex_search(answer.out, std::regex("ssh -L (\\d+):127.0.0.1:\\1 ada@10.0.0.1,")))
      << answer.out;
  answer = with_studio("", "true", from + "'10.0.0.2 50000 10.0.0.1 2222'");
  EXPECT_TRUE(std::regex_search(answer.out, std::regex(" -p 2222 ada@10.0.0.1,"))) << answer.out;
  EXPECT_EQ(with_studio("", "true", from + "nonsense").status, 130);
}

}  // namespace
}  // namespace percept::cli
