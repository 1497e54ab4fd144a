// Precompiled header: the standard headers (and fmt) that most files want. Nothing of ours, no heavy library.
// Has a guard of its own because it is also compiled as a main file, where #pragma once is a warning.
#ifndef GATEHOUSE_BASE_PCH_H
#define GATEHOUSE_BASE_PCH_H
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#endif
