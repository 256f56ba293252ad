// The contents of events: TensorFlow's messages Event, Summary, GraphDef and the plugin of hyper-parameters,
// as far as they are written here. The numbers of the fields are those of their .proto files.
#pragma once

#include "percept/io/tensorboard.hpp"
#include "protobuf_message.hpp"

namespace percept::io {

ProtobufMessage event_of_version(double seconds);
ProtobufMessage event_of_scalar(std::string_view tag, double value, EventTime time);
ProtobufMessage event_of_histogram(std::string_view tag, const Histogram& histogram, EventTime time);
ProtobufMessage event_of_image(std::string_view tag, const Shape& shape, std::string_view png,
                               EventTime time);
ProtobufMessage event_of_graph(std::span<const GraphNode> nodes, EventTime time);
ProtobufMessage event_of_experiment(const Experiment& experiment, EventTime time);
ProtobufMessage event_of_session_start(const Experiment& experiment, EventTime time);
ProtobufMessage event_of_session_end(SessionStatus status, EventTime time);

}  // namespace percept::io
