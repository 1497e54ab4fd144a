// What the portal reads before it can start: its key rings, its pages, its styles and scripts.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "base/error.h"
#include "commands/doctor.h"
#include "crypto/key_ring.h"

namespace commands {
namespace {

void key_ring(Examination& exam, crypto::Ring ring) {
    const auto check = fmt::format("key ring {}", crypto::to_text(ring));
    try {
        const auto& file = exam.config().text(fmt::format("keys.{}", crypto::to_text(ring)));
        const auto loaded = crypto::KeyRing::load(file);
        exam.fine(check, fmt::format("{} keys in {}", loaded.masters().size(), file));
    } catch (const base::ConfigError& error) {
        exam.fail(check, error.what());
    }
}

void templates(Examination& exam) {
    const auto& folder = exam.config().text("server.templates_folder");
    if (std::filesystem::exists(folder + "/frame.html"))
        exam.fine("templates", folder);
    else
        exam.fail("templates", "no frame.html in " + folder + "; set server.templates_folder");
}

void assets(Examination& exam) {
    const auto manifest = exam.config().text("server.assets_folder") + "/manifest";
    if (std::ifstream(manifest).good())
        exam.fine("assets", manifest);
    else
        exam.fail("assets", manifest + " cannot be read; set server.assets_folder");
}

}  // namespace

void examine_files(Examination& exam) {
    for (const auto ring : {crypto::Ring::identity, crypto::Ring::shared, crypto::Ring::outbox})
        key_ring(exam, ring);
    templates(exam);
    assets(exam);
}

}  // namespace commands
