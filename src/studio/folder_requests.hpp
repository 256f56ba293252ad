// What a page asks when it gives a folder of pictures, and what it is answered.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "percept/lab/image_upload.hpp"
#include "percept/lab/kept_folders.hpp"

namespace percept::studio {

struct BeginFolder {
  static constexpr const char* kAsk = "begin_folder";
  static constexpr const char* kDoc = "the one that this page gave before and did not finish goes";
  std::string name;
  template <class V>
  void fields(V& v) {
    v("name", name, "");
  }
};
struct FinishFolder {
  static constexpr const char* kAsk = "finish_folder";
  static constexpr const char* kDoc = "-> UploadedFolder";
  template <class V>
  void fields(V&) {}
};
struct CancelFolder {
  static constexpr const char* kAsk = "cancel_folder";
  static constexpr const char* kDoc = "";
  template <class V>
  void fields(V&) {}
};
/// With the file's bytes behind its head.
struct FolderImage {
  static constexpr const char* kAsk = "folder_image";
  static constexpr const char* kDoc = "-> TakenImage; a PNG or JPEG file of the folder that was begun";
  std::string part, label, name;
  std::string_view pixels;  // of the message
  template <class V>
  void fields(V& v) {
    v("part", part, R"("" | "train" | "val" | "test")");
    v("label", label, "");
    v("name", name, "");
  }
};

struct AskFolders {
  static constexpr const char* kAsk = "folders";
  static constexpr const char* kDoc = "-> FolderList";
  template <class V>
  void fields(V&) {}
};
struct RemoveFolder {
  static constexpr const char* kAsk = "remove_folder";
  static constexpr const char* kDoc = "-> FolderList; it can be taken back until the session ends";
  std::string name;
  template <class V>
  void fields(V& v) {
    v("name", name, "");
  }
};
struct ReturnFolder {
  static constexpr const char* kAsk = "return_folder";
  static constexpr const char* kDoc = "-> FolderList; the one that was removed last comes back";
  template <class V>
  void fields(V&) {}
};

using FolderRequest = std::variant<BeginFolder, FinishFolder, CancelFolder, FolderImage, AskFolders,
                                   RemoveFolder, ReturnFolder>;
template <class R>
concept OfFolders = std::constructible_from<FolderRequest, R>;

// Answers.

struct TakenImage {
  std::optional<Message> reason;
  template <class V>
  void fields(V& v) {
    v("reason", reason, "why it was left out; null: it was taken");
  }
};
struct FolderList {
  std::vector<lab::KeptFolder> folders;
  std::int64_t undo = 0;
  template <class V>
  void fields(V& v) {
    v("folders", folders, "by name");
    v("undo", undo, "removals that can be taken back");
  }
};

}  // namespace percept::studio
