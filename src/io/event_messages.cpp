#include "event_messages.hpp"

namespace percept::io {
namespace {

using Message = ProtobufMessage;

// Event: wall_time = 1, step = 2, file_version = 3, graph_def = 4, summary = 5.
Message event(EventTime time) { return Message().real(1, time.seconds).integer(2, time.step); }

// Summary: value = 1. Value: tag = 1.
Message event_of_value(const Message& value, EventTime time) {
  return event(time).message(5, Message().message(1, value));
}

// TensorShapeProto: dim = 2. Dim: size = 1.
Message shape_message(const Shape& shape) {
  Message message;
  for (std::int64_t size : shape) message.message(2, Message().integer(1, size));
  return message;
}

// An entry of a map: key = 1, value = 2.
Message entry(std::string_view key, const Message& value) {
  return Message().bytes(1, key).message(2, value);
}

// NodeDef: name = 1, op = 2, input = 3, attr = 5. AttrValue: list = 1. ListValue: shape = 7.
Message node_message(const GraphNode& node) {
  Message message = Message().bytes(1, node.name).bytes(2, node.op);
  for (const std::string& input : node.inputs) message.bytes(3, input);
  if (node.outputs.empty()) return message;
  Message shapes;
  for (const Shape& shape : node.outputs) shapes.message(7, shape_message(shape));
  return message.message(5, entry("_output_shapes", Message().message(1, shapes)));
}

// Value: tag = 1, tensor = 8, metadata = 9. SummaryMetadata: plugin_data = 1, data_class = 4 (a tensor: 2).
// PluginData: plugin_name = 1, content = 2. HParamsPluginData: one of its fields, 2 to 4. All is in the
// metadata; the tensor, f32 [0], is there because there must be one: TensorProto: dtype = 1, tensor_shape =
// 2.
Message event_of_session(std::string_view tag, int field, const Message& content, EventTime time) {
  Message plugin = Message().bytes(1, "hparams").message(2, Message().message(field, content));
  Message metadata = Message().message(1, plugin).integer(4, 2);
  Message tensor = Message().integer(1, 1).message(2, shape_message({0}));
  return event_of_value(Message().bytes(1, tag).message(9, metadata).message(8, tensor), time);
}

// DataType of hyper-parameters: text 1, bool 2, number 3.
int type_of(const HyperParameter& value) {
  return std::holds_alternative<std::string>(value) ? 1 : std::holds_alternative<bool>(value) ? 2 : 3;
}

// google.protobuf.Value: number_value = 2, string_value = 3, bool_value = 4.
Message value_message(const HyperParameter& value) {
  if (auto* text = std::get_if<std::string>(&value)) return Message().bytes(3, *text);
  if (auto* flag = std::get_if<bool>(&value)) return Message().integer(4, *flag);
  return Message().real(2, std::get<double>(value));
}

}  // namespace

Message event_of_version(double seconds) {
  return event({.step = 0, .seconds = seconds}).bytes(3, "brain.Event:2");
}

// Value: simple_value = 2.
Message event_of_scalar(std::string_view tag, double value, EventTime time) {
  return event_of_value(Message().bytes(1, tag).single(2, float(value)), time);
}

// Value: histo = 5. HistogramProto: min = 1, max = 2, num = 3, sum = 4, sum_squares = 5, bucket_limit = 6,
// bucket = 7.
Message event_of_histogram(std::string_view tag, const Histogram& histogram, EventTime time) {
  Message message = Message()
                        .real(1, histogram.least)
                        .real(2, histogram.most)
                        .real(3, double(histogram.count))
                        .real(4, histogram.sum)
                        .real(5, histogram.sum_of_squares)
                        .reals(6, histogram.limits)
                        .reals(7, histogram.counts);
  return event_of_value(Message().bytes(1, tag).message(5, message), time);
}

// Value: image = 4. Image: height = 1, width = 2, colorspace = 3 (its number of channels),
// encoded_image_string = 4.
Message event_of_image(std::string_view tag, const Shape& shape, std::string_view png, EventTime time) {
  Message image = Message().integer(1, shape[0]).integer(2, shape[1]).integer(3, shape[2]).bytes(4, png);
  return event_of_value(Message().bytes(1, tag).message(4, image), time);
}

// GraphDef: node = 1, versions = 4. VersionDef: producer = 1, where all readers
// take 22.
Message event_of_graph(std::span<const GraphNode> nodes, EventTime time) {
  Message graph;
  for (const GraphNode& node : nodes) graph.message(1, node_message(node));
  return event(time).message(4, graph.message(4, Message().integer(1, 22)));
}

// Experiment: time_created_secs = 3, hparam_infos = 4, metric_infos = 5. HParamInfo: name = 1, type = 4.
// MetricInfo: name = 1. MetricName: tag = 2.
Message event_of_experiment(const Experiment& experiment, EventTime time) {
  Message message = Message().real(3, time.seconds);
  for (const auto& [name, value] : experiment.parameters)
    message.message(4, Message().bytes(1, name).integer(4, type_of(value)));
  for (const std::string& tag : experiment.metrics)
    message.message(5, Message().message(1, Message().bytes(2, tag)));
  return event_of_session("_hparams_/experiment", 2, message, time);
}

// SessionStartInfo: hparams = 1, start_time_secs = 5.
Message event_of_session_start(const Experiment& experiment, EventTime time) {
  Message message;
  for (const auto& [name, value] : experiment.parameters)
    message.message(1, entry(name, value_message(value)));
  return event_of_session("_hparams_/session_start_info", 3, message.real(5, time.seconds), time);
}

// SessionEndInfo: status = 1, end_time_secs = 2.
Message event_of_session_end(SessionStatus status, EventTime time) {
  Message message = Message().integer(1, int(status)).real(2, time.seconds);
  return event_of_session("_hparams_/session_end_info", 4, message, time);
}

}  // namespace percept::io
