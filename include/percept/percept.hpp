// Everything a program needs: `#include "percept/percept.hpp"`.
#pragma once

#include "percept/autograd/differentiate.hpp"
#include "percept/data/loader.hpp"
#include "percept/data/spec.hpp"
#include "percept/nn/layers.hpp"
#include "percept/nn/loss.hpp"
#include "percept/ops/ops.hpp"
#include "percept/optim/lbfgs.hpp"
#include "percept/optim/optimizers.hpp"
#include "percept/optim/schedule.hpp"
#include "percept/runtime/check_gradients.hpp"
#include "percept/runtime/interpreter.hpp"
#include "percept/runtime/program.hpp"
