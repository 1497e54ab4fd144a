// The one file that makes Boost.Test's main(); the suites are in the other files, named after what they test.
#define BOOST_TEST_MODULE gatehouse
#include <boost/test/unit_test.hpp>
