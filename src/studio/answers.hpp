// What the labs say to a page, as bytes: web/src/protocol.ts.
#pragma once

#include <string>

#include "percept/lab/convolution_lab.hpp"
#include "percept/lab/inspection_picture.hpp"
#include "percept/lab/kernel_learning.hpp"
#include "percept/lab/playground.hpp"
#include "percept/lab/slope_lab.hpp"
#include "percept/lab/training_lab.hpp"

namespace percept::studio {

/// {"reply": id} and what else stands in `body`, a JSON object.
std::string reply_text(double id, const std::string& body = "{}");
std::string reply_text(double id, const Problem& problem);
std::string reply_text(double id, lab::Probe probe);
std::string reply_text(double id, lab::Table table);
std::string reply_text(double id, const lab::ExportedFile& file);
std::string reply_text(double id, lab::WalkStep step);
std::string reply_text(double id, lab::MatrixView matrix);
std::string reply_text(double id, lab::PatchMatrix patches);
std::string reply_text(double id, lab::ConvolutionTimes times);
std::string reply_text(double id, lab::SpectrumView spectrum);
std::string reply_text(double id, lab::LearningState learning, std::optional<lab::LearningPictures> pictures);
std::string reply_text(double id, lab::SlopeView slope);
std::string reply_text(double id, lab::StartPlan plan);
std::string reply_text(double id, lab::RunChanges changes);
std::string reply_text(double id, lab::ComparedRuns runs);
/// That the training has done what was asked; `path` of a snapshot.
std::string steered_text(double id, const std::string& path);
/// The event that tells the state.
std::string state_text(const std::string& session, lab::PlaygroundState state,
                       std::optional<lab::Explored> explored);
std::string state_text(const std::string& session, lab::ConvolutionState state);
std::string state_text(const std::string& session, lab::TrainingState state);
/// The catalogues: GET /api/catalogue, /api/convolution and /api/training.
std::string catalogue_text();
std::string convolution_catalogue_text();
std::string training_catalogue_text();
/// A picture: its head and its blobs.
std::string picture_bytes(lab::Picture picture);
std::string picture_bytes(lab::ConvolutionPicture picture);
std::string picture_bytes(lab::LivePicture picture);
std::string picture_bytes(lab::TrainingPicture picture);
std::string picture_bytes(lab::InspectionPicture picture);

}  // namespace percept::studio
