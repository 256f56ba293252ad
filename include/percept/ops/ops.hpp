// Every op's front-door function.
#pragma once

#include "percept/ops/activation.hpp"
#include "percept/ops/arrangement.hpp"
#include "percept/ops/comparison.hpp"
#include "percept/ops/convolution.hpp"
#include "percept/ops/creation.hpp"
#include "percept/ops/ctc.hpp"
#include "percept/ops/elementwise.hpp"
#include "percept/ops/linear_algebra.hpp"
#include "percept/ops/nearest.hpp"
#include "percept/ops/normalization.hpp"
#include "percept/ops/pooling.hpp"
#include "percept/ops/random.hpp"
#include "percept/ops/recurrent.hpp"
#include "percept/ops/reduction.hpp"
#include "percept/ops/resampling.hpp"
#include "percept/ops/softmax.hpp"
