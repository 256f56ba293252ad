// A folder of pictures, as a page of the training lab gives it.
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "io/temporary_folder.hpp"
#include "percept/data/spec.hpp"
#include "percept/io/image.hpp"
#include "percept/lab/image_upload.hpp"
#include "percept/lab/kept_folders.hpp"
#include "studio/training_session.hpp"
#include "told_page.hpp"

namespace percept::studio {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using namespace std::string_literals;

io::Bytes png(std::int64_t height = 4, std::int64_t width = 6, std::int64_t channels = 1) {
  return io::encode_png(Tensor::full(DType::u8, {height, width, channels}, 7.0)).value();
}

std::set<std::string> files_of(const fs::path& folder) {
  std::set<std::string> files;
  std::error_code none;
  for (const auto& entry : fs::recursive_directory_iterator(folder, none))
    if (entry.is_regular_file()) files.insert(entry.path().lexically_relative(folder).string());
  return files;
}

std::string code_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.problem().reasons.front().id;
  }
  return "";
}

TEST(ImageUpload, NamesBecomeOnesThatAFileCanHave) {
  using lab::cleaned_name;
  EXPECT_EQ(cleaned_name("cat"), "cat");
  EXPECT_EQ(cleaned_name("été 2"), "été 2");
  EXPECT_EQ(cleaned_name("../../etc/passwd"), "_.._etc_passwd");
  EXPECT_EQ(cleaned_name("a\\b:c\n\x7f"), "a_b_c__");
  EXPECT_EQ(cleaned_name("a\0b"s), "a_b");
  EXPECT_EQ(cleaned_name(" .hidden. "), "hidden");
  for (const char* name : {"", ".", "..", "...", " "}) EXPECT_EQ(cleaned_name(name), "_") << name;
  EXPECT_EQ(cleaned_name(std::string(5000, 'x')), std::string(80, 'x'));
  std::string accents;  // 160 bytes from byte 1 on: the cut must not fall within a letter
  for (int i = 0; i < 80; ++i) accents += "é";
  EXPECT_EQ(cleaned_name("x" + accents), "x" + accents.substr(0, 78));
}

TEST(ImageUpload, IsADataSetOnceItIsFinishedAndNothingBefore) {
  TemporaryFolder runs;
  fs::path data = runs / ".data";
  lab::ImageUpload upload(data, "pets");
  EXPECT_FALSE(upload.take("", "cat", "1.PNG", png()));
  EXPECT_FALSE(upload.take("", "dog", "1.jpg", png(4, 6, 3)));  // told by its content
  EXPECT_FALSE(upload.take("", "dog", "2.png", png(4, 6, 3)));
  EXPECT_FALSE(fs::exists(data / "pets"));
  lab::UploadedFolder done = upload.finish();
  EXPECT_EQ(done.spec, "folder:" + (data / "pets").string());
  EXPECT_EQ(done.classes, 2);
  EXPECT_EQ(done.images, 3);
  EXPECT_EQ(Shape({done.channels, done.height, done.width}), Shape({3, 4, 6}));
  EXPECT_EQ(files_of(data), (std::set<std::string>{"pets/cat/1.png", "pets/dog/1.png", "pets/dog/2.png"}));
  data::DatasetPtr set = data::open(done.spec).value();
  EXPECT_EQ(set->size(), 3);
  EXPECT_EQ(set->classes(), (std::vector<std::string>{"cat", "dog"}));
}

TEST(ImageUpload, KeepsTheFoldersOfEqualNamesApart) {
  TemporaryFolder data;
  for (std::string place : {"a", "a-2", "a-3"}) {
    lab::ImageUpload upload(data.path(), "a");
    upload.take("", "x", "1.png", png());
    EXPECT_EQ(upload.finish().spec, "folder:" + (data / place).string());
  }
}

