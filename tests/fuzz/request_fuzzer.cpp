// A message of a page to the playground, with what is read of it further on: settings, saved playgrounds,
// tables.
#include <nlohmann/json.hpp>

#include "fuzz/target.hpp"
#include "lab/points.hpp"
#include "lab/saved.hpp"
#include "studio/requests.hpp"

namespace percept::fuzz {
namespace {

bool parse(Input bytes) {
  studio::Asked asked = studio::read_request(text_of(bytes));
  if (!asked.request) return refused(asked.request.problem());
  if (auto* edit = std::get_if<studio::Edit>(&*asked.request)) {
    Result<lab::Settings> settings = lab::change_settings({}, edit->changes.text);
    if (!settings) return refused(settings.problem());
    std::string written = lab::format_settings(*settings);
    Result<lab::Settings> again = lab::parse_settings(written);
    require(again && lab::format_settings(*again) == written, "what was written is not what was read");
  }
  if (auto* open = std::get_if<studio::Open>(&*asked.request))
    if (Result<lab::Moment> moment = lab::read_moment(open->text); !moment) return refused(moment.problem());
  if (auto* csv = std::get_if<studio::Csv>(&*asked.request))
    if (auto points = lab::read_points_csv(csv->text, false, csv->chosen); !points)
      return refused(points.problem());
  if (auto* table = std::get_if<studio::AskTable>(&*asked.request))
    if (auto read = lab::read_table(table->text); !read) return refused(read.problem());
  return true;
}

const Registration registration("request", parse);

}  // namespace
}  // namespace percept::fuzz
