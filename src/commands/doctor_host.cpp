// What the host gives: sockets that listen, a certificate that holds, room on its disks; and the ways out for
// mail.
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>

#include "base/error.h"
#include "commands/doctor.h"
#include "crypto/certificate.h"
#include "providers/mail_transport.h"

namespace commands {
namespace {

constexpr std::uintmax_t kLeastSpace = 64U << 20;
constexpr std::uintmax_t kLittleSpace = 1U << 30;
constexpr auto kCertificateWarning = std::chrono::hours(24 * 14);

void socket(Examination& exam, const std::string& pool) {
    const auto& path = exam.config().text(pool + ".socket");
    const auto check = "socket of " + pool;
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0 || !S_ISSOCK(status.st_mode))
        return exam.fail(check, path + " is not there; does gatehouse-" + pool + "@.socket run?");
    if ((status.st_mode & 0007U) != 0)
        return exam.fail(check, path + " is open to everybody on this host; its mode should be 0660");
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) return exam.fail(check, path + " is too long for a socket");
    std::memcpy(address.sun_path, path.data(), path.size());
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool listens =
        fd >= 0 && ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    const int why = errno;
    if (fd >= 0) ::close(fd);
    if (listens) return exam.fine(check, path + " listens");
    if (why == EACCES) return exam.warn(check, path + ": not allowed to try; run as root or www-data");
    exam.fail(check, path + ": nobody listens; does gatehouse-" + pool + "@.service run?");
}

void certificate(Examination& exam) {
    const auto& file = exam.config().text("nginx.certificate");
    const auto end = crypto::certificate_end(file);
    if (!end) return exam.warn("certificate", file + " cannot be read as a certificate (nginx.certificate)");
    const auto left = *end - base::SystemClock().now();
    const auto text = file + " ends on " + base::to_sql(*end).substr(0, 10);
    exam.note(left.count() < 0             ? Level::error
              : left < kCertificateWarning ? Level::warning
                                           : Level::fine,
              "certificate", text);
}

void space(Examination& exam, std::string_view key) {
    const auto& folder = exam.config().text(key);
    const auto check = fmt::format("room in {}", key);
    std::error_code error;
    const auto found = std::filesystem::space(folder, error);
    if (error) return exam.fail(check, folder + ": " + error.message());
    const auto text = fmt::format("{} MiB free in {}", found.available >> 20U, folder);
    exam.note(found.available < kLeastSpace                                      ? Level::error
              : found.available < kLittleSpace && key != "server.runtime_folder" ? Level::warning
                                                                                 : Level::fine,
              check, text);
}

void mail(Examination& exam) {
    for (const auto& name : exam.config().list("mail.transports")) {
        try {
            providers::make_mail_transport(name, exam.config(), exam.log());
            exam.fine("mail by " + name, "is configured; try it: gatehouse mail test ADDRESS");
        } catch (const base::ConfigError& error) {
            exam.fail("mail by " + name, error.what());
        }
    }
}

}  // namespace

void examine_host(Examination& exam) {
    socket(exam, "gate");
    socket(exam, "house");
    certificate(exam);
    space(exam, "server.state_folder");
    space(exam, "server.runtime_folder");
    mail(exam);
}

}  // namespace commands
