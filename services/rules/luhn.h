// The check digit of Swedish numbers: mod 10 after Luhn, over digits with the weights 2, 1, 2, … from the right.
// Finds every single wrong digit and every swap of two neighbours but 09 and 90.
#pragma once

#include <string_view>

namespace hemgang::rules {

// The digit that belongs after `digits`, which holds digits only.
int LuhnDigit(std::string_view digits);

// Whether the last of `digits` is the one that belongs after the others. False for fewer than two.
bool LuhnFits(std::string_view digits);

}  // namespace hemgang::rules
