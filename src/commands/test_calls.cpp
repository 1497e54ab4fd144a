#include "commands/test_calls.h"

#include <cstdio>

#include "app/provider_store.h"

namespace commands {

TestCalls::TestCalls(const Arguments& arguments) {
    try {
        system_.emplace(arguments, database::Role::courier, std::initializer_list<crypto::Ring>{});
    } catch (const base::Error& error) {
        give_up(error);
    }
}

void TestCalls::count(std::string_view provider, std::string_view kind, std::string_view outcome) {
    if (!system_) return;
    auto& context = system_->context();
    try {
        app::count_calls(context.database, {{std::string(provider), std::string(kind), std::string(outcome)}},
                         context.now());
    } catch (const base::Error& error) {
        give_up(error);
    }
}

void TestCalls::give_up(const base::Error& error) {
    system_.reset();
    std::fprintf(stderr, "gatehouse: this test is not counted: %s\n", error.what());
}

}  // namespace commands
