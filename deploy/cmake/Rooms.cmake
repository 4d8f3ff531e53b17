# How a room is declared. In every form SOURCES are files beside the CMakeLists.txt and DEPS are targets.
#
#   hemgang_library(<name> [SOURCES …] [DEPS …] [GRPC])      a room; without SOURCES it has headers only
#   hemgang_executable(<name> SOURCES … [DEPS …] [GRPC])     lands in bin/
#   hemgang_test(<name> SOURCES … [DEPS …] [GRPC] [PROPERTIES …])
#       a GoogleTest binary in bin/tests; each case is a ctest named <name>/<Suite.Case>, run in the source folder,
#       with 120 s unless PROPERTIES (ctest's, e.g. TIMEOUT 300 RUN_SERIAL TRUE) say otherwise
#   hemgang_check(<name> COMMAND … [DEPS …] [PROPERTIES …])
#       a test that is a program of its own: a script, or a target that it names; DEPS are targets that it runs
#
# Each test carries its folder's name as a label, and `tests_<folder>` builds all of a folder's tests.
# What a test writes into a *.txt in $HEMGANG_REPORTS, when that is set, is shown at the end of `./dev test`.
#
# GRPC links gRPC and reads its precompiled headers; who does not need gRPC leaves it out and compiles faster.

include(GoogleTest)

set(pch_of_plain
    <algorithm> <atomic> <chrono> <cstdint> <functional> <map> <memory> <optional> <set> <string> <string_view>
    <tuple> <utility> <variant> <vector>
    <absl/container/flat_hash_map.h> <absl/status/statusor.h> <absl/strings/str_cat.h> <absl/time/time.h>
    <google/protobuf/generated_message_reflection.h> <google/protobuf/map_field.h> <google/protobuf/repeated_field.h>
    <google/protobuf/timestamp.pb.h>)
set(pch_of_grpc ${pch_of_plain} <grpcpp/grpcpp.h>)
set(pch_of_test ${pch_of_plain} <gmock/gmock.h> <gtest/gtest.h>)
set(pch_of_grpc_test ${pch_of_test} <grpcpp/grpcpp.h>)

# Makes the target hemgang_pch_<kind>: one precompiled header that many targets share.
function(hemgang_precompile kind)
  set(source ${CMAKE_BINARY_DIR}/pch/${kind}.cc)
  file(CONFIGURE OUTPUT ${source} CONTENT "// Carries the precompiled header '${kind}'.\n")
  add_library(hemgang_pch_${kind} STATIC EXCLUDE_FROM_ALL ${source})
  target_link_libraries(hemgang_pch_${kind} PRIVATE absl::base protobuf::libprotobuf ${ARGN})
  target_precompile_headers(hemgang_pch_${kind} PRIVATE ${pch_of_${kind}})
endfunction()

if(HEMGANG_PCH)
  hemgang_precompile(plain)
  hemgang_precompile(grpc gRPC::grpc++)
  hemgang_precompile(test GTest::gmock)
  hemgang_precompile(grpc_test gRPC::grpc++ GTest::gmock)
endif()

function(hemgang_own_code target kind)
  target_compile_options(${target} PRIVATE ${hemgang_warnings})
  if(HEMGANG_PCH)
    target_precompile_headers(${target} REUSE_FROM hemgang_pch_${kind})
  endif()
endfunction()

macro(hemgang_arguments)
  cmake_parse_arguments(PARSE_ARGV 1 arg "GRPC" "" "SOURCES;DEPS;PROPERTIES;COMMAND")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "${name}: do not know what to do with '${arg_UNPARSED_ARGUMENTS}'")
  endif()
  set(pch plain)
  if(arg_GRPC)
    set(pch grpc)
    list(APPEND arg_DEPS gRPC::grpc++)
  endif()
endmacro()

# Sets `folder` and adds the targets to what tests_<folder> builds.
function(hemgang_test_of_folder)
  cmake_path(GET CMAKE_CURRENT_SOURCE_DIR FILENAME folder)
  if(NOT TARGET tests_${folder})
    add_custom_target(tests_${folder})
  endif()
  if(ARGN)
    add_dependencies(tests_${folder} ${ARGN})
  endif()
  set(folder ${folder} PARENT_SCOPE)
endfunction()

function(hemgang_library name)
  hemgang_arguments()
  if(arg_SOURCES)
    add_library(${name} STATIC ${arg_SOURCES})
    target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
    target_link_libraries(${name} PUBLIC ${arg_DEPS})
    hemgang_own_code(${name} ${pch})
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${CMAKE_SOURCE_DIR})
    target_link_libraries(${name} INTERFACE ${arg_DEPS})
  endif()
endfunction()

function(hemgang_executable name)
  hemgang_arguments()
  add_executable(${name} ${arg_SOURCES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${arg_DEPS})
  hemgang_own_code(${name} ${pch})
endfunction()

function(hemgang_test name)
  hemgang_arguments()
  if(arg_GRPC)
    set(pch grpc_test)
  else()
    set(pch test)
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${arg_DEPS} GTest::gmock GTest::gtest_main)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/tests)
  hemgang_own_code(${name} ${pch})
  hemgang_test_of_folder(${name})
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60 TEST_PREFIX ${name}/
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} PROPERTIES TIMEOUT 120 LABELS ${folder} ${arg_PROPERTIES})
endfunction()

function(hemgang_check name)
  hemgang_arguments()
  add_test(NAME ${name} COMMAND ${arg_COMMAND} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  hemgang_test_of_folder(${arg_DEPS})
  set_tests_properties(${name} PROPERTIES TIMEOUT 120 LABELS ${folder} ${arg_PROPERTIES})
endfunction()
