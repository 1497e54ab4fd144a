// The one file that makes Boost.Test's main(); the suites are in the other files. Run under with_mariadb.sh.
#define BOOST_TEST_MODULE gatehouse_database
#include <boost/test/unit_test.hpp>
