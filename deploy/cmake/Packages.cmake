# Everything that Hemgång stands on, all of it from Debian 12. `./dev setup` installs it.

find_package(Threads QUIET REQUIRED)
find_package(PkgConfig QUIET REQUIRED)
find_package(Protobuf QUIET REQUIRED) # CMake's own module: the Debian package has no configuration; before gRPC
find_package(absl CONFIG QUIET REQUIRED)
find_package(OpenSSL QUIET REQUIRED)
find_package(CURL QUIET REQUIRED)
find_package(gRPC CONFIG QUIET REQUIRED)
find_package(yaml-cpp CONFIG QUIET REQUIRED)
find_package(CLI11 CONFIG QUIET REQUIRED)
find_package(nlohmann_json CONFIG QUIET REQUIRED)
find_package(prometheus-cpp CONFIG QUIET REQUIRED)
find_package(spdlog CONFIG QUIET REQUIRED)
find_package(GTest CONFIG QUIET REQUIRED)
find_package(benchmark CONFIG QUIET REQUIRED)
pkg_check_modules(rocksdb QUIET REQUIRED IMPORTED_TARGET rocksdb)
pkg_check_modules(jemalloc QUIET REQUIRED IMPORTED_TARGET jemalloc)

# For programs that serve: glibc's malloc took a fifth of a step's time. A sanitizer brings an allocator of its own.
add_library(jemalloc::jemalloc INTERFACE IMPORTED)
if(NOT HEMGANG_SANITIZER)
  target_link_libraries(jemalloc::jemalloc INTERFACE PkgConfig::jemalloc)
endif()
