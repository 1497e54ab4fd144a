// What `gatehouse doctor` looks at, one file a subject: doctor_files.cpp, doctor_database.cpp and
// doctor_host.cpp note what they find in one Examination, which doctor.cpp prints. A subject knows neither
// the others nor how it is printed, and never throws for what is wrong with the portal: it notes that and
// looks on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/configuration.h"
#include "base/log.h"
#include "commands/progress.h"

namespace commands {

enum class Level { fine, warning, error };

struct Finding {
    Level level;
    std::string check;  // what was looked at: "socket of gate"
    std::string text;   // how it is and, unless it is fine, what to do
};

// One visit: the portal that is looked at, and what was found so far.
class Examination {
  public:
    // `config` must outlive it.
    explicit Examination(const base::Configuration& config)
        : config_(config), log_("doctor", base::Level::error) {}

    const base::Configuration& config() const { return config_; }
    base::Log& log() { return log_; }
    // What is looked at now, said to a terminal, where it may take long.
    void at(std::string_view check) { progress_.at(check); }

    void note(Level level, std::string check, std::string text) {
        findings_.push_back({level, std::move(check), std::move(text)});
    }
    void fine(std::string check, std::string text) { note(Level::fine, std::move(check), std::move(text)); }
    void warn(std::string check, std::string text) {
        note(Level::warning, std::move(check), std::move(text));
    }
    void fail(std::string check, std::string text) { note(Level::error, std::move(check), std::move(text)); }

    // In the order they were noted; the end of the visit.
    std::vector<Finding> findings() && {
        progress_.clear();
        return std::move(findings_);
    }

  private:
    const base::Configuration& config_;
    base::Log log_;
    Progress progress_;
    std::vector<Finding> findings_;
};

// Key rings, templates, assets.
void examine_files(Examination& exam);
// Whether each part reaches it; schema, rights, clock, outbox, providers; Redis; what the house may not read.
void examine_database(Examination& exam);
// Sockets, certificate, room on the disks, the transports of mail.
void examine_host(Examination& exam);

}  // namespace commands