TEST(ImageUpload, KeepsNamesThatAreEqualOnceTheyAreCleanApart) {
  TemporaryFolder data;
  lab::ImageUpload upload(data.path(), "..");
  for (std::string label : {"a/b", "a:b", "a_b-2", "a/b"}) upload.take("", label, "x.png", png());
  for (std::string name : {"x.jpeg", "x-2.png", "/x.png", "x.png"}) upload.take("", "c", name, png());
  EXPECT_EQ(upload.finish().classes, 4);
  EXPECT_EQ(files_of(data / "_"),
            (std::set<std::string>{"a_b/x.png", "a_b/x-2.png", "a_b-2/x.png", "a_b-2-2/x.png", "c/x.png",
                                   "c/x-2.png", "c/_x.png", "c/x-3.png"}));
}

TEST(ImageUpload, WritesNothingOutsideWhateverTheNames) {
  TemporaryFolder root;
  fs::create_directories(root / "data");
  {
    lab::ImageUpload upload(root / "data", "../../up");
    const std::vector<std::string> names = {"..", "../../x", "/etc/x", "a\0/../x"s, std::string(4000, '/'),
                                            "",   "\xff\xfe"};
    for (const std::string& name : names) EXPECT_FALSE(upload.take("", name, name, png()));
    EXPECT_EQ(code_of([&] { upload.take("../..", "a", "b", png()); }), "lab.upload.part");
    EXPECT_EQ(root.names(), std::vector<std::string>{"data"});
  }
  EXPECT_EQ(files_of(root.path()), std::set<std::string>());
}

TEST(ImageUpload, LeavesOutWhatIsNoPictureAndSaysWhy) {
  TemporaryFolder data;
  lab::ImageUpload upload(data.path(), "a");
  io::Bytes whole = png(40, 40), none;
  EXPECT_EQ(upload.take("", "c", "x.png", none)->id, "io.empty");
  EXPECT_EQ(upload.take("", "c", "x.png", std::as_bytes(std::span("GIF89a .........")))->id,
            "io.other_image");
  EXPECT_TRUE(upload.take("", "c", "x.png", std::span(whole).first(whole.size() / 2)));
  EXPECT_EQ(files_of(data.path()), std::set<std::string>());
  EXPECT_EQ(code_of([&] { upload.finish(); }), "lab.upload.none");
  EXPECT_FALSE(upload.take("", "c", "x.png", whole));
  EXPECT_EQ(upload.finish().images, 1);
}

TEST(ImageUpload, HasLimits) {
  TemporaryFolder data;
  std::size_t size = png().size();
  lab::ImageUpload upload(data.path(), "a",
                          {.images = 3, .classes = 2, .image_bytes = size, .bytes = 2 * size});
  EXPECT_EQ(upload.take("", "c", "x.png", png(90, 90, 3))->id, "lab.upload.large");
  upload.take("", "c", "1.png", png());
  upload.take("", "d", "1.png", png());
  EXPECT_EQ(code_of([&] { upload.take("", "c", "2.png", png()); }), "lab.upload.bytes");
  lab::ImageUpload few(data.path(), "b", {.images = 2, .classes = 1});
  few.take("", "c", "1.png", png());
  EXPECT_EQ(code_of([&] { few.take("", "d", "1.png", png()); }), "lab.upload.classes");
  few.take("", "c", "2.png", png());
  EXPECT_EQ(code_of([&] { few.take("", "c", "3.png", png()); }), "lab.upload.images");
  EXPECT_EQ(few.finish().images, 2);
}

TEST(ImageUpload, TakesAFolderThatIsDivided) {
  TemporaryFolder data;
  lab::ImageUpload upload(data.path(), "a");
  for (std::string part : {"train", "test"})
    for (std::string label : {"x", "y"}) upload.take(part, label, "1.png", png());
  EXPECT_EQ(code_of([&] { upload.take("", "x", "1.png", png()); }), "lab.upload.part");
  std::string spec = upload.finish().spec;
  EXPECT_EQ(data::open(spec + ":test").value()->size(), 2);
}

