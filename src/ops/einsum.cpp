// einsum, by products of two at a time. Every axis of a pair is of one of four kinds: `both` are in a, b and
// what comes after, `summed` in a and b alone, `left` and `right` in one of them; so the pair is
// matmul([both, left, summed], [both, summed, right]).
#include <algorithm>
#include <map>

#include "percept/ops/arrangement.hpp"
#include "percept/ops/elementwise.hpp"
#include "percept/ops/linear_algebra.hpp"
#include "percept/ops/reduction.hpp"
#include "rules.hpp"

namespace percept {
namespace {

using Letters = std::string;

struct Term {
  Value value;
  Letters letters;  // one an axis
};

class Einsum {
 public:
  Einsum(const std::string& equation, const std::vector<Value>& inputs, Location at)
      : equation_(equation), inputs_(inputs), at_(at) {}

  Value run() {
    std::vector<Term> terms = parse();
    Term product = terms.front();
    for (std::size_t i = 1; i < terms.size(); ++i) {
      Letters later = output_;
      for (std::size_t k = i + 1; k < terms.size(); ++k) later += terms[k].letters;
      product = multiplied(product, terms[i], later);
    }
    return ordered(summed_to(product, output_), output_).value;
  }

 private:
  [[noreturn]] void refuse(const char* id, std::vector<Argument> arguments = {}) const {
    arguments.push_back({"equation", equation_});
    Problem problem(id, std::move(arguments));
    for (std::size_t i = 0; i < inputs_.size(); ++i)
      problem =
          std::move(problem).operand({std::to_string(i), inputs_[i].name(), to_string(inputs_[i].type())});
    throw Error(std::move(problem).about("einsum").at(at_));
  }

  // Axes that "..." stands for get capital letters from the end: A is the last of them.
  Letters letters_of(const std::string& word, int rank) const {
    auto dots = word.find("...");
    int named = int(word.size()) - (dots == word.npos ? 0 : 3), open = rank - named;
    if (dots == word.npos ? open != 0 : (open < 0 || open > 26))
      refuse("ops.einsum.axes", {{"word", word}, {"rank", rank}});
    if (dots == word.npos) return word;
    Letters any;
    for (int i = open; i > 0; --i) any += char('A' + i - 1);
    return word.substr(0, dots) + any + word.substr(dots + 3);
  }

  std::vector<Term> parse() {
    std::string text;
    for (char c : equation_)
      if (c != ' ') text += c;
    auto arrow = text.find("->");
    std::vector<std::string> words = {""};
    for (char c : text.substr(0, arrow))
      if (c == ',')
        words.emplace_back();
      else
        words.back() += c;
    std::string out = arrow == text.npos ? "" : text.substr(arrow + 2);
    for (const std::string& word : words) require_letters(word);
    require_letters(out);
    if (words.size() != inputs_.size())
      refuse("ops.einsum.inputs", {{"words", words.size()}, {"inputs", inputs_.size()}});

    std::vector<Term> terms;
    std::map<char, int> uses;
    Letters dots;
    for (std::size_t i = 0; i < words.size(); ++i) {
      Letters letters = letters_of(words[i], inputs_[i].shape().rank());
      Letters any;
      for (std::size_t k = 0; k < letters.size(); ++k) {
        char c = letters[k];
        if (c >= 'A' && c <= 'Z') any += c;
        ++uses[c];
        std::int64_t size = inputs_[i].shape()[int(k)];
        std::int64_t& common = sizes_.try_emplace(c, size).first->second;
        bool broadcast = c >= 'A' && c <= 'Z' && (size == 1 || common == 1);
        if (size != common && !broadcast)
          refuse("ops.einsum.sizes", {{"letter", std::string(1, c)}, {"first", common}, {"now", size}});
        if (broadcast) common = std::max(common, size);
      }
      if (any.size() > dots.size()) dots = any;
      terms.push_back(diagonals({inputs_[i], letters}));
    }
    output_ = arrow == text.npos ? dots : expanded(out, dots);
    if (arrow == text.npos)
      for (const auto& [c, count] : uses)
        if (count == 1 && !(c >= 'A' && c <= 'Z')) output_ += c;
    for (std::size_t k = 0; k < output_.size(); ++k)
      if (!sizes_.count(output_[k]) || output_.find(output_[k], k + 1) != output_.npos)
        refuse("ops.einsum.output", {{"letter", std::string(1, output_[k])}});
    // An axis of size 1 that "..." broadcasts is widened now, so that below equal letters have equal sizes.
    for (Term& term : terms) {
      Shape wide = term.value.shape();
      for (std::size_t k = 0; k < term.letters.size(); ++k) wide[int(k)] = sizes_.at(term.letters[k]);
      term.value = broadcast_to(term.value, wide, at_);
    }
    return terms;
  }

