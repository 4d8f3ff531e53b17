#include "services/rules/luhn.h"

namespace hemgang::rules {

int LuhnDigit(std::string_view digits) {
  int sum = 0;
  int weight = 2;
  for (size_t i = digits.size(); i > 0; --i) {
    const int product = (digits[i - 1] - '0') * weight;
    sum += product / 10 + product % 10;
    weight = 3 - weight;
  }
  return (10 - sum % 10) % 10;
}

bool LuhnFits(std::string_view digits) {
  if (digits.size() < 2) return false;
  return LuhnDigit(digits.substr(0, digits.size() - 1)) == digits.back() - '0';
}

}  // namespace hemgang::rules
