// A page of the course (docs/course), read: its sections, the blocks that are run, its links and pictures.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace percept::course {

/// ```sh is run by bash; ```cpp is compiled, and run where a ```text stands behind it. That holds lines of
/// the output.
struct Block {
  bool program = false;  // ```cpp
  bool fails = false;    // ```sh fails: its exit status must not be 0
  std::string needs;     // ```sh needs=mnist: a folder of PERCEPT_DATA
  std::string text;
  std::vector<std::string> expected;
  std::size_t line = 0;       // of its first line, from 1
  std::size_t text_line = 0;  // of the first expected one
};

/// From a heading to the next.
struct Section {
  int level = 0;
  std::string title;
  std::string anchor;      // as GitHub makes it of the title
  std::size_t blocks = 0;  // that are run
  std::size_t questions = 0;
  std::size_t line = 0;
};

struct Link {
  bool picture = false;
  std::string words, target;
  std::size_t line = 0;
};

struct Page {
  std::string language;  // en, fr
  std::string name;      // 01-perceptron
  std::vector<Section> sections;
  std::vector<Block> blocks;
  std::vector<Link> links;
  std::size_t formulas = 0;           // $$...$$
  std::vector<std::string> mistakes;  // what is no page of the course: a place and a sentence each

  std::string place(std::size_t line) const;
};

/// The file that a page's command writes for a picture: descent.svg for ../pictures/descent.fr.svg.
std::string written_as(const Link& picture);

Page parse_page(const std::string& language, const std::string& name, const std::string& text);
/// From the project's own docs/course.
Page read_page(const std::string& language, const std::string& name);
/// Sorted, without index.
std::vector<std::string> page_names(const std::string& language);

std::string anchor_of(const std::string& title);

}  // namespace percept::course
