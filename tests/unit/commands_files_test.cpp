// Folders that commands make, often as root and below a folder of somebody else's.
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include <boost/test/unit_test.hpp>

#include "base/error.h"
#include "commands/files.h"

namespace {

// A folder that goes away with the test.
class Folder {
  public:
    Folder() {
        std::string name = "/tmp/gatehouse-files-XXXXXX";
        if (!::mkdtemp(name.data())) throw std::runtime_error("mkdtemp");
        path_ = name;
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    std::string operator/(const char* name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

mode_t mode_of(const std::string& path) {
    struct stat seen {};
    return ::stat(path.c_str(), &seen) == 0 ? seen.st_mode & 07777 : 0;
}

constexpr uid_t kNobody = 65534;

}  // namespace

BOOST_AUTO_TEST_SUITE(commands_files)

BOOST_AUTO_TEST_CASE(folder_has_the_mode_that_was_asked_for_whatever_the_umask) {
    Folder folder;
    const mode_t before = ::umask(0077);
    commands::make_folder(folder / "a/b", 0755);
    ::umask(before);
    BOOST_TEST(mode_of(folder / "a/b") == 0755u);
}

BOOST_AUTO_TEST_CASE(folder_that_exists_keeps_its_mode_also_behind_a_link_of_ones_own) {
    Folder folder;
    commands::make_folder(folder / "real", 0700);
    std::filesystem::create_symlink(folder / "real", folder / "link");
    commands::make_folder(folder / "link", 0755);
    BOOST_TEST(mode_of(folder / "real") == 0700u);
}

BOOST_AUTO_TEST_CASE(link_that_somebody_else_made_is_not_followed) {
    if (::geteuid() != 0) return;  // only root can make one
    Folder folder;
    std::filesystem::create_symlink("/etc", folder / "link");
    BOOST_REQUIRE(::lchown((folder / "link").c_str(), kNobody, kNobody) == 0);
    BOOST_CHECK_THROW(commands::make_folder(folder / "link", 0755), base::ConfigError);
}

BOOST_AUTO_TEST_SUITE_END()
