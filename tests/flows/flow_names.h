// Which id stands behind a script's name: t1 for a transition, h1 for a handover.
#pragma once

#include <map>
#include <string>

namespace hemgang::flows {

class FlowNames {
 public:
  void Learn(const std::string& name, const std::string& id) {
    ids_[name] = id;
    names_[id] = name;
  }
  bool Knows(const std::string& name) const { return ids_.count(name) > 0; }
  // An id that nothing has, for a name that was not learnt: a step on it is refused like any stranger's.
  std::string IdOf(const std::string& name) const {
    const auto found = ids_.find(name);
    return found == ids_.end() ? "no-such-" + name : found->second;
  }
  // "-" for no id.
  std::string NameOf(const std::string& id) const {
    const auto found = names_.find(id);
    return found == names_.end() ? (id.empty() ? "-" : id) : found->second;
  }
  // By name.
  const std::map<std::string, std::string>& all() const { return ids_; }

 private:
  std::map<std::string, std::string> ids_;
  std::map<std::string, std::string> names_;
};

}  // namespace hemgang::flows
