// Errors of the database: which of them end a connection, and that their text tells nobody's values.
#include <boost/test/unit_test.hpp>

#include "database/server_error.h"

using database::ends_connection;
using database::without_password;
using database::without_values;

BOOST_AUTO_TEST_SUITE(database_server_error)

BOOST_AUTO_TEST_CASE(a_connection_that_is_out_of_step_is_not_used_again_and_a_sound_one_is_kept) {
    for (const int code : {2006, 2013, 2014, 2027, 2030, 2055, 1053, 1927, 4031})
        BOOST_TEST(ends_connection(code), code);
    for (const int code : {0, 1062, 1205, 1213, 1064, 1142, 1969, 2005, 2007})
        BOOST_TEST(!ends_connection(code), code);
}

BOOST_AUTO_TEST_CASE(no_value_that_the_server_quotes_is_told_but_the_key_or_column_is) {
    BOOST_TEST(without_values(1062, "Duplicate entry 'ada@example.org' for key 'email'") ==
               "duplicate entry for key 'email'");
    BOOST_TEST(without_values(1366, "Incorrect integer value: 'ada' for column `g`.`t`.`n` at row 1") ==
               "value refused for column `g`.`t`.`n` at row 1");
    BOOST_TEST(without_values(1292, "Incorrect datetime value: 'ada'") == "value refused");
}

BOOST_AUTO_TEST_CASE(a_value_that_looks_like_the_end_of_the_message_is_not_told) {
    BOOST_TEST(without_values(1062, "Duplicate entry 'x for key y' for key 'email'") ==
               "duplicate entry for key 'email'");
}

BOOST_AUTO_TEST_CASE(an_error_without_values_keeps_its_words) {
    BOOST_TEST(without_values(1146, "Table 'g.t' doesn't exist") == "Table 'g.t' doesn't exist");
}

BOOST_AUTO_TEST_CASE(no_password_of_a_statement_is_told) {
    BOOST_TEST(without_password("CREATE USER 'gate' IDENTIFIED BY 'hush'") == "CREATE USER 'gate'");
    BOOST_TEST(without_password("COMMIT") == "COMMIT");
    for (const size_t length : {119U, 120U, 121U})
        BOOST_TEST(without_password(std::string(length, 'x')).size() == std::min<size_t>(length, 120));
    BOOST_TEST(without_password(std::string(200, 'x') + " IDENTIFIED BY 'hush'").size() == 120U);
}

BOOST_AUTO_TEST_SUITE_END()