TEST(ImageUpload, RemovesWhatKilledProgramsLeft) {
  TemporaryFolder data;
  data.write(".half/999999999-1/c/1.png", png());
  data.write(".half/1-1/c/1.png", png());  // that one runs
  { lab::ImageUpload upload(data.path(), "a"); }
  EXPECT_EQ(files_of(data.path()), std::set<std::string>{".half/1-1/c/1.png"});
}

TEST(KeptFolders, ListsThemWithWhatIsInThem) {
  TemporaryFolder data;
  for (std::string file : {"pets/cat/1.png", "pets/dog/1.png", "pets/dog/2.png", "divided/train/x/1.png",
                           "divided/test/x/1.png", "divided/test/y/1.png", ".half/1-1/z/1.png", "loose.png"})
    data.write(file, png());
  fs::create_directory_symlink("/", data / "everything");
  lab::KeptFolders kept(data.path());
  std::vector<lab::KeptFolder> all = kept.list();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].name, "divided");
  EXPECT_EQ(all[0].classes, 2);
  EXPECT_EQ(all[0].images, 3);
  EXPECT_EQ(all[1].spec, "folder:" + (data / "pets").string());
  EXPECT_EQ(all[1].images, 3);
  EXPECT_TRUE(lab::KeptFolders(data / "none").list().empty());
}

TEST(KeptFolders, ARemovalCanBeTakenBackUntilTheEnd) {
  TemporaryFolder data;
  data.write(".gone/999999999-1/0/x/1.png", png());  // of a killed program
  data.write("a/x/1.png", png());
  data.write("b/x/1.png", png());
  {
    lab::KeptFolders kept(data.path());
    EXPECT_EQ(code_of([&] { kept.undo_remove(); }), "lab.folders.nothing");
    kept.remove("a");
    kept.remove("b");
    EXPECT_TRUE(kept.list().empty());
    data.write("b/y/1.png", png());  // given meanwhile
    kept.undo_remove();
    EXPECT_EQ(kept.removed(), 1u);
    std::vector<lab::KeptFolder> all = kept.list();
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[1].name, "b-2");
  }
  EXPECT_EQ(files_of(data.path()), (std::set<std::string>{"b/y/1.png", "b-2/x/1.png"}));
}

TEST(KeptFolders, RemovesNothingThatIsNotListed) {
  TemporaryFolder root;
  root.write("outside/x/1.png", png());
  root.write("data/a/x/1.png", png());
  root.write("data/.half/1-1/x/1.png", png());
  fs::create_directory_symlink(root / "outside", root / "data/link");
  lab::KeptFolders kept(root / "data");
  for (std::string name : {"", ".", "..", "../outside", "a/x", ".half", "link", "A"})
    EXPECT_EQ(code_of([&] { kept.remove(name); }), "lab.folders.none") << name;
  EXPECT_EQ(kept.removed(), 0u);
}

class FolderSession : public testing::Test {
 protected:
  FolderSession() : session("s", {.runs = runs.path()}), page(std::make_shared<ToldPage>()) {
    number = session.join(page);
  }
  Json ask(Json request) {
    request["id"] = ++id;
    session.receive(number, request.dump());
    return page->reply(id);
  }
  Json give(const std::string& label, const std::string& name, std::span<const std::byte> bytes) {
    std::string head =
        Json{{"id", ++id}, {"ask", "folder_image"}, {"part", ""}, {"label", label}, {"name", name}}.dump();
    head.resize((head.size() + 3) / 4 * 4, ' ');
    std::string message;
    for (int i = 0; i < 4; ++i) message += char(head.size() >> 8 * i & 0xff);
    message += head + std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    session.receive(number, message, false);
    return page->reply(id);
  }
  static std::string code(const Json& reply) {
    return reply.contains("problem") ? reply["problem"]["code"].get<std::string>() : "";
  }
  TemporaryFolder runs;
  TrainingSession session;
  std::shared_ptr<ToldPage> page;
  int number = 0, id = 0;
};

