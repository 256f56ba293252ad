// One convolution lab on a thread of its own, and the pages that look at it.
#pragma once

#include <list>
#include <thread>

#include "convolution_requests.hpp"
#include "feature_desk.hpp"
#include "session.hpp"

namespace percept::studio {

class ConvolutionSession : public Session {
 public:
  explicit ConvolutionSession(std::string name);
  ~ConvolutionSession() override;
  bool hears_bytes() const override { return true; }

 private:
  struct PageView {
    int number;
    std::shared_ptr<Outbox> outbox;
    bool waits = false;  // for a picture
    std::uint64_t seen = 0;
  };
  void run();
  void serve(const Post& post);
  void learn(bool quiet);
  void answer(const Letter& letter);
  std::string handle(PageView& page, double id, ConvolutionRequest& request);
  std::string handle(PageView& page, double id, ConvolutionUpload& request);
  template <class Act>
  std::string learning(double id, Act act);
  void show_pictures();

  // The thread's own.
  lab::ConvolutionLab lab_;
  FeatureDesk features_;
  std::unique_ptr<lab::KernelLearning> learning_;  // where a page has asked for it
  std::list<PageView> pages_;
  std::uint64_t told_ = 0;
  std::thread thread_;
};

}  // namespace percept::studio
