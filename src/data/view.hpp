// A data set that shows another one differently: what it does not change is the other's.
#pragma once

#include "percept/data/dataset.hpp"

namespace percept::data {

class View : public Dataset {
 public:
  explicit View(DatasetPtr whole) : whole_(std::move(whole)) {}
  const std::string& name() const override { return whole_->name(); }
  const std::vector<Field>& fields() const override { return whole_->fields(); }
  const std::vector<std::string>& classes() const override { return whole_->classes(); }
  const std::string& schema() const override { return whole_->schema(); }

 protected:
  const Dataset& whole() const { return *whole_; }

 private:
  DatasetPtr whole_;
};

}  // namespace percept::data
