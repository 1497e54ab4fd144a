// The log: no value can end its line, close its quotes or reach a terminal as an escape sequence.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <array>

#include "base/json.h"
#include "base/log.h"

namespace {

using base::Level;
using base::Log;
using base::LogForm;

// What one event becomes, read back from a pipe.
class Pipe {
  public:
    Pipe() { BOOST_REQUIRE(pipe2(ends_.data(), O_NONBLOCK) == 0); }
    ~Pipe() { close(ends_[0]), close(ends_[1]); }
    int in() const { return ends_[1]; }
    std::string read_all() const {
        std::string text(1 << 16, '\0');
        const auto got = read(ends_[0], text.data(), text.size());
        text.resize(got < 0 ? 0 : static_cast<size_t>(got));
        return text;
    }

  private:
    std::array<int, 2> ends_{};
};

std::string line_of(std::string_view value, LogForm form) {
    const Pipe pipe;
    Log log("gate", Level::info, form, pipe.in());
    log.info("test", {{"value", value}, {"last", 1}});
    return pipe.read_all();
}

const std::vector<std::string> kHostile = {
    "a\nb",
    "a\r\nb",
    "a\" admin=true x=\"",
    "a\\",
    "\\\"",
    "\x1B[2J",
    "\x7F",
    "\u009B2J",
    "a\u2028b",
    "a\u202Eb",
    "\xFF\xFE",
    "",
    "a=b",
    "<0>",
    std::string("a\0b", 3),
    std::string(100000, '\n'),
};

}  // namespace

BOOST_AUTO_TEST_SUITE(log_lines)

BOOST_DATA_TEST_CASE(a_hostile_value_stays_in_its_place, boost::unit_test::data::make(kHostile), value) {
    for (const auto form : {LogForm::logfmt, LogForm::json}) {
        const auto line = line_of(value, form);
        BOOST_TEST_REQUIRE(line.ends_with('\n'));
        BOOST_TEST(std::count(line.begin(), line.end(), '\n') == 1);
        for (const char c : line.substr(0, line.size() - 1)) BOOST_TEST((c >= ' ' || c < 0), line);
        for (const std::string_view bad : {"\x7F", "\u009B", "\u2028", "\u202E", "\xFF"})
            BOOST_TEST(line.find(bad) == std::string::npos);
        BOOST_TEST(line.size() < 16000U);
    }
    const auto json = line_of(value, LogForm::json);
    const auto parsed = base::Json::parse(json.substr(3));
    BOOST_TEST_REQUIRE(parsed.has_value());
    BOOST_TEST(*parsed->find("last")->integer() == 1);
    const auto logfmt = line_of(value, LogForm::logfmt);
    BOOST_TEST(logfmt.ends_with(" last=1\n"));
}

BOOST_AUTO_TEST_CASE(a_line_has_priority_level_role_and_request) {
    const Pipe pipe;
    Log log("gate", Level::info, LogForm::logfmt, pipe.in());
    log.set_request("r1");
    log.warning("session.end",
                {{"account", std::int64_t{7}}, {"ok", false}, {"share", 0.5}, {"why", "left early"}});
    const auto line = pipe.read_all();
    BOOST_TEST(line.starts_with("<4>time=2"));
    BOOST_TEST(
        line.ends_with("Z level=warning event=session.end role=gate request=r1 account=7 ok=false share=0.5 "
                       "why=\"left early\"\n"));
}

BOOST_AUTO_TEST_CASE(what_is_below_the_level_is_not_written) {
    const Pipe pipe;
    Log log("gate", Level::warning, LogForm::logfmt, pipe.in());
    log.info("quiet");
    BOOST_TEST(pipe.read_all().empty());
}

BOOST_AUTO_TEST_SUITE_END()