  void require_letters(const std::string& word) const {
    std::string rest = word;
    if (auto dots = rest.find("..."); dots != rest.npos) rest.erase(dots, 3);
    for (char c : rest)
      if (c < 'a' || c > 'z') refuse("ops.einsum.letter", {{"letter", std::string(1, c)}});
  }

  static Letters expanded(const std::string& word, const Letters& any) {
    auto dots = word.find("...");
    return dots == word.npos ? word : word.substr(0, dots) + any + word.substr(dots + 3);
  }

  // A letter twice: the diagonal, every (n + 1)-th element of the n x n.
  Term diagonals(Term term) const {
    for (std::size_t i = 0; i < term.letters.size(); ++i)
      for (std::size_t k; (k = term.letters.find(term.letters[i], i + 1)) != term.letters.npos;) {
        std::string rest = term.letters;
        char letter = rest[i];
        rest.erase(k, 1);
        rest.erase(i, 1);
        std::int64_t n = sizes_.at(letter);
        Term last = ordered({term.value, marked(term.letters, k)}, rest + letter + '*');
        std::vector<std::int64_t> dims(last.value.shape().begin(), last.value.shape().end() - 2);
        dims.push_back(n * n);
        Value flat = reshape(last.value, Shape(dims), at_);
        term = {slice(flat, {.axis = -1, .step = n + 1}, at_), rest + letter};
        i = 0;
      }
    return term;
  }
  static Letters marked(Letters letters, std::size_t k) {
    letters[k] = '*';
    return letters;
  }

  // The term with its axes in the order of `wanted`, the same letters.
  Term ordered(const Term& term, const Letters& wanted) const {
    if (term.letters == wanted) return term;
    std::vector<std::int64_t> order;
    for (char c : wanted) order.push_back(std::int64_t(term.letters.find(c)));
    return {transpose(term.value, order, at_), wanted};
  }

  // The term summed over the letters that `kept` lacks.
  Term summed_to(const Term& term, const Letters& kept) const {
    std::vector<std::int64_t> axes;
    Letters rest;
    for (std::size_t k = 0; k < term.letters.size(); ++k)
      if (kept.find(term.letters[k]) == kept.npos)
        axes.push_back(std::int64_t(k));
      else
        rest += term.letters[k];
    return axes.empty() ? term : Term{reduce_sum(term.value, {.axes = axes}, at_), rest};
  }

  std::int64_t size_of_all(const Letters& letters) const {
    std::int64_t n = 1;
    for (char c : letters) n *= sizes_.at(c);
    return n;
  }

  Term multiplied(Term a, Term b, const Letters& later) const {
    auto in = [](char c, const Letters& letters) { return letters.find(c) != letters.npos; };
    a = summed_to(a, b.letters + later);
    b = summed_to(b, a.letters + later);
    Letters both, summed, left, right;
    for (char c : a.letters) (!in(c, b.letters) ? left : in(c, later) ? both : summed) += c;
    for (char c : b.letters)
      if (!in(c, a.letters)) right += c;
    auto matrices = [&](const Term& term, const Letters& rows, const Letters& columns) {
      Value v = ordered(term, both + rows + columns).value;
      return reshape(v, {size_of_all(both), size_of_all(rows), size_of_all(columns)}, at_);
    };
    Value product = matmul(matrices(a, left, summed), matrices(b, summed, right), {}, at_);
    Letters letters = both + left + right;
    std::vector<std::int64_t> dims;
    for (char c : letters) dims.push_back(sizes_.at(c));
    return {reshape(product, Shape(std::move(dims)), at_), letters};
  }

  const std::string& equation_;
  const std::vector<Value>& inputs_;
  Location at_;
  Letters output_;
  std::map<char, std::int64_t> sizes_;
};

}  // namespace

Value einsum(const std::string& equation, const std::vector<Value>& inputs, Location at) {
  return Einsum(equation, inputs, at).run();
}

}  // namespace percept
