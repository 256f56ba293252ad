// To add a data set, an activation, a loss or an initialisation to the playground: its line here, and its
// title and sentence in the catalogue of messages.
#include "percept/lab/catalogue.hpp"

namespace percept::lab {
namespace {

constexpr DataKind kData[] = {
    {"circle", "plane", 2, true},
    {"xor", "plane", 2, true},
    {"gauss", "plane", 2, true},
    {"spiral", "plane", 2, true},
    {"checker", "plane", 2, true},
    {"moons", "plane", 2, false},
    {"blobs", "plane", 3, false},
    {"petals", "plane", 5, true},
    {"rings", "plane", 4, true},
    {"sectors", "plane", 10, true},
    {"projected_digits", "plane", 10, false},
    {"plane", "plane", 0, true},
    {"multi_gauss", "plane", 0, true},
    {"sine", "curve", 0, true},
    {"parabola", "curve", 0, true},
    {"steps", "curve", 0, true},
    {"bump", "curve", 0, true},
    {"segments", "curve", 0, true},
    {"bishop", "curve", 0, false},
    {"own", "plane", 2, false},
};

constexpr ActivationKind kActivations[] = {
    {"tanh", R"(\tanh z)", R"(1 - \tanh^2 z)"},
    {"relu", R"(\max(0, z))", R"(\begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases})"},
    {"sigmoid", R"(\frac{1}{1 + e^{-z}})", R"(\sigma(z)\,(1 - \sigma(z)))"},
    {"none", "z", "1"},
    {"leaky_relu", R"(\max(10^{-2}\,z, z))", R"(\begin{cases} 1 & z > 0 \\ 10^{-2} & z \le 0 \end{cases})"},
    {"elu", R"(\begin{cases} z & z > 0 \\ e^z - 1 & z \le 0 \end{cases})",
     R"(\begin{cases} 1 & z > 0 \\ e^z & z \le 0 \end{cases})"},
    {"selu", R"(\begin{cases} \lambda z & z > 0 \\ \lambda\alpha(e^z - 1) & z \le 0 \end{cases})",
     R"(\begin{cases} \lambda & z > 0 \\ \lambda\alpha e^z & z \le 0 \end{cases})"},
    {"gelu", R"(z\,\Phi(z))", R"(\Phi(z) + z\,\varphi(z))"},
    {"silu", R"(z\,\sigma(z))", R"(\sigma(z)\,(1 + z\,(1 - \sigma(z))))"},
    {"mish", R"(z \tanh(\ln(1 + e^z)))", R"(\tanh s + z\,\sigma(z)\,(1 - \tanh^2 s),\ s = \ln(1 + e^z))"},
    {"softplus", R"(\ln(1 + e^z))", R"(\sigma(z))"},
    {"softsign", R"(\frac{z}{1 + |z|})", R"(\frac{1}{(1 + |z|)^2})"},
    {"hard_tanh", R"(\min(1, \max(-1, z)))", R"(\begin{cases} 1 & |z| < 1 \\ 0 & |z| \ge 1 \end{cases})"},
    {"hard_sigmoid", R"(\min(1, \max(0, z/6 + 1/2)))",
     R"(\begin{cases} 1/6 & |z| < 3 \\ 0 & |z| \ge 3 \end{cases})"},
    {"relu6", R"(\min(6, \max(0, z)))",
     R"(\begin{cases} 1 & 0 < z < 6 \\ 0 & z \le 0,\ z \ge 6 \end{cases})"},
    {"tanh_shrink", R"(z - \tanh z)", R"(\tanh^2 z)"},
};

constexpr LossKind kLosses[] = {
    {"binary_cross_entropy_with_logits", R"(-y \ln \sigma(z) - (1 - y) \ln(1 - \sigma(z)))", false, true,
     false, false},
    {"mean_squared_error_of_signs", R"((\tanh z - (2y - 1))^2)", false, true, false, true},
    {"perceptron_loss", R"(\begin{cases} |z| & (z > 0) \neq y \\ 0 & (z > 0) = y \end{cases})", false, true,
     true, false},
    {"cross_entropy", R"(-\ln \frac{e^{z_y}}{\sum_k e^{z_k}})", false, false, true, false},
    {"focal_loss", R"(-(1 - p_y)^2 \ln p_y)", false, false, true, false},
    {"multi_margin_loss", R"(\frac{1}{K} \sum_{k \neq y} \max(0, 1 - z_y + z_k))", false, false, true, false},
    {"mean_squared_error", R"((z - y)^2)", true, false, true, false},
    {"l1_loss", R"(|z - y|)", true, false, true, false},
    {"huber_loss",
     R"(\begin{cases} \frac12 (z - y)^2 & |z - y| < 1 \\ |z - y| - \frac12 & |z - y| \ge 1 \end{cases})",
     true, false, true, false},
};

constexpr std::string_view kModels[] = {"network", "perceptron", "nearest_mean",
                                        "knn",     "linear",     "polynomial"};

constexpr std::string_view kInitials[] = {"xavier_uniform", "xavier_normal", "kaiming_uniform",
                                          "kaiming_normal", "lecun_normal",  "orthogonal",
                                          "default",        "zeros"};

}  // namespace

std::span<const DataKind> data_kinds() { return kData; }
std::span<const ActivationKind> activation_kinds() { return kActivations; }
std::span<const LossKind> loss_kinds() { return kLosses; }
std::span<const std::string_view> model_names() { return kModels; }
std::span<const std::string_view> initial_kinds() { return kInitials; }

const DataKind* find_data(std::string_view name) {
  for (const DataKind& kind : kData)
    if (kind.name == name) return &kind;
  return nullptr;
}

const LossKind* find_loss(std::string_view name) {
  for (const LossKind& kind : kLosses)
    if (kind.name == name) return &kind;
  return nullptr;
}

std::string usual_loss(std::int64_t classes) {
  return classes == 0   ? "mean_squared_error"
         : classes == 2 ? "binary_cross_entropy_with_logits"
                        : "cross_entropy";
}

}  // namespace percept::lab
