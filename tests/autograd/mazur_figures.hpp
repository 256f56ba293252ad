// Figures of Mazur's 2-2-2 network, recomputed in f64: shared by the tests of the engine and of the account
// by hand.
#pragma once

#include <vector>

namespace percept::mazur {

inline constexpr double kBound = 1e-11;
inline const std::vector<double> kHidden = {.593269992107, .596884378260};
inline const std::vector<double> kOutput = {.751365069552, .772928465321};
inline const std::vector<double> kErrors = {.274811083176, .023560025584};
inline constexpr double kError = .298371108760;
inline const std::vector<double> kHiddenGradient = {.000438567734, .000877135469, .000497712735,
                                                    .000995425471};
inline const std::vector<double> kOutputGradient = {.082167040564, .082667627848, -.022602540477,
                                                    -.022740242216};
inline const std::vector<double> kHiddenWeight = {.149780716133, .199561432266, .249751143632, .299502287265};
inline const std::vector<double> kOutputWeight = {.358916479718, .408666186076, .511301270239, .561370121108};
inline constexpr double kErrorAfter = .291027773694;

// The error after so many steps, to ten digits behind the point.
struct After {
  int steps;
  double error;
};
inline constexpr After kErrorsAfter[] = {{10, .2209185921},
                                         {100, .0200468282},
                                         {1000, .0011143495},
                                         {9999, .0000351085},  // the post's figure "after 10,000"
                                         {10000, .0000351019}};
inline const std::vector<double> kOutputAfterTenThousand = {.015913620, .984064274};
inline constexpr double kErrorWithBiases = 4.355321e-6;  // after 10,000, the shared biases trained too

}  // namespace percept::mazur