TEST_F(FolderSession, TakesAFolderThatATrainingCanBeginFrom) {
  ask({{"ask", "begin_folder"}, {"name", "pets"}});
  for (std::string label : {"cat", "dog"}) {
    Json taken = give(label, "1.png", png());
    EXPECT_TRUE(taken.contains("reason") && taken["reason"].is_null()) << taken;
  }
  Json torn = give("cat", "2.png", std::as_bytes(std::span("no picture")));
  EXPECT_TRUE(torn["reason"]["en"].is_string() && torn["reason"]["fr"].is_string()) << torn;
  Json done = ask({{"ask", "finish_folder"}});
  EXPECT_EQ(done["spec"], "folder:" + (runs / ".data/pets").string());
  EXPECT_EQ(done["images"], 2);
  Json plan =
      ask({{"ask", "plan"}, {"recipe", "linear"}, {"data", done["spec"]}, {"settings", Json::array()}});
  EXPECT_EQ(plan["data"], done["spec"]) << plan;
  // It is no run.
  EXPECT_EQ(ask({{"ask", "runs"}, {"since", 0}})["rows"], Json::array());
  EXPECT_EQ(code(ask({{"ask", "open_run"}, {"run", ".data"}})), "lab.runs.none");
  EXPECT_EQ(code(ask({{"ask", "delete_runs"}, {"runs", {".data"}}})), "lab.runs.none");
}

TEST_F(FolderSession, RefusesPicturesOfNoFolder) {
  EXPECT_EQ(code(give("a", "b.png", png())), "lab.upload.unbegun");
  EXPECT_EQ(code(ask({{"ask", "finish_folder"}})), "lab.upload.unbegun");
  EXPECT_EQ(code(ask({{"ask", "cancel_folder"}})), "");
  ask({{"ask", "begin_folder"}, {"name", "a"}});
  EXPECT_EQ(code(ask({{"ask", "finish_folder"}})), "lab.upload.none");
}

TEST_F(FolderSession, HalfAFolderGoesWhenItIsCancelledOrThePageLeaves) {
  ask({{"ask", "begin_folder"}, {"name", "a"}});
  give("x", "1.png", png());
  EXPECT_EQ(files_of(runs.path()).size(), 1u);
  ask({{"ask", "cancel_folder"}});
  EXPECT_EQ(files_of(runs.path()).size(), 0u);
  ask({{"ask", "begin_folder"}, {"name", "a"}});
  give("x", "1.png", png());
  session.leave(number);
  number = session.join(page);
  // What the next page asks is done after the one before has left.
  EXPECT_EQ(code(ask({{"ask", "finish_folder"}})), "lab.upload.unbegun");
  EXPECT_EQ(files_of(runs.path()).size(), 0u);
}

TEST_F(FolderSession, ListsDeletesAndReturnsWhatWasGiven) {
  EXPECT_EQ(ask({{"ask", "folders"}})["folders"], Json::array());
  ask({{"ask", "begin_folder"}, {"name", "pets"}});
  give("cat", "1.png", png());
  give("dog", "1.png", png());
  std::string spec = ask({{"ask", "finish_folder"}})["spec"];
  Json list = ask({{"ask", "folders"}});
  ASSERT_EQ(list["folders"].size(), 1u) << list;
  EXPECT_EQ(list["folders"][0]["spec"], spec);
  EXPECT_EQ(list["folders"][0]["classes"], 2);
  EXPECT_EQ(code(ask({{"ask", "remove_folder"}, {"name", "../pets"}})), "lab.folders.none");
  list = ask({{"ask", "remove_folder"}, {"name", "pets"}});
  EXPECT_EQ(list["folders"], Json::array());
  EXPECT_EQ(list["undo"], 1);
  list = ask({{"ask", "return_folder"}});
  EXPECT_EQ(list["folders"][0]["images"], 2) << list;
  EXPECT_EQ(code(ask({{"ask", "return_folder"}})), "lab.folders.nothing");
}

}  // namespace
}  // namespace percept::studio
